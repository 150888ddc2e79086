#include "widgets/atlas/wallwidget.h"

#include "widgets/atlas/headtext.h"
#include "widgets/atlas/scorestrip.h"
#include "widgets/atlas/wallaccessible.h"
#include "widgets/theme/keyboardfocus.h"
#include "widgets/theme/metrics.h"

#include <QApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QPaintEvent>
#include <QScrollBar>
#include <QStyle>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace headwaters {

namespace {

constexpr double wheelStep = 1.2; ///< per notch
constexpr double keyStep = 1.25;
constexpr double openingShare = 0.85; ///< of the room for cells
constexpr int glideMs = 220;

} // namespace

WallWidget::WallWidget(const Theme& theme, Selection& selection, QWidget* parent)
    : QAbstractScrollArea(parent),
      m_theme(theme),
      m_selection(selection)
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setMouseTracking(true);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
    installWallAccessibility();
    setAccessibleName(tr("Wall of attention heads"));

    m_glide.setEasingCurve(QEasingCurve::OutCubic);
    connect(&m_glide, &QVariantAnimation::valueChanged, this, [this](const QVariant& value) {
        setCell(value.toDouble(), m_glideAnchor);
    });
    connect(&theme, &Theme::changed, this, &WallWidget::followTheme);
    connect(&selection, &Selection::changed, this, &WallWidget::followSelection);
    followTheme();
    followSelection();
}

void WallWidget::setRun(
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

void WallWidget::setRanking(const HeadRanking& ranking, int top)
{
    m_picture.ranking = ranking;
    m_picture.top = top;
    viewport()->update();
}

void WallWidget::setMarks(const std::vector<int>& positions, int tokenCount)
{
    m_picture.marks = positions;
    m_picture.tokenCount = tokenCount;
    viewport()->update();
}

void WallWidget::setNote(const QString& note)
{
    if (note == m_picture.note)
        return;
    m_picture.note = note;
    viewport()->update(m_layout.legend().toAlignedRect());
}

void WallWidget::setDimmed(bool dimmed)
{
    m_dimmed = dimmed;
    viewport()->update();
}

QString WallWidget::headText(HeadIndex head) const
{
    const QString text = describeHead(head, m_layers, m_effects.get());
    return m_picture.locked == head ? tr("%1, locked").arg(text) : text;
}

// --- layout and zoom

double WallWidget::fitCell() const
{
    return WallLayout::fitCell(maximumViewportSize(), m_nLayers, m_nHeads);
}

double WallWidget::openingCell() const
{
    const WallFrame frame;
    const QSize room = maximumViewportSize();
    return std::max(
        openingShare
            * std::min(room.width() - frame.left - frame.strip, room.height() - frame.top - frame.bottom),
        1.25 * fitCell());
}

double WallWidget::zoom() const
{
    return m_cell / fitCell();
}

void WallWidget::relayout()
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

void WallWidget::scrollTo(const QPointF& scroll)
{
    horizontalScrollBar()->setValue(qRound(scroll.x()));
    verticalScrollBar()->setValue(qRound(scroll.y()));
}

void WallWidget::setCell(double cell, const QPointF& anchor)
{
    const double smallest = WallLayout::overviewCell(maximumViewportSize(), m_nLayers, m_nHeads);
    const HeadIndex head = m_layout.nearestHead(anchor);
    if (cell >= openingCell() && hasArrived(head)) {
        open(head);
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

QPointF WallWidget::zoomAnchor() const
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

void WallWidget::glideTo(double cell)
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

void WallWidget::zoomIn()
{
    const bool gliding = m_glide.state() == QAbstractAnimation::Running;
    glideTo((gliding ? m_glide.endValue().toDouble() : m_cell) * keyStep);
}

void WallWidget::zoomOut()
{
    const bool gliding = m_glide.state() == QAbstractAnimation::Running;
    glideTo((gliding ? m_glide.endValue().toDouble() : m_cell) / keyStep);
}

void WallWidget::fit()
{
    m_glide.stop();
    m_fitted = true;
    relayout();
    viewport()->update();
    Q_EMIT zoomChanged(zoom());
}

// --- the theme and the selection

void WallWidget::followTheme()
{
    m_style = {
        m_theme.palette(), Theme::font(TextStyle::Caption), Theme::mono(TextStyle::Caption),
        Theme::mono(TextStyle::Axis)};
    m_images.setColours(m_theme.palette().sequential.table());
    viewport()->update();
}

void WallWidget::followSelection()
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

void WallWidget::updateHead(const std::optional<HeadIndex>& head)
{
    if (!head)
        return;
    viewport()->update(m_layout.paintedRect(*head).toAlignedRect());
    viewport()->update(m_layout.stripRow(head->layer).adjusted(-8, -8, 8, 8).toAlignedRect());
}

std::optional<HeadIndex> WallWidget::headAt(const QPointF& point) const
{
    const auto head = m_layout.headAt(point);
    return head ? head : headOfDotAt(m_layout, m_picture.ranking, point);
}

bool WallWidget::hasArrived(HeadIndex head) const
{
    return headSummary(m_layers, head) != nullptr;
}

void WallWidget::open(HeadIndex head)
{
    m_glide.stop();
    SelectionState state = m_selection.locked();
    state.head = head;
    m_selection.lock(state);
    fit();
    Q_EMIT openHead(head);
}

// --- events

void WallWidget::paintPart(QPainter& painter, const QRect& exposed)
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

void WallWidget::paintEvent(QPaintEvent* event)
{
    QPainter painter(viewport());
    m_picture.focusRing = KeyboardFocus::isShownFor(this);
    for (const QRect& rect : event->region()) {
        painter.setClipRect(rect);
        paintPart(painter, rect);
    }
}

void WallWidget::resizeEvent(QResizeEvent* event)
{
    QAbstractScrollArea::resizeEvent(event);
    relayout();
}

void WallWidget::scrollContentsBy(int, int)
{
    relayout();
    viewport()->update();
}

bool WallWidget::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::Leave)
        m_selection.hoverHead(std::nullopt);
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const auto head = headAt(help->pos());
        const QString text = head && hasArrived(*head)
            ? QStringLiteral("%1\nblocks.%2.attn.hook_pattern[%3]")
                  .arg(headText(*head).replace(QLatin1String(", attention, "), QLatin1String("\n")))
                  .arg(head->layer)
                  .arg(head->head)
            : QString();
        QToolTip::showText(help->globalPos(), text, viewport());
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void WallWidget::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    m_pressed = event->pos();
    m_panning = false;
}

void WallWidget::mouseMoveEvent(QMouseEvent* event)
{
    const bool scrolls = !m_layout.largestScroll().isNull();
    if (m_pressed && scrolls && !m_panning
        && (event->pos() - *m_pressed).manhattanLength() >= QApplication::startDragDistance()) {
        m_panning = true;
        m_panFrom = *m_pressed;
        viewport()->setCursor(Qt::ClosedHandCursor);
        m_selection.hoverHead(std::nullopt);
    }
    if (m_panning) {
        const QPoint moved = event->pos() - m_panFrom;
        m_panFrom = event->pos();
        horizontalScrollBar()->setValue(horizontalScrollBar()->value() - moved.x());
        verticalScrollBar()->setValue(verticalScrollBar()->value() - moved.y());
        return;
    }
    m_selection.hoverHead(headAt(event->position()));
}

void WallWidget::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !m_pressed)
        return;
    const QPoint pressed = *m_pressed;
    m_pressed.reset();
    if (m_panning) {
        m_panning = false;
        viewport()->unsetCursor();
        return;
    }
    const auto head = headAt(event->position());
    if (head && head == headAt(pressed))
        m_selection.toggleHead(*head);
}

