#include "widgets/prompt/chipstrip.h"

#include "widgets/common/accessible.h"
#include "widgets/theme/keyboardfocus.h"
#include "widgets/theme/metrics.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QStyle>
#include <QToolTip>

#include <algorithm>
#include <utility>

namespace headwaters {

namespace {

constexpr int visibleRows = 4;
constexpr int narrowest = 40;

void paintRing(QPainter& painter, const QRectF& chip, const Colours& colours)
{
    painter.setPen(QPen(colours.accent, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(chip.adjusted(-2, -2, 2, 2), metrics::radiusChip + 2, metrics::radiusChip + 2);
}

} // namespace

ChipStrip::ChipStrip(const Theme& theme, const QString& name, QWidget* parent)
    : QAbstractScrollArea(parent),
      m_theme(theme),
      m_name(name)
{
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::StrongFocus);
    setProperty("focusRing", false);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    viewport()->setMouseTracking(true);
    viewport()->setAutoFillBackground(false);
    connect(&m_theme, &Theme::changed, this, &ChipStrip::relayout);
}

// --- where chips lie

QRect ChipStrip::chipRect(int chip) const
{
    return m_flow.rects[static_cast<std::size_t>(chip)].translated(
        ringRoom, ringRoom - verticalScrollBar()->value());
}

std::optional<int> ChipStrip::chipAtPoint(const QPoint& point) const
{
    return chipAt(m_flow, point - QPoint(ringRoom, ringRoom - verticalScrollBar()->value()));
}

void ChipStrip::relayout()
{
    const FlowMetrics metrics = flowMetrics();
    const std::vector<int> widths = chipWidths();
    const auto flow = [&](int width) {
        return flowChips(widths, std::max(narrowest, width - 2 * ringRoom), metrics);
    };
    m_flow = flow(width());
    const bool scrolls = mayScroll() && m_flow.rowCount > visibleRows;
    if (scrolls)
        m_flow =
            flow(width() - style()->pixelMetric(QStyle::PM_ScrollBarExtent, nullptr, verticalScrollBar()));
    setVerticalScrollBarPolicy(scrolls ? Qt::ScrollBarAlwaysOn : Qt::ScrollBarAlwaysOff);
    const int rows = scrolls ? visibleRows : std::max(1, m_flow.rowCount);
    setFixedHeight(rows * metrics.rowPitch - metrics.gap + 2 * ringRoom);
    verticalScrollBar()->setPageStep(height());
    verticalScrollBar()->setSingleStep(metrics.rowPitch);
    verticalScrollBar()->setRange(0, scrolls ? m_flow.height + 2 * ringRoom - height() : 0);
    viewport()->update();
}

void ChipStrip::reveal(int chip)
{
    const QRect rect = m_flow.rects[static_cast<std::size_t>(chip)];
    const int top = rect.top() - flowMetrics().above;
    const int bottom = rect.bottom() + 2 * ringRoom;
    QScrollBar* bar = verticalScrollBar();
    if (top < bar->value())
        bar->setValue(top);
    else if (bottom > bar->value() + bar->pageStep())
        bar->setValue(bottom - bar->pageStep());
}

QSize ChipStrip::sizeHint() const
{
    return {metrics::leftDock - 2 * metrics::pad, height()};
}

QSize ChipStrip::minimumSizeHint() const
{
    return {120, height()};
}

// --- the chip the keyboard is on

void ChipStrip::setCurrentChip(int chip)
{
    if (chipCount() == 0)
        return;
    m_current = std::clamp(chip, 0, chipCount() - 1);
    currentChanged();
    reveal(m_current);
    viewport()->update();
    announce();
}

void ChipStrip::announce()
{
    describe(this, m_name, chipCount() == 0 ? QString() : chipDescription(m_current));
}

void ChipStrip::keyPressEvent(QKeyEvent* event)
{
    if (chipCount() == 0) {
        QAbstractScrollArea::keyPressEvent(event);
        return;
    }
    switch (event->key()) {
    case Qt::Key_Left:
        setCurrentChip(m_current - 1);
        break;
    case Qt::Key_Right:
        setCurrentChip(m_current + 1);
        break;
    case Qt::Key_Up:
        setCurrentChip(verticalNeighbour(m_flow, m_current, -1));
        break;
    case Qt::Key_Down:
        setCurrentChip(verticalNeighbour(m_flow, m_current, 1));
        break;
    case Qt::Key_Home:
        setCurrentChip(0);
        break;
    case Qt::Key_End:
        setCurrentChip(chipCount() - 1);
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        if (event->modifiers().testFlag(Qt::ControlModifier)) {
            event->ignore(); // Ctrl+Enter runs
            return;
        }
        activate(m_current, event->modifiers());
        break;
    default:
        event->ignore();
        return;
    }
    event->accept();
}

void ChipStrip::focusInEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
    announce();
}

void ChipStrip::focusOutEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

// --- the chip the pointer is on

void ChipStrip::hover(std::optional<int> chip)
{
    if (chip == m_hovered)
        return;
    m_hovered = chip;
    viewport()->update();
    hoveredChanged();
}

void ChipStrip::forgetPointer()
{
    m_hovered.reset();
    m_pressed.reset();
}

void ChipStrip::mouseMoveEvent(QMouseEvent* event)
{
    hover(chipAtPoint(event->pos()));
}

void ChipStrip::mousePressEvent(QMouseEvent* event)
{
    m_pressed = event->button() == Qt::LeftButton ? chipAtPoint(event->pos()) : std::nullopt;
    m_pressedRemove = m_pressed && isRemovePart(*m_pressed, event->pos());
}

void ChipStrip::mouseReleaseEvent(QMouseEvent* event)
{
    const auto pressed = std::exchange(m_pressed, std::nullopt);
    if (event->button() != Qt::LeftButton || !pressed || pressed != chipAtPoint(event->pos()))
        return;
    setCurrentChip(*pressed);
    if (!m_pressedRemove)
        activate(*pressed, event->modifiers());
    else if (isRemovePart(*pressed, event->pos()))
        removed(*pressed);
}

bool ChipStrip::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::Leave)
        hover(std::nullopt);
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        if (const auto chip = chipAtPoint(help->pos()))
            QToolTip::showText(help->globalPos(), chipToolTip(*chip), viewport(), chipRect(*chip));
        else
            QToolTip::hideText();
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

// --- drawing

void ChipStrip::scrollContentsBy(int /*dx*/, int /*dy*/)
{
    viewport()->update();
}

bool ChipStrip::event(QEvent* event)
{
    const bool handled = QAbstractScrollArea::event(event);
    // Not in resizeEvent: that is called while the scroll area lays out its viewport, which would then keep
    // its size when the rows change the height.
    if (event->type() == QEvent::Resize)
        relayout();
    return handled;
}

void ChipStrip::paintEvent(QPaintEvent* event)
{
    QPainter painter(viewport());
    painter.fillRect(event->rect(), colours().panel);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool isRingShown = KeyboardFocus::isShownFor(this);
    const int above = std::max(ringRoom, flowMetrics().above);
    for (int chip = 0; chip < chipCount(); ++chip) {
        if (!chipRect(chip).adjusted(-ringRoom, -above, ringRoom, ringRoom).intersects(event->rect()))
            continue;
        painter.save();
        paintChip(painter, chip);
        painter.restore();
        if (isRingShown && chip == m_current)
            paintRing(painter, chipRect(chip), colours());
    }
}

} // namespace headwaters
