#pragma once

#include <QRect>
#include <QString>

class QWidget;

namespace headwaters {

/// A painted widget whose parts each have a place in the accessibility tree: a list of parts, each with its
/// description, its rectangle, its locked state and the action that locks it. The widget inherits this beside
/// its own base.
class AccessibleParts {
public:
    AccessibleParts(const AccessibleParts&) = delete;
    AccessibleParts& operator=(const AccessibleParts&) = delete;
    virtual ~AccessibleParts() = default;

    [[nodiscard]] virtual int partCount() const = 0;
    /// As the screen reader says it, `locked` included.
    [[nodiscard]] virtual QString partText(int part) const = 0;
    /// In the coordinates of `partSurface`.
    [[nodiscard]] virtual QRect partRect(int part) const = 0;
    [[nodiscard]] virtual const QWidget* partSurface() const = 0;
    /// -1 where there is none.
    [[nodiscard]] virtual int partAt(const QPoint& point) const = 0;
    [[nodiscard]] virtual int lockedPart() const = 0;
    /// Locks the part, or releases it.
    virtual void togglePart(int part) = 0;

protected:
    AccessibleParts();
};

/// Tells a screen reader which part of the widget is locked now; does nothing for a widget without parts.
void tellLockedPart(QWidget& widget);

} // namespace headwaters
