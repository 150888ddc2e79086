#include "widgets/atlas/wallwidget.h"

#include "widgets/atlas/scorestrip.h"
#include "widgets/common/sharedheads.h"

#include <QApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QScrollBar>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace headwaters {

namespace {

constexpr double wheelStep = 1.2; ///< per notch

} // namespace

WallWidget::WallWidget(const Theme& theme, Selection& selection, QWidget* parent)
    : WallCanvas(theme, selection, parent)
{
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setMouseTracking(true);
    connect(this, &WallCanvas::filled, this, &WallWidget::open);
}

std::optional<HeadIndex> WallWidget::headAt(const QPointF& point) const
{
    const auto head = wallLayout().headAt(point);
    return head ? head : headOfDotAt(wallLayout(), picture().ranking, point);
}

void WallWidget::open(HeadIndex head)
{
    m_selection.lockHead(head);
    fit();
    Q_EMIT openHead(head);
}

int WallWidget::partCount() const
{
    return wallLayout().nLayers() * wallLayout().nHeads();
}

QRect WallWidget::partRect(int part) const
{
    return wallLayout().cellRect(headOfPart(part)).toAlignedRect();
}

int WallWidget::partAt(const QPoint& point) const
{
    return partOfHead(wallLayout().headAt(point));
}

int WallWidget::lockedPart() const
{
    return partOfHead(picture().locked);
}

HeadIndex WallWidget::headOfPart(int part) const
{
    const int nHeads = std::max(1, wallLayout().nHeads());
    return {part / nHeads, part % nHeads};
}

int WallWidget::partOfHead(const std::optional<HeadIndex>& head) const
{
    return head ? head->layer * wallLayout().nHeads() + head->head : -1;
}

QString WallWidget::toolTipText(HeadIndex head) const
{
    QString text = headText(head).replace(QLatin1String(", attention, "), QLatin1String("\n"));
    if (wallLayout().shape().groups.isGrouped())
        text +=
            u'\n' + tr("keys and values shared with %1").arg(sharingText(head, wallLayout().shape().groups));
    return QStringLiteral("%1\nblocks.%2.attn.hook_pattern[%3]").arg(text).arg(head.layer).arg(head.head);
}

bool WallWidget::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::Leave)
        m_selection.hoverHead(std::nullopt);
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const auto head = headAt(help->pos());
        const QString text = head && hasArrived(*head) ? toolTipText(*head) : QString();
        QToolTip::showText(help->globalPos(), text, viewport());
        return true;
    }
    return WallCanvas::viewportEvent(event);
}

void WallWidget::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    m_pan.press(event->pos());
}

void WallWidget::mouseMoveEvent(QMouseEvent* event)
{
    const bool isPanning = m_pan.move(event->pos(), !wallLayout().largestScroll().isNull());
    m_selection.hoverHead(isPanning ? std::nullopt : headAt(event->position()));
}

void WallWidget::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    const auto pressed = m_pan.release();
    const auto head = headAt(event->position());
    if (pressed && head && head == headAt(*pressed))
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
    if (scrollSideways(*this, *event))
        return;
    const QPoint delta = event->angleDelta();
    const bool scrolls =
        verticalScrollBar()->maximum() > 0 && !wallLayout().cells().contains(event->position());
    if (scrolls && !event->modifiers().testFlag(Qt::ControlModifier)) {
        verticalScrollBar()->setValue(verticalScrollBar()->value() - delta.y());
        return;
    }
    zoomBy(std::pow(wheelStep, delta.y() / 120.0), event->position());
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
    case Qt::Key_PageUp:
        return verticalScrollBar()->triggerAction(QAbstractSlider::SliderPageStepSub);
    case Qt::Key_PageDown:
        return verticalScrollBar()->triggerAction(QAbstractSlider::SliderPageStepAdd);
    case Qt::Key_Home:
        return verticalScrollBar()->triggerAction(QAbstractSlider::SliderToMinimum);
    case Qt::Key_End:
        return verticalScrollBar()->triggerAction(QAbstractSlider::SliderToMaximum);
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
    WallCanvas::focusInEvent(event);
    updateHead(picture().locked);
}

void WallWidget::focusOutEvent(QFocusEvent* event)
{
    WallCanvas::focusOutEvent(event);
    updateHead(picture().locked);
}

} // namespace headwaters
