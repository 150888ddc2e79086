#include "widgets/atlas/walllayout.h"

#include <algorithm>
#include <cmath>

namespace headwaters {

namespace {

// The guide's gaps, narrowed for cells so small that the gap would outgrow the picture.
constexpr double gapX = 12;
constexpr double gapY = 8;
constexpr double gapShareX = 0.3;
constexpr double gapShareY = 0.2;

double gap(double cell, double full, double share)
{
    return std::min(full, share * cell);
}

/// The cell whose pitch (cell and gap) is `pitch`.
double cellOfPitch(double pitch, double full, double share)
{
    return pitch >= full + full / share ? pitch - full : pitch / (1 + share);
}

/// Where the place `at` of a row of cells lies after the cell and its gap have changed.
double moved(double at, double cell, double gapBefore, double newCell, double newGap)
{
    const double index = std::floor(at / (cell + gapBefore));
    const double inside = at - index * (cell + gapBefore);
    const double newInside = inside <= cell ? inside * newCell / cell
        : gapBefore > 0                     ? newCell + (inside - cell) * newGap / gapBefore
                                            : newCell;
    return index * (newCell + newGap) + newInside;
}

double shown(double scroll, double from, double to, double viewport)
{
    if (from < scroll || to - from > viewport)
        return from;
    return std::max(scroll, to - viewport);
}

IndexRange range(double from, double to, double pitch, int count)
{
    if (count <= 0 || pitch <= 0)
        return {};
    const int first = std::clamp(static_cast<int>(std::floor(from / pitch)), 0, count);
    return {first, std::clamp(static_cast<int>(std::floor(to / pitch)) + 1, first, count)};
}

} // namespace

WallLayout::WallLayout(
    int nLayers, int nHeads, const QRectF& area, double cell, const QPointF& scroll, const WallFrame& frame)
    : m_nLayers(nLayers),
      m_nHeads(nHeads),
      m_area(area),
      m_frame(frame),
      m_cell(std::max(cell, 0.1)),
      m_gapX(gap(m_cell, gapX * frame.unit, gapShareX)),
      m_gapY(gap(m_cell, gapY * frame.unit, gapShareY))
{
    const double width = std::max(0.0, area.width() - frame.left - frame.strip);
    const double height = std::max(0.0, area.height() - frame.top - frame.bottom);
    m_cells = QRectF(
        area.left() + frame.left, area.top() + frame.top, std::min(width, nHeads * pitchX()),
        std::min(height, nLayers * pitchY()));
    const QPointF most = largestScroll();
    m_scroll = {std::clamp(scroll.x(), 0.0, most.x()), std::clamp(scroll.y(), 0.0, most.y())};
}

double WallLayout::fitCell(const QSizeF& area, int nLayers, int nHeads)
{
    if (nLayers < 1 || nHeads < 1)
        return smallestFitCell;
    const WallFrame frame;
    const double byWidth = (area.width() - frame.left - frame.strip) / nHeads - gapX;
    const double byHeight = (area.height() - frame.top - frame.bottom) / nLayers - gapY;
    return std::clamp(std::floor(std::min(byWidth, byHeight)), smallestFitCell, largestFitCell);
}

double WallLayout::overviewCell(const QSizeF& area, int nLayers, int nHeads)
{
    if (nLayers < 1 || nHeads < 1)
        return smallestFitCell;
    const WallFrame frame;
    const double pitchX = (area.width() - frame.left - frame.strip) / nHeads;
    const double pitchY = (area.height() - frame.top - frame.bottom) / nLayers;
    const double cell = std::min(cellOfPitch(pitchX, gapX, gapShareX), cellOfPitch(pitchY, gapY, gapShareY));
    return std::clamp(std::floor(cell), smallestCell, fitCell(area, nLayers, nHeads));
}

WallLayout WallLayout::forPaper(int nLayers, int nHeads, const QPointF& topLeft, double width, double unit)
{
    WallFrame frame;
    frame.unit = unit;
    frame.left = 30 * unit;
    frame.top *= unit;
    frame.bottom *= unit;
    frame.strip = std::min(frame.strip * unit, 0.22 * width);
    frame.largestStrip *= unit;
    const double pitch = (width - frame.left - frame.strip) / std::max(1, nHeads);
    const double cell = std::clamp(cellOfPitch(pitch, gapX * unit, gapShareX), 0.1, largestFitCell * unit);
    const double rows = nLayers * (cell + gap(cell, gapY * unit, gapShareY));
    return {nLayers, nHeads, QRectF(topLeft, QSizeF(width, frame.top + rows + frame.bottom)),
            cell,    {},     frame};
}

QPointF WallLayout::largestScroll() const
{
    return {
        std::max(0.0, m_nHeads * pitchX() - m_cells.width()),
        std::max(0.0, m_nLayers * pitchY() - m_cells.height())};
}

QRectF WallLayout::cellRect(HeadIndex head) const
{
    return {
        m_cells.left() + head.head * pitchX() - m_scroll.x(),
        m_cells.top() + head.layer * pitchY() - m_scroll.y(), m_cell, m_cell};
}

QRectF WallLayout::imageRect(HeadIndex head) const
{
    double inset = std::min(4 * unit(), 0.1 * m_cell);
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
    return std::clamp(0.4 * m_cell / std::max(1, m_nHeads), 0.8 * unit(), 4 * unit());
}

QPointF WallLayout::dot(HeadIndex head, double position) const
{
    const QRectF row = stripRow(head.layer);
    const double radius = dotRadius();
    const double y = m_nHeads > 1 ? radius + (m_cell - 2 * radius) * head.head / (m_nHeads - 1) : m_cell / 2;
    return {row.left() + row.width() * std::clamp(position, 0.0, 1.0), row.top() + y};
}

QRectF WallLayout::columnHeads() const
{
    return {m_cells.left(), m_area.top(), m_cells.width(), m_frame.top};
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
    return range(exposed.top() + shift, exposed.bottom() + shift, pitchY(), m_nLayers);
}

IndexRange WallLayout::headsIn(const QRectF& exposed) const
{
    const double shift = m_scroll.x() - m_cells.left();
    return range(exposed.left() + shift, exposed.right() + shift, pitchX(), m_nHeads);
}

std::optional<HeadIndex> WallLayout::headAt(const QPointF& point) const
{
    const QRectF reach = m_cells.adjusted(-m_gapX / 2, -m_gapY / 2, 0, 0);
    if (!reach.contains(point) || m_nLayers < 1 || m_nHeads < 1)
        return std::nullopt;
    return nearestHead(point);
}

HeadIndex WallLayout::nearestHead(const QPointF& point) const
{
    const auto index = [](double at, double pitch, int count) {
        return std::clamp(static_cast<int>(std::floor(at / pitch)), 0, std::max(0, count - 1));
    };
    return {
        index(point.y() - m_cells.top() + m_scroll.y() + m_gapY / 2, pitchY(), m_nLayers),
        index(point.x() - m_cells.left() + m_scroll.x() + m_gapX / 2, pitchX(), m_nHeads)};
}

QPointF WallLayout::scrollKeeping(const QPointF& anchor, double cell) const
{
    const QPointF inCells = anchor - m_cells.topLeft();
    const double x =
        moved(inCells.x() + m_scroll.x(), m_cell, m_gapX, cell, gap(cell, gapX * unit(), gapShareX));
    const double y =
        moved(inCells.y() + m_scroll.y(), m_cell, m_gapY, cell, gap(cell, gapY * unit(), gapShareY));
    return QPointF(x, y) - inCells;
}

QPointF WallLayout::scrollShowing(HeadIndex head) const
{
    return {
        shown(m_scroll.x(), head.head * pitchX(), head.head * pitchX() + m_cell, m_cells.width()),
        shown(m_scroll.y(), head.layer * pitchY(), head.layer * pitchY() + m_cell, m_cells.height())};
}

} // namespace headwaters
