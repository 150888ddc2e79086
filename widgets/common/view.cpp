#include "widgets/common/view.h"

#include <QApplication>
#include <QFocusEvent>
#include <QPointer>

namespace headwaters {

View::View(const Theme& theme, Selection& selection, QWidget* parent)
    : QWidget(parent),
      m_theme(theme),
      m_selection(selection)
{
}

void View::passKeysOn(const std::function<void()>& change)
{
    const QPointer<QWidget> before = QApplication::focusWidget();
    const bool hadKeys = before && isAncestorOf(before);
    change();
    QWidget* target = keyTarget();
    if (hadKeys && target && (!before || !before->isVisible()))
        target->setFocus();
}

void View::focusInEvent(QFocusEvent* event)
{
    if (QWidget* target = keyTarget())
        target->setFocus(event->reason());
    else
        QWidget::focusInEvent(event);
}

} // namespace headwaters
