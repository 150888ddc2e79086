#pragma once

#include "widgets/export/figure.h"

#include <optional>
#include <vector>

namespace headwaters {

/// One number a head, as it is drawn: cells in rows of layers, late layers at the top, with a scale.
struct HeadGrid {
    int nLayers = 0, nHeads = 0;
    std::vector<std::optional<double>> values; ///< [layer * heads + head]; none: an empty cell
    bool isSigned = false; ///< colours part at 0 and reach to `high` on both sides
    double low = 0, high = 1; ///< ends of the colours; `low` of maps that are not signed
    int decimals = 2;
    QString quantity; ///< what the scale says: `held-out accuracy`
    std::vector<bool> marked; ///< heads with a dot; empty: none
    QString markText; ///< what the dot says; shown where there is one
    std::optional<double> bound = {}; ///< a tick on the scale
    QString boundText; ///< what it says
};

/// Height in the painter's units for a width, legend included.
[[nodiscard]] double headGridHeight(const HeadGrid& map, double width, const FigureStyle& style);
void paintHeadGrid(QPainter& painter, const HeadGrid& map, const QRectF& area, const FigureStyle& style);

/// A map of heads with the numbers behind it.
class HeadGridFigure : public Figure {
public:
    struct Words {
        QString title, caption, fileStem;
        Provenance provenance;
    };
    HeadGridFigure(HeadGrid map, Words words, FigureData data)
        : m_map(std::move(map)),
          m_words(std::move(words)),
          m_data(std::move(data))
    {
    }

    [[nodiscard]] QString title() const override { return m_words.title; }
    [[nodiscard]] QString caption() const override { return m_words.caption; }
    [[nodiscard]] Provenance provenance() const override { return m_words.provenance; }
    [[nodiscard]] QString fileStem() const override { return m_words.fileStem; }
    [[nodiscard]] double heightForWidth(double width, const FigureStyle& style) const override
    {
        return headGridHeight(m_map, width, style);
    }
    void paint(QPainter& painter, const QRectF& area, const FigureStyle& style) const override
    {
        paintHeadGrid(painter, m_map, area, style);
    }
    [[nodiscard]] FigureData data() const override { return m_data; }

private:
    HeadGrid m_map;
    Words m_words;
    FigureData m_data;
};

} // namespace headwaters
