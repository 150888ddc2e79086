#include "widgets/common/dragpan.h"

#include <QAbstractScrollArea>
#include <QApplication>
#include <QScrollBar>
#include <QWheelEvent>

#include <utility>

namespace headwaters {

void DragPan::press(const QPoint& point)
{
    m_pressed = point;
    m_isPanning = false;
}

bool DragPan::move(const QPoint& point, bool canPan)
{
    if (m_pressed && canPan && !m_isPanning
        && (point - *m_pressed).manhattanLength() >= QApplication::startDragDistance()) {
        m_isPanning = true;
        m_from = *m_pressed;
        m_area.viewport()->setCursor(Qt::ClosedHandCursor);
    }
    if (!m_isPanning)
        return false;
    const QPoint moved = point - std::exchange(m_from, point);
    m_area.horizontalScrollBar()->setValue(m_area.horizontalScrollBar()->value() - moved.x());
    m_area.verticalScrollBar()->setValue(m_area.verticalScrollBar()->value() - moved.y());
    return true;
}

std::optional<QPoint> DragPan::release()
{
    const std::optional<QPoint> pressed = std::exchange(m_pressed, std::nullopt);
    if (!std::exchange(m_isPanning, false))
        return pressed;
    m_area.viewport()->unsetCursor();
    return std::nullopt;
}

bool scrollSideways(QAbstractScrollArea& area, const QWheelEvent& event)
{
    const QPoint delta = event.angleDelta();
    if (delta.y() != 0 && !event.modifiers().testFlag(Qt::ShiftModifier))
        return false;
    const int along = delta.x() != 0 ? delta.x() : delta.y();
    area.horizontalScrollBar()->setValue(area.horizontalScrollBar()->value() - along);
    return true;
}

} // namespace headwaters
