#pragma once

#include "widgets/theme/theme.h"

#include <QVector>
#include <QWidget>

#include <optional>

namespace headwaters {

/// One key-value row, 22 high: label left in words and token chips, a bar where there is one, the value right
/// in the mono face. A label that does not fit is cut, with its full text in the tooltip.
class ValueRow : public QWidget {
    Q_OBJECT

public:
    struct Part {
        QString text;
        bool chip = false; ///< a token
        bool hollow = false; ///< of a chip: a special token
    };
    struct Bar {
        double value = 0; ///< 0 to 1 of the track, or -1 to 1 of its half
        bool isSigned = false;
    };
    /// What a row says; a value, so that rows can be compared and refilled.
    struct Content {
        QVector<Part> label;
        QString value;
        QColor Colours::*valueColour = &Colours::text;
        std::optional<Bar> bar{};
        QString tip{}; ///< further lines of the tooltip: a sentence, a hook name
        bool quiet = false; ///< the label in text3
        enum class Edge { None, Query, Key };
        Edge edge = Edge::None; ///< a line before the label: solid on the query side, dashed on the key side
    };

    explicit ValueRow(const Theme& theme, QWidget* parent = nullptr);

    void setContent(const Content& content);
    /// A label of words only.
    void setContent(const QString& label, const QString& value, QColor Colours::*colour = &Colours::text);
    [[nodiscard]] QString labelText() const;
    [[nodiscard]] QString valueText() const { return m_content.value; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    [[nodiscard]] double edgeWidth() const;
    [[nodiscard]] double labelWidth() const;
    /// Widths of the label's parts in the room they have: the widest are cut first.
    [[nodiscard]] QVector<double> partWidths() const;
    /// The room of the label, left of bar and value.
    [[nodiscard]] QRectF labelArea() const;
    [[nodiscard]] double valueWidth() const;

    const Theme& m_theme;
    Content m_content;
};

} // namespace headwaters
