#pragma once

#include "widgets/stages/stagecells.h"
#include "widgets/theme/theme.h"

#include <QFont>
#include <QPainter>
#include <QRectF>

namespace headwaters {

/// How the grid is drawn; `unit` is 1 on the screen.
struct StageStyle {
    Palette palette;
    QFont label; ///< below the disc, 10/600
    QFont words; ///< captions
    QFont mono; ///< head and layer numbers
    double unit = 1;

    [[nodiscard]] const StageColour& stage(std::size_t stage) const { return palette.colours.stages[stage]; }
    [[nodiscard]] static StageStyle screen(const Theme& theme);
};

/// Where the cells are: head numbers above, layer numbers at the left.
class StageGridLayout {
public:
    static constexpr double smallest = 26; ///< of a cell, before the grid scrolls
    static constexpr double largest = 112;

    StageGridLayout() = default;
    /// As large as fits into `room`, between the two bounds.
    static StageGridLayout fitting(const StageGrid& grid, const QSizeF& room);
    /// As wide as `width`, whatever its height.
    static StageGridLayout forPaper(const StageGrid& grid, double width, double unit);

    [[nodiscard]] QRectF cell(HeadIndex head) const;
    [[nodiscard]] std::optional<HeadIndex> headAt(const QPointF& point) const;
    /// Of all cells with the numbers around them.
    [[nodiscard]] QSizeF size() const;
    [[nodiscard]] double cellSize() const { return m_cell; }
    [[nodiscard]] double left() const { return m_left; }
    [[nodiscard]] double top() const { return m_top; }
    [[nodiscard]] double pitch() const { return m_cell + m_gap; }

private:
    int m_nLayers = 0;
    int m_nHeads = 0;
    double m_cell = 60;
    double m_gap = 6;
    double m_left = 22;
    double m_top = 20;
};

/// One cell without its selection marks.
void paintStageCell(
    QPainter& painter, const QRectF& rect, const StageCell& cell, const StageGrid& grid,
    const StageStyle& style);
/// A disc of wedges, clockwise from 12 o'clock in the order of the stages, 1 px apart.
void paintStageDisc(
    QPainter& painter, const QRectF& disc, const StageStrengths& wedges, double strength,
    const StageStyle& style);
/// The marks of a locked or hovered cell.
void paintStageMark(QPainter& painter, const QRectF& rect, bool isLocked, const StageStyle& style);
/// `head 0` ... above, `L0` ... at the left; `offset` is how far the cells are scrolled.
void paintStageNumbers(
    QPainter& painter, const StageGrid& grid, const StageGridLayout& layout, const QPointF& offset,
    const QSizeF& room, const StageStyle& style);
/// Shares of the stages as one bar.
void paintStageBar(
    QPainter& painter, const QRectF& track, const StageStrengths& stages, const StageStyle& style);

} // namespace headwaters
