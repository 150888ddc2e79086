#include "widgets/theme/keyboardfocus.h"

#include <QAbstractButton>
#include <QAbstractSlider>
#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QEvent>
#include <QFocusEvent>
#include <QFocusFrame>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QTextEdit>

namespace headwaters {

namespace {

bool wantsRing(const QWidget* widget)
{
    const QVariant wish = widget->property("focusRing");
    if (wish.isValid())
        return wish.toBool();
    return qobject_cast<const QAbstractButton*>(widget) || qobject_cast<const QComboBox*>(widget)
        || qobject_cast<const QLineEdit*>(widget) || qobject_cast<const QPlainTextEdit*>(widget)
        || qobject_cast<const QTextEdit*>(widget) || qobject_cast<const QAbstractSpinBox*>(widget);
}

} // namespace

KeyboardFocus::KeyboardFocus(QObject* parent) : QObject(parent)
{
    qApp->installEventFilter(this);
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget*, QWidget* now) { follow(now); });
}

bool KeyboardFocus::isShownFor(const QWidget* widget)
{
    return widget->hasFocus() && widget->window()->testAttribute(Qt::WA_KeyboardFocusChange);
}

bool KeyboardFocus::eventFilter(QObject* watched, QEvent* event)
{
    auto* widget = qobject_cast<QWidget*>(watched);
    if (!widget)
        return false;
    if (event->type() == QEvent::FocusIn) {
        const Qt::FocusReason reason = static_cast<QFocusEvent*>(event)->reason();
        if (reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason
            || reason == Qt::ShortcutFocusReason)
            setByKey(widget->window(), true);
        else if (reason == Qt::MouseFocusReason)
            setByKey(widget->window(), false);
    } else if (event->type() == QEvent::MouseButtonPress) {
        setByKey(widget->window(), false);
    }
    return false;
}

void KeyboardFocus::setByKey(QWidget* window, bool byKey)
{
    if (window->testAttribute(Qt::WA_KeyboardFocusChange) == byKey
        && (byKey || !m_frame || !m_frame->widget()))
        return;
    window->setAttribute(Qt::WA_KeyboardFocusChange, byKey);
    QWidget* focused = window->focusWidget();
    follow(focused);
    if (focused)
        focused->update();
}

void KeyboardFocus::follow(QWidget* widget)
{
    const bool shown = widget && wantsRing(widget) && isShownFor(widget) && widget->parentWidget();
    if (!shown) {
        if (m_frame)
            m_frame->setWidget(nullptr);
        return;
    }
    if (!m_frame)
        m_frame = new QFocusFrame(widget->parentWidget());
    m_frame->setWidget(widget);
}

} // namespace headwaters
