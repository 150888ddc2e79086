#include "widgets/atlas/wallcanvas.h"

#include "widgets/atlas/headtext.h"
#include "widgets/atlas/wallaccessible.h"
#include "widgets/theme/keyboardfocus.h"
#include "widgets/theme/metrics.h"

#include <QPaintEvent>
#include <QScrollBar>
#include <QStyle>

#include <algorithm>
#include <cmath>

namespace headwaters {

namespace {

constexpr double keyStep = 1.25;
constexpr double openingShare = 0.85; ///< of the room for cells
constexpr int glideMs = 220;

} // namespace

WallCanvas::WallCanvas(const Theme& theme, Selection& selection, QWidget* parent)
    : QAbstractScrollArea(parent),
      m_selection(selection),
      m_theme(theme)
{
    setFrameShape(QFrame::NoFrame);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
    installWallAccessibility();
    setAccessibleName(tr("Wall of attention heads"));

    m_glide.setEasingCurve(QEasingCurve::OutCubic);
    connect(&m_glide, &QVariantAnimation::valueChanged, this, [this](const QVariant& value) {
        setCell(value.toDouble(), m_glideAnchor);
    });
    connect(&theme, &Theme::changed, this, &WallCanvas::followTheme);
    connect(&selection, &Selection::changed, this, &WallCanvas::followSelection);
    followTheme();
    followSelection();
}

void WallCanvas::setRun(
    int nLayers, int nHeads, const Layers& layers, std::shared_ptr<const EffectSummary> effects)
{
    const bool sameShape = nLayers == m_nLayers && nHeads == m_nHeads;
    m_nLayers = nLayers;
    m_nHeads = nHeads;
    m_layers = layers;
    m_effects = std::move(effects);
    m_images.setLayers(layers, nHeads);
    if (!sameShape) {
        m_fitted = true;
        horizontalScrollBar()->setValue(0);
        verticalScrollBar()->setValue(0);
    }
    relayout();
    viewport()->update();
}

void WallCanvas::setRanking(const HeadRanking& ranking, int top)
{
    m_picture.ranking = ranking;
    m_picture.top = top;
    viewport()->update();
}

void WallCanvas::setMarks(const std::vector<int>& positions, int tokenCount)
{
    m_picture.marks = positions;
    m_picture.tokenCount = tokenCount;
    viewport()->update();
}

void WallCanvas::setNote(const QString& note)
{
    if (note == m_picture.note)
        return;
    m_picture.note = note;
    viewport()->update(m_layout.legend().toAlignedRect());
}

void WallCanvas::setDimmed(bool dimmed)
{
    m_dimmed = dimmed;
    viewport()->update();
}

QString WallCanvas::headText(HeadIndex head) const
{
    const QString text = describeHead(head, m_layers, m_effects.get());
    return m_picture.locked == head ? tr("%1, locked").arg(text) : text;
}

// --- layout and zoom

double WallCanvas::fitCell() const
{
    return WallLayout::fitCell(maximumViewportSize(), m_nLayers, m_nHeads);
}

double WallCanvas::openingCell() const
{
    const WallFrame frame;
    const QSize room = maximumViewportSize();
    return std::max(
        openingShare
            * std::min(room.width() - frame.left - frame.strip, room.height() - frame.top - frame.bottom),
        1.25 * fitCell());
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
    const WallLayout unscrolled(m_nLayers, m_nHeads, area, cell);
    const QPointF most = unscrolled.largestScroll();
    const auto setRange = [](QScrollBar* bar, double largest, double page, double step) {
        bar->setRange(0, static_cast<int>(std::ceil(largest)));
        bar->setPageStep(std::max(1, static_cast<int>(page)));
        bar->setSingleStep(std::max(1, static_cast<int>(step)));
    };
    setRange(horizontalScrollBar(), most.x(), unscrolled.cells().width(), unscrolled.pitchX() / 2);
    setRange(verticalScrollBar(), most.y(), unscrolled.cells().height(), unscrolled.pitchY() / 2);
    m_layout = WallLayout(
        m_nLayers, m_nHeads, QRectF(viewport()->rect()), cell,
        QPointF(horizontalScrollBar()->value(), verticalScrollBar()->value()));
    m_images.setPixels(
        static_cast<int>(std::ceil(m_layout.imageRect({0, 0}).width() * viewport()->devicePixelRatioF())));
}

void WallCanvas::scrollTo(const QPointF& scroll)
{
    horizontalScrollBar()->setValue(qRound(scroll.x()));
    verticalScrollBar()->setValue(qRound(scroll.y()));
}

void WallCanvas::setCell(double cell, const QPointF& anchor)
{
    const double smallest = WallLayout::overviewCell(maximumViewportSize(), m_nLayers, m_nHeads);
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
    viewport()->update();
    Q_EMIT zoomChanged(zoom());
}

void WallCanvas::zoomBy(double factor, const QPointF& anchor)
{
    m_glide.stop();
    setCell(m_cell * factor, anchor);
}

// --- the theme and the selection

void WallCanvas::followTheme()
{
    m_style = {
        m_theme.palette(), Theme::font(TextStyle::Caption), Theme::mono(TextStyle::Caption),
        Theme::mono(TextStyle::Axis)};
    m_images.setColours(m_theme.palette().sequential.table());
    viewport()->update();
}

void WallCanvas::followSelection()
{
    const auto lockedBefore = m_picture.locked;
    const auto hoveredBefore = m_picture.hovered;
    m_picture.locked = m_selection.locked().head;
    m_picture.hovered = m_selection.hovered().head;
    if (lockedBefore == m_picture.locked && hoveredBefore == m_picture.hovered)
        return;
    for (const auto& head : {lockedBefore, hoveredBefore, m_picture.locked, m_picture.hovered})
        updateHead(head);
    if (lockedBefore == m_picture.locked)
        return;
    if (m_picture.locked)
        scrollTo(m_layout.scrollShowing(*m_picture.locked));
    setAccessibleName(
        m_picture.locked ? tr("Wall of attention heads: %1").arg(headText(*m_picture.locked))
                         : tr("Wall of attention heads"));
    tellFocusedHead(*this);
}

void WallCanvas::updateHead(const std::optional<HeadIndex>& head)
{
    if (!head)
        return;
    viewport()->update(m_layout.paintedRect(*head).toAlignedRect());
    viewport()->update(m_layout.stripRow(head->layer).adjusted(-8, -8, 8, 8).toAlignedRect());
}

bool WallCanvas::hasArrived(HeadIndex head) const
{
    return headSummary(m_layers, head) != nullptr;
}

// --- painting

void WallCanvas::paintPart(QPainter& painter, const QRect& exposed)
{
    painter.fillRect(exposed, m_theme.colours().panel);
    paintWall(painter, m_layout, m_picture, m_images, m_style, exposed);
    if (m_dimmed) {
        QColor veil = m_theme.colours().panel;
        veil.setAlphaF(static_cast<float>(metrics::opacityStale));
        painter.fillRect(exposed, veil);
    }
    if (m_layout.legend().intersects(exposed))
        paintNote(painter, m_layout, m_picture, m_style);
}

void WallCanvas::paintEvent(QPaintEvent* event)
{
    QPainter painter(viewport());
    m_picture.focusRing = KeyboardFocus::isShownFor(this);
    for (const QRect& rect : event->region()) {
        painter.setClipRect(rect);
        paintPart(painter, rect);
    }
}

void WallCanvas::resizeEvent(QResizeEvent* event)
{
    QAbstractScrollArea::resizeEvent(event);
    relayout();
}

void WallCanvas::scrollContentsBy(int, int)
{
    relayout();
    viewport()->update();
}

} // namespace headwaters
