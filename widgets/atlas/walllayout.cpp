#include "widgets/atlas/walllayout.h"

#include <algorithm>
#include <cmath>

namespace headwaters {

namespace {

constexpr double groupRow = 14;
constexpr double largestInset = 4;

// The guide's gaps.
WallAxis::Gap gapX(double unit = 1)
{
    return {12 * unit, 0.3};
}

WallAxis::Gap gapY(double unit = 1)
{
    return {8 * unit, 0.2};
}

double shown(double scroll, double from, double to, double viewport)
{
    if (from < scroll || to - from > viewport)
        return from;
    return std::max(scroll, to - viewport);
}

} // namespace

WallFrame WallFrame::of(const WallShape& shape)
{
    WallFrame frame;
    if (shape.groups.isGrouped()) {
        frame.groups = groupRow;
        frame.top += groupRow;
    }
    return frame;
}

QSizeF WallFrame::room(const QSizeF& area) const
{
    return {std::max(0.0, area.width() - left - strip), std::max(0.0, area.height() - top - bottom)};
}

WallLayout::WallLayout(const WallShape& shape, const QRectF& area, double cell, const QPointF& scroll)
    : WallLayout(shape, area, cell, scroll, WallFrame::of(shape))
{
}

WallLayout::WallLayout(
    const WallShape& shape, const QRectF& area, double cell, const QPointF& scroll, const WallFrame& frame)
    : m_shape(shape),
      m_area(area),
      m_frame(frame),
      m_cell(std::max(cell, 0.1)),
      m_columns(shape.nHeads, shape.groups, m_cell, gapX(frame.unit)),
      m_rows(shape.nLayers, {}, m_cell, gapY(frame.unit))
{
    const QSizeF room = frame.room(area.size());
    m_cells = QRectF(
        area.left() + frame.left, area.top() + frame.top, std::min(room.width(), m_columns.length()),
        std::min(room.height(), m_rows.length()));
    const QPointF most = largestScroll();
    m_scroll = {std::clamp(scroll.x(), 0.0, most.x()), std::clamp(scroll.y(), 0.0, most.y())};
}

double WallLayout::fitCell(const QSizeF& area, const WallShape& shape)
{
    if (shape.nLayers < 1 || shape.nHeads < 1)
        return smallestFitCell;
    const QSizeF room = WallFrame::of(shape).room(area);
    const double byWidth = WallAxis::cellFilling(room.width(), shape.nHeads, shape.groups, gapX());
    const double byHeight = WallAxis::cellFilling(room.height(), shape.nLayers, {}, gapY());
    return std::clamp(std::floor(std::min(byWidth, byHeight)), smallestFitCell, largestFitCell);
}

double WallLayout::overviewCell(const QSizeF& area, const WallShape& shape)
{
    if (shape.nLayers < 1 || shape.nHeads < 1)
        return smallestFitCell;
    const QSizeF room = WallFrame::of(shape).room(area);
    const double byWidth = WallAxis::cellFilling(room.width(), shape.nHeads, shape.groups, gapX());
    const double byHeight = WallAxis::cellFilling(room.height(), shape.nLayers, {}, gapY());
    return std::clamp(std::floor(std::min(byWidth, byHeight)), smallestCell, fitCell(area, shape));
}

WallLayout WallLayout::forPaper(const WallShape& shape, const QPointF& topLeft, double width, double unit)
{
    WallFrame frame = WallFrame::of(shape);
    frame.unit = unit;
    frame.left = 30 * unit;
    frame.groups *= unit;
    frame.top *= unit;
    frame.bottom *= unit;
    frame.strip = std::min(frame.strip * unit, 0.22 * width);
    frame.largestStrip *= unit;
    const double cell = std::clamp(
        WallAxis::cellFilling(width - frame.left - frame.strip, shape.nHeads, shape.groups, gapX(unit)), 0.1,
        largestFitCell * unit);
    const double rows = WallAxis(shape.nLayers, {}, cell, gapY(unit)).length();
    return {shape, QRectF(topLeft, QSizeF(width, frame.top + rows + frame.bottom)), cell, {}, frame};
}

QPointF WallLayout::largestScroll() const
{
    return {
        std::max(0.0, m_columns.length() - m_cells.width()),
        std::max(0.0, m_rows.length() - m_cells.height())};
}

QRectF WallLayout::cellRect(HeadIndex head) const
{
    return {
        m_cells.left() + m_columns.position(head.head) - m_scroll.x(),
        m_cells.top() + m_rows.position(head.layer) - m_scroll.y(), m_cell, m_cell};
}

QRectF WallLayout::imageRect(HeadIndex head) const
{
    double inset = std::min(largestInset * unit(), 0.1 * m_cell);
    if (unit() == 1)
        inset = std::round(inset); // whole pixels on the screen
    return cellRect(head).adjusted(inset, inset, -inset, -inset);
}

QRectF WallLayout::paintedRect(HeadIndex head) const
{
    const double around = 10 * unit();
    return cellRect(head).adjusted(-around, -around, around, around);
}

QRectF WallLayout::stripRow(int layer) const
{
    const double margin = std::min(8 * unit(), 0.1 * m_frame.strip);
    const double left = m_cells.right() + margin;
    const double room = m_area.right() - left - 2.5 * margin;
    return {
        left, cellRect({layer, 0}).top(),
        std::clamp(room, m_frame.strip - 3.5 * margin, std::max(m_frame.strip, m_frame.largestStrip)),
        m_cell};
}

double WallLayout::dotRadius() const
{
    return std::clamp(0.4 * m_cell / std::max(1, nHeads()), 0.8 * unit(), 4 * unit());
}

QPointF WallLayout::dot(HeadIndex head, double position) const
{
    const QRectF row = stripRow(head.layer);
    const double radius = dotRadius();
    const double y = nHeads() > 1 ? radius + (m_cell - 2 * radius) * head.head / (nHeads() - 1) : m_cell / 2;
    return {row.left() + row.width() * std::clamp(position, 0.0, 1.0), row.top() + y};
}

QRectF WallLayout::columnHeads() const
{
    return {m_cells.left(), m_area.top() + m_frame.groups, m_cells.width(), m_frame.top - m_frame.groups};
}

QRectF WallLayout::groupHeads() const
{
    return {m_cells.left(), m_area.top(), m_cells.width(), m_frame.groups};
}

QRectF WallLayout::groupHead(int group) const
{
    const int first = m_shape.groups.first(group);
    const QRectF from = cellRect({0, first});
    const QRectF to = cellRect({0, first + m_shape.groups.size() - 1});
    return {from.left(), m_area.top(), to.right() - from.left(), m_frame.groups};
}

QRectF WallLayout::rowHeads() const
{
    return {m_area.left(), m_cells.top(), m_frame.left, m_cells.height()};
}

QRectF WallLayout::legend() const
{
    return {m_area.left(), m_area.bottom() - m_frame.bottom, m_area.width(), m_frame.bottom};
}

IndexRange WallLayout::layersIn(const QRectF& exposed) const
{
    const double shift = m_scroll.y() - m_cells.top();
    return m_rows.touching(exposed.top() + shift, exposed.bottom() + shift);
}

IndexRange WallLayout::headsIn(const QRectF& exposed) const
{
    const double shift = m_scroll.x() - m_cells.left();
    return m_columns.touching(exposed.left() + shift, exposed.right() + shift);
}

std::optional<HeadIndex> WallLayout::headAt(const QPointF& point) const
{
    const QRectF reach = m_cells.adjusted(-m_columns.gap() / 2, -m_rows.gap() / 2, 0, 0);
    if (!reach.contains(point) || nLayers() < 1 || nHeads() < 1)
        return std::nullopt;
    return nearestHead(point);
}

HeadIndex WallLayout::nearestHead(const QPointF& point) const
{
    const QPointF at = point - m_cells.topLeft() + m_scroll;
    return {m_rows.nearest(at.y()), m_columns.nearest(at.x())};
}

QPointF WallLayout::scrollKeeping(const QPointF& anchor, double cell) const
{
    const QPointF inCells = anchor - m_cells.topLeft();
    const WallAxis columns(nHeads(), m_shape.groups, cell, gapX(unit()));
    const WallAxis rows(nLayers(), {}, cell, gapY(unit()));
    return QPointF(
               m_columns.placeOn(columns, inCells.x() + m_scroll.x()),
               m_rows.placeOn(rows, inCells.y() + m_scroll.y()))
        - inCells;
}

QPointF WallLayout::scrollShowing(HeadIndex head) const
{
    const double x = m_columns.position(head.head);
    const double y = m_rows.position(head.layer);
    return {
        shown(m_scroll.x(), x, x + m_cell, m_cells.width()),
        shown(m_scroll.y(), y, y + m_cell, m_cells.height())};
}

} // namespace headwaters
