#include "widgets/common/view.h"

#include <QFocusEvent>

namespace headwaters {

View::View(const Theme& theme, Selection& selection, QWidget* parent)
    : QWidget(parent),
      m_theme(theme),
      m_selection(selection)
{
}

void View::focusInEvent(QFocusEvent* event)
{
    if (QWidget* target = keyTarget())
        target->setFocus(event->reason());
    else
        QWidget::focusInEvent(event);
}

} // namespace headwaters
