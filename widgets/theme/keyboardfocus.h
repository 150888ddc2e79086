#pragma once

#include "widgets/theme/colours.h"

#include <QObject>
#include <QPointer>

class QFocusFrame;
class QWidget;

namespace headwaters {

/// Shows where the keyboard is, but only to a person who uses it: a ring around the focused control after a
/// key, nothing after a click. It puts QFocusFrame (drawn by the style) around buttons and fields; widgets
/// that paint their own focus ask `isShownFor`. The dynamic property `focusRing` of a widget overrules: true
/// or `inside` (within its edge, where there is no room around it) gives the ring, false takes it.
class KeyboardFocus : public QObject {
    Q_OBJECT

public:
    /// Watches the whole application.
    explicit KeyboardFocus(QObject* parent);

    /// The widget has the focus and the last input to its window was a key.
    [[nodiscard]] static bool isShownFor(const QWidget* widget);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void setByKey(QWidget* window, bool byKey);
    void follow(QWidget* widget);

    QPointer<QFocusFrame> m_frame;
};

} // namespace headwaters
