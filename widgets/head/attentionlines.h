#pragma once

#include "core/results/headstatistics.h"
#include "widgets/export/figure.h"
#include "widgets/head/headcontent.h"

#include <QPainter>
#include <QPainterPath>

#include <optional>
#include <vector>

namespace headwaters {

/// The lines of the line view: the fewest pairs that hold a share of the mass of what is shown.
struct LineChoice {
    std::vector<AttentionLine> lines; ///< largest first
    double largest = 0; ///< weight of the widest line the scale knows: 1 for attention
    QString mass; ///< `of attention`, `of |effect|`: of which mass
    QString note; ///< why there are no lines; empty where there are

    /// Scores are no masses, so their lines are those of the attention they lead to; effects and differences
    /// count by size. Sinks are left out unless they are shown.
    [[nodiscard]] static LineChoice of(const HeadContent& content, double share);
};

/// Where the two columns of the line view lie; positions stand `pitch` apart, the first at `top`.
struct LineFrame {
    double left = 0; ///< where the lines leave the destinations
    double right = 0; ///< where they reach the sources
    double top = 0; ///< middle of position 0
    double pitch = 20;

    [[nodiscard]] double y(int position) const { return top + position * pitch; }
    [[nodiscard]] QPainterPath curve(int query, int key) const;
    /// Vertical distance of a point between the columns from a line.
    [[nodiscard]] double distance(const AttentionLine& line, QPointF point) const;
};

/// Draws the lines whose destination lies in [firstRow, lastRow]; at most `most` of them, the heaviest, and
/// returns how many were due.
int paintLines(
    QPainter& painter, const LineFrame& frame, const HeadContent& content, const LineChoice& choice,
    const FigureStyle& style, int firstRow, int lastRow, int most);
/// Draws the lines of one row in ink.
void paintInkLines(
    QPainter& painter, const LineFrame& frame, const LineChoice& choice, const FigureStyle& style, int row);
/// Draws the tokens of both columns between two heights; the shown ones bold.
void paintLineLabels(
    QPainter& painter, const LineFrame& frame, const HeadContent& content, const FigureStyle& style,
    double width, double from, double to, std::optional<int> boldRow, std::optional<int> boldSource);

} // namespace headwaters
