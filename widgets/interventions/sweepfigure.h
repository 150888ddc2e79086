#pragma once

#include "core/causal/sweepchoice.h"
#include "widgets/export/figure.h"

#include <QStringList>

#include <memory>
#include <optional>

namespace headwaters {

/// What a sweep's map shows, as values.
struct SweepPicture {
    std::shared_ptr<const SweepMap> map;
    SweepChoice choice;
    SweepQuantity quantity = SweepQuantity::Change;
    QStringList tokens; ///< labels of the prompt's tokens
    QString target, rival; ///< labels
    int nHeads = 0;
    Provenance provenance;
    std::optional<HeadIndex> locked = {};
    QString title = {}; ///< what was swept; empty: as the choice says

    [[nodiscard]] QString name() const;
    /// Whether colours part at 0.
    [[nodiscard]] bool isSigned() const { return quantity <= SweepQuantity::Normalised; }

    /// What is drawn: [row * columns + column], of the map or its control.
    [[nodiscard]] std::vector<std::optional<double>> values(bool ofControl) const
    {
        return map->values(quantity, ofControl);
    }
    /// `L5`, `5.3`, `·Mary`
    [[nodiscard]] QString rowLabel(int row) const;
    [[nodiscard]] QString columnLabel(int column) const;
    /// The head of a cell; none where rows are layers of positions or tokens.
    [[nodiscard]] std::optional<HeadIndex> headOf(int row, int column) const;
    [[nodiscard]] bool isOfTokens() const { return map->request.axes != SweepAxes::LayerByHead; }
    /// The largest size of a drawn number, control included; 0 where there is none.
    [[nodiscard]] double bound() const;
};

/// Where the map, its control and the legend stand in an area.
struct SweepGeometry {
    double cell = 0;
    QRectF map, control, legend;
    double height = 0;

    /// As large as the width allows, cells of at most 40 at the screen's size; fitted to the height of a
    /// view, of at most 72.
    [[nodiscard]] static SweepGeometry
    of(const SweepPicture& picture, const QRectF& area, const FigureStyle& style, bool fitHeight);
    /// Where a row of the map is drawn: late layers are at the top, early tokens too.
    [[nodiscard]] static int drawnRow(const SweepMap& map, int row);
};

/// Draws map, control beside it at half size on the same scale, and legend.
void paintSweep(
    QPainter& painter, const SweepPicture& picture, const SweepGeometry& geometry, const FigureStyle& style);

/// A sweep's map with its random control.
class SweepFigure : public Figure {
public:
    explicit SweepFigure(SweepPicture picture) : m_picture(std::move(picture)) { }

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString caption() const override;
    [[nodiscard]] Provenance provenance() const override;
    [[nodiscard]] QString fileStem() const override;
    [[nodiscard]] double heightForWidth(double width, const FigureStyle& style) const override;
    void paint(QPainter& painter, const QRectF& area, const FigureStyle& style) const override;
    /// One row per cell: row, column, difference, change, divergence, probability, log_probability, rank,
    /// control_change. Tensors of the same names [row, column]; NaN where nothing was measured.
    [[nodiscard]] FigureData data() const override;

private:
    SweepPicture m_picture;
};

} // namespace headwaters
