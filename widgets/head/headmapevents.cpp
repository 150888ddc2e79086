// What the map does with mouse, wheel and keys.
#include "widgets/head/headmap.h"

#include "widgets/head/cellmap.h"

#include <QApplication>
#include <QMenu>

#include <algorithm>
#include <cmath>

namespace headwaters {

void HeadMap::mousePressEvent(QMouseEvent* event)
{
    setFocus(Qt::MouseFocusReason);
    m_tip.stop();
    QToolTip::hideText();
    if (event->button() == Qt::LeftButton) {
        m_pressed = event->position();
        m_pressedWindow = m_window;
        m_dragging = false;
    }
    event->accept();
}

void HeadMap::mouseMoveEvent(QMouseEvent* event)
{
    m_mouse = event->position();
    event->accept();
    if (m_pressed && m_content) {
        const QPointF moved = m_mouse - *m_pressed;
        const bool canDrag = !frame().isWhole();
        if (canDrag && moved.manhattanLength() >= QApplication::startDragDistance())
            m_dragging = true;
        if (m_dragging) {
            const double cell = frame().cell();
            setCursor(Qt::ClosedHandCursor);
            setWindow(
                {m_pressedWindow.left - moved.x() / cell, m_pressedWindow.top - moved.y() / cell,
                 m_pressedWindow.count});
            return;
        }
    }
    const auto cell = cellAt(m_mouse);
    if (cell) {
        m_tip.start();
        Q_EMIT hovered(cell->query, cell->key);
    } else {
        m_tip.stop();
        Q_EMIT hovered(std::nullopt, std::nullopt);
    }
}

void HeadMap::mouseReleaseEvent(QMouseEvent* event)
{
    event->accept();
    if (event->button() != Qt::LeftButton || !m_pressed)
        return;
    const bool wasDrag = m_dragging;
    m_pressed.reset();
    m_dragging = false;
    unsetCursor();
    if (wasDrag)
        return;
    if (const auto cell = cellAt(event->position()))
        Q_EMIT clicked(cell->query, cell->key);
}

void HeadMap::mouseDoubleClickEvent(QMouseEvent* event)
{
    event->accept();
    m_pressed.reset();
    if (!frame().isWhole()) {
        resetWindow();
        return;
    }
    // On a map that shows everything the second click is a click like the first.
    if (event->button() == Qt::LeftButton)
        m_pressed = event->position();
}

void HeadMap::wheelEvent(QWheelEvent* event)
{
    const QPointF at = event->position();
    if (!m_layout.map.contains(at)) {
        event->ignore();
        return;
    }
    event->accept();
    zoomAt(at, std::pow(1.25, event->angleDelta().y() / 120.0));
}

void HeadMap::leaveEvent(QEvent* event)
{
    m_tip.stop();
    Q_EMIT hovered(std::nullopt, std::nullopt);
    QCustomPlot::leaveEvent(event);
}

void HeadMap::zoomIn()
{
    zoomAt(m_layout.map.center(), 1.25);
}

void HeadMap::zoomOut()
{
    zoomAt(m_layout.map.center(), 0.8);
}

void HeadMap::keyPressEvent(QKeyEvent* event)
{
    const bool shift = event->modifiers().testFlag(Qt::ShiftModifier);
    const int key = event->key();
    if (key == Qt::Key_Plus || key == Qt::Key_Equal)
        zoomIn();
    else if (key == Qt::Key_Minus)
        zoomOut();
    else if (key == Qt::Key_0)
        resetWindow();
    else if (shift && (key == Qt::Key_Up || key == Qt::Key_Down))
        Q_EMIT stepped(key == Qt::Key_Up ? -1 : 1, 0);
    else if (shift && (key == Qt::Key_Left || key == Qt::Key_Right))
        Q_EMIT stepped(0, key == Qt::Key_Left ? -1 : 1);
    else
        event->ignore();
}

std::optional<int> HeadMap::positionAt(QPoint point) const
{
    const MapFrame shown = frame();
    // A column means its source, whatever the row; left and right of the map a row means its destination.
    const QRectF columns(shown.area.left(), 0, shown.area.width(), height());
    const QRectF rows(0, shown.area.top(), width(), shown.area.height());
    const QPointF inColumn(point.x(), shown.area.top());
    const QPointF inRow(shown.area.left(), point.y());
    if (columns.contains(point)) {
        const auto cell = shown.cellAt(inColumn);
        return cell ? std::optional(cell->key) : std::nullopt;
    }
    if (rows.contains(point)) {
        const auto cell = shown.cellAt(inRow);
        return cell ? std::optional(cell->query) : std::nullopt;
    }
    return std::nullopt;
}

void HeadMap::contextMenuEvent(QContextMenuEvent* event)
{
    if (!m_content)
        return;
    m_tip.stop();
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const std::optional<int> position = byKey ? m_shownKey : positionAt(event->pos());
    QMenu menu(this);
    if (position) {
        QString label = m_content->source.labels.value(*position);
        label.replace(u'&', QStringLiteral("&&"));
        const QString text = m_content->isSink(*position) ? tr("Do not treat %1 (position %2) as a sink")
                                                          : tr("Treat %1 (position %2) as a sink");
        connect(
            menu.addAction(text.arg(label, QString::number(*position))), &QAction::triggered, this,
            [this, position] { Q_EMIT sinkToggled(*position); });
        menu.addSeparator();
    }
    QAction* whole = menu.addAction(tr("Show the whole map"), this, &HeadMap::resetWindow);
    whole->setEnabled(!frame().isWhole());
    menu.exec(byKey ? mapToGlobal(m_layout.map.center().toPoint()) : event->globalPos());
}

} // namespace headwaters
