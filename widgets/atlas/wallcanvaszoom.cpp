#include "widgets/atlas/wallcanvas.h"

#include <QScrollBar>
#include <QStyle>

#include <algorithm>
#include <cmath>

// How large the cells of the wall are and which of them are in sight. What is drawn is in wallcanvas.cpp.

namespace headwaters {

namespace {

constexpr double keyStep = 1.25;
constexpr double openingShare = 0.85; ///< of the room for cells
constexpr int glideMs = 220;

} // namespace

double WallCanvas::fitCell() const
{
    const QSizeF room = maximumViewportSize();
    const double cell = WallLayout::fitCell(room, m_shape);
    constexpr double anyHeight = 1e6;
    if (!m_fitsWidth)
        return cell;
    // The wall may be higher than the room, and the bar that then scrolls it takes some of the width.
    const double width = room.width() - verticalScrollBar()->sizeHint().width();
    return std::min(cell, WallLayout::overviewCell({width, anyHeight}, m_shape));
}

double WallCanvas::openingCell() const
{
    const QSizeF room = WallFrame::of(m_shape).room(maximumViewportSize());
    return std::max(openingShare * std::min(room.width(), room.height()), 1.25 * fitCell());
}

double WallCanvas::zoom() const
{
    return m_cell / fitCell();
}

void WallCanvas::relayout()
{
    if (m_fitted)
        m_cell = fitCell();
    const double cell = std::floor(m_cell);
    const QRectF area(viewport()->rect());
    const WallLayout unscrolled(m_shape, area, cell);
    const QPointF most = unscrolled.largestScroll();
    const auto setRange = [](QScrollBar* bar, double largest, double page, double step) {
        bar->setRange(0, static_cast<int>(std::ceil(largest)));
        bar->setPageStep(std::max(1, static_cast<int>(page)));
        bar->setSingleStep(std::max(1, static_cast<int>(step)));
    };
    setRange(horizontalScrollBar(), most.x(), unscrolled.cells().width(), unscrolled.pitchX() / 2);
    setRange(verticalScrollBar(), most.y(), unscrolled.cells().height(), unscrolled.pitchY() / 2);
    m_layout = WallLayout(
        m_shape, area, cell, QPointF(horizontalScrollBar()->value(), verticalScrollBar()->value()));
    m_images.setPixels(
        static_cast<int>(std::ceil(m_layout.imageRect({0, 0}).width() * viewport()->devicePixelRatioF())));
}

void WallCanvas::scrollTo(const QPointF& scroll)
{
    horizontalScrollBar()->setValue(qRound(scroll.x()));
    verticalScrollBar()->setValue(qRound(scroll.y()));
}

void WallCanvas::reveal(HeadIndex head)
{
    m_revealed = head;
    m_revealsWhenShown = !isVisible(); // until then the layout has no size to go by
    if (!m_revealsWhenShown)
        scrollTo(m_layout.scrollShowing(head));
}

void WallCanvas::setCell(double cell, const QPointF& anchor)
{
    const double smallest = WallLayout::overviewCell(maximumViewportSize(), m_shape);
    const HeadIndex head = m_layout.nearestHead(anchor);
    if (cell >= openingCell() && hasArrived(head)) {
        m_glide.stop();
        Q_EMIT filled(head);
        return;
    }
    cell = std::clamp(cell, smallest, openingCell());
    const QPointF scroll = m_layout.scrollKeeping(anchor, std::floor(cell));
    m_cell = cell;
    m_fitted = false;
    relayout();
    scrollTo(scroll);
    viewport()->update();
    Q_EMIT zoomChanged(zoom());
}

QPointF WallCanvas::zoomAnchor() const
{
    const QPointF mouse = viewport()->mapFromGlobal(QCursor::pos());
    if (viewport()->underMouse() && m_layout.cells().contains(mouse))
        return mouse;
    if (m_picture.locked) {
        const QPointF centre = m_layout.cellRect(*m_picture.locked).center();
        if (m_layout.cells().contains(centre))
            return centre;
    }
    return m_layout.cells().center();
}

void WallCanvas::glideTo(double cell)
{
    m_glideAnchor = zoomAnchor();
    m_glide.stop();
    // Styles and people that want no motion say so through this hint.
    if (style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, this) == 0) {
        setCell(cell, m_glideAnchor);
        return;
    }
    m_glide.setDuration(glideMs);
    m_glide.setStartValue(m_cell);
    m_glide.setEndValue(cell);
    m_glide.start();
}

void WallCanvas::zoomIn()
{
    const bool gliding = m_glide.state() == QAbstractAnimation::Running;
    glideTo((gliding ? m_glide.endValue().toDouble() : m_cell) * keyStep);
}

void WallCanvas::zoomOut()
{
    const bool gliding = m_glide.state() == QAbstractAnimation::Running;
    glideTo((gliding ? m_glide.endValue().toDouble() : m_cell) / keyStep);
}

void WallCanvas::fit()
{
    m_glide.stop();
    m_fitted = true;
    relayout();
    if (m_picture.locked)
        reveal(*m_picture.locked);
    viewport()->update();
    Q_EMIT zoomChanged(zoom());
}

void WallCanvas::setFitsWidth(bool fitsWidth)
{
    if (fitsWidth == m_fitsWidth)
        return;
    m_fitsWidth = fitsWidth;
    relayout();
    viewport()->update();
}

void WallCanvas::follow(const WallCanvas& other)
{
    if (other.m_fitted != m_fitted || other.m_cell != m_cell) {
        m_glide.stop();
        m_fitted = other.m_fitted;
        m_cell = other.m_cell;
        relayout();
        viewport()->update();
    }
    horizontalScrollBar()->setValue(other.horizontalScrollBar()->value());
    verticalScrollBar()->setValue(other.verticalScrollBar()->value());
}

void WallCanvas::zoomBy(double factor, const QPointF& anchor)
{
    m_glide.stop();
    setCell(m_cell * factor, anchor);
}

} // namespace headwaters
