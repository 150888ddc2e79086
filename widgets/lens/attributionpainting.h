#pragma once

#include "widgets/export/figure.h"
#include "widgets/lens/lenscontent.h"

#include <optional>
#include <vector>

namespace headwaters {

/// How an attribution is split.
enum class AttributionSplit {
    Parts, ///< heads, MLPs, embedding and positions
    Sources, ///< what heads carry, by source token; the rest as one
};

/// One line of an attribution.
struct AttributionLine {
    QString name; ///< `5.5`, `MLP 5`, `2 ·Mary`
    double value = 0;
    std::optional<HeadIndex> head{};
    std::optional<int> source{};
};

/// What is listed: the lines that speak for the rival and those that speak for the target, strongest first,
/// biases apart. The sums are of all, listed or not.
struct AttributionLines {
    std::vector<AttributionLine> suppressed; ///< towards the rival, values below 0
    std::vector<AttributionLine> promoted; ///< towards the target
    double sum = 0; ///< of all lines
    double biases = 0; ///< output biases and the final norm's shift; 0 for one head's sources
    double whole = 0; ///< what all adds up to: the logit difference, or the head's part
    double tolerance = 0;
    std::optional<HeadIndex> head{}; ///< whose sources these are

    [[nodiscard]] static AttributionLines of(const LensContent& content, AttributionSplit split);
    [[nodiscard]] double largest() const;
    [[nodiscard]] double residual() const { return whole - sum - biases; }
    [[nodiscard]] bool isWithinTolerance() const; ///< false for NaN
};

/// The places of an attribution in `area`: two columns around one axis.
struct AttributionLayout {
    QRectF area;
    double axis = 0; ///< x of zero
    double head = 0; ///< height of the line that says which side speaks for which token
    double row = 0; ///< height
    int rows = 0; ///< lines that are shown on each side
    double names = 0;
    double values = 0;
    double bar = 0; ///< longest bar

    [[nodiscard]] static AttributionLayout
    of(const QRectF& area, const AttributionLines& lines, const FigureStyle& style);
    /// The height that `rows` lines on each side need.
    [[nodiscard]] static double heightFor(int rows, const FigureStyle& style);
    [[nodiscard]] QRectF rowRect(bool isPromoted, int row) const;
    /// The line at a point: which side and which of its lines.
    [[nodiscard]] std::optional<std::pair<bool, int>> at(QPointF point, const AttributionLines& lines) const;
};

/// `lit` lies under the mouse, `locked` is the selection's head.
void paintAttribution(
    QPainter& painter, const AttributionLayout& layout, const AttributionLines& lines,
    const LensContent& content, const FigureStyle& style, std::optional<std::pair<bool, int>> lit = {},
    std::optional<HeadIndex> locked = {});

} // namespace headwaters
