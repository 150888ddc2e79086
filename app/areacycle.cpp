#include "app/areacycle.h"

#include <QApplication>
#include <QShortcut>

namespace headwaters {

namespace {

bool takesKeys(const QWidget* widget)
{
    return widget->isVisible() && widget->isEnabled()
        && (widget->focusPolicy() & Qt::TabFocus) == Qt::TabFocus;
}

} // namespace

AreaCycle::AreaCycle(QWidget* window, const QList<QWidget*>& areas)
    : QObject(window),
      m_window(window),
      m_areas(areas)
{
    connect(new QShortcut(Qt::Key_F6, window), &QShortcut::activated, this, &AreaCycle::next);
    connect(new QShortcut(Qt::SHIFT | Qt::Key_F6, window), &QShortcut::activated, this, &AreaCycle::previous);
}

void AreaCycle::step(int direction)
{
    const QWidget* focused = m_window->focusWidget();
    qsizetype place = -1;
    for (qsizetype i = 0; i < m_areas.size(); ++i) {
        if (focused && (m_areas[i] == focused || m_areas[i]->isAncestorOf(focused)))
            place = i;
    }
    const qsizetype count = m_areas.size();
    if (place < 0)
        place = direction > 0 ? count - 1 : 0;
    for (qsizetype tried = 0; tried < count; ++tried) {
        place = (place + direction + count) % count;
        if (enter(m_areas[place]))
            return;
    }
}

bool AreaCycle::enter(QWidget* area) const
{
    if (!area->isVisible())
        return false;
    // An area may know where its keys belong: the middle hands them to the view, not to the tabs.
    area->setFocus(Qt::TabFocusReason);
    if (m_window->focusWidget() != area && area->isAncestorOf(m_window->focusWidget()))
        return true;
    const auto widgets = area->findChildren<QWidget*>();
    // The focus chain, not the order of construction, says what comes first.
    for (QWidget* widget = area->nextInFocusChain(); widget && widget != area;
         widget = widget->nextInFocusChain()) {
        if (!widgets.contains(widget) || !takesKeys(widget))
            continue;
        widget->setFocus(Qt::TabFocusReason);
        return true;
    }
    if (takesKeys(area))
        area->setFocus(Qt::TabFocusReason);
    return takesKeys(area);
}

} // namespace headwaters