void WallWidget::mouseDoubleClickEvent(QMouseEvent* event)
{
    const auto head = headAt(event->position());
    if (event->button() == Qt::LeftButton && head && hasArrived(*head))
        open(*head);
}

void WallWidget::wheelEvent(QWheelEvent* event)
{
    event->accept();
    const QPoint delta = event->angleDelta();
    if (delta.y() == 0 || event->modifiers().testFlag(Qt::ShiftModifier)) {
        const int along = delta.x() != 0 ? delta.x() : delta.y();
        horizontalScrollBar()->setValue(horizontalScrollBar()->value() - along);
        return;
    }
    m_glide.stop();
    setCell(m_cell * std::pow(wheelStep, delta.y() / 120.0), event->position());
}

void WallWidget::keyPressEvent(QKeyEvent* event)
{
    if (event->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier)) {
        event->ignore();
        return;
    }
    const bool pair = event->modifiers().testFlag(Qt::ShiftModifier);
    const auto step = [&](int down, int right) {
        if (pair)
            m_selection.stepPair(down, right);
        else
            m_selection.stepHead(down, right);
    };
    switch (event->key()) {
    case Qt::Key_Left:
        return step(0, -1);
    case Qt::Key_Right:
        return step(0, 1);
    case Qt::Key_Up:
        return step(-1, 0);
    case Qt::Key_Down:
        return step(1, 0);
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        return zoomIn();
    case Qt::Key_Minus:
        return zoomOut();
    case Qt::Key_0:
        return fit();
    case Qt::Key_Space:
        if (const auto head = m_selection.shown().head) {
            m_selection.toggleHead(*head);
            return;
        }
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (const auto head = m_selection.shown().head; head && hasArrived(*head)) {
            open(*head);
            return;
        }
        break;
    default:
        break;
    }
    event->ignore();
}

void WallWidget::focusInEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusInEvent(event);
    updateHead(m_picture.locked);
}

void WallWidget::focusOutEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusOutEvent(event);
    updateHead(m_picture.locked);
}

} // namespace headwaters
