#pragma once

#include "widgets/export/figure.h"
#include "widgets/lens/lenscontent.h"

#include <optional>

namespace headwaters {

/// The places of a lens table whose columns are `count` of the positions, from `first` on. Origin: the upper
/// left of the row names' column.
struct LensTableLayout {
    double names = 0; ///< width of the row names
    double head = 0; ///< height of tokens and position numbers
    double cellWidth = 0;
    double cellHeight = 0;
    double gap = 0; ///< below the output row, for the line
    int rows = 0;
    int first = 0;
    int count = 0;

    /// Cells as wide as `width` allows, not narrower than what five letters need.
    [[nodiscard]] static LensTableLayout
    of(const LensContent& content, double width, double largestWidth, const FigureStyle& style);
    [[nodiscard]] static double smallestCell(const FigureStyle& style);

    [[nodiscard]] QRectF cell(int shownRow, int position) const;
    [[nodiscard]] double width() const { return names + cellWidth * count; }
    [[nodiscard]] double height() const { return head + gap + cellHeight * rows; }
    /// The drawn row and the position at a point; none beside the cells.
    [[nodiscard]] std::optional<std::pair<int, int>> at(QPointF point) const;
};

/// Tokens and numbers above the columns; `bold` is the position in front.
void paintLensHead(
    QPainter& painter, QPointF origin, const LensTableLayout& layout, const LensContent& content,
    const FigureStyle& style, std::optional<int> bold);
void paintLensRowNames(
    QPainter& painter, QPointF origin, const LensTableLayout& layout, const LensContent& content,
    const FigureStyle& style);
/// The cells inside `exposed`, and the line below the output row.
void paintLensCells(
    QPainter& painter, QPointF origin, const LensTableLayout& layout, const LensContent& content,
    const FigureStyle& style, const QRectF& exposed);
/// The colour scale with its ends, right-aligned in `area`.
void paintLensScale(
    QPainter& painter, const QRectF& area, const LensContent& content, const FigureStyle& style);

} // namespace headwaters
