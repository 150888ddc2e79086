#pragma once

#include <QPoint>

#include <optional>

class QAbstractScrollArea;
class QWheelEvent;

namespace headwaters {

/// Tells a click from a drag in a scroll area whose parts can be clicked, and moves what is seen while it is
/// dragged. The area hands its mouse events on.
class DragPan {
public:
    explicit DragPan(QAbstractScrollArea& area) : m_area(area) { }

    void press(const QPoint& point);
    /// True while the area is dragged, which begins when the mouse has gone far enough and `canPan`: there is
    /// more than is seen.
    [[nodiscard]] bool move(const QPoint& point, bool canPan);
    /// Where a click began that ends now; none after a drag, or where no button was pressed in the area.
    [[nodiscard]] std::optional<QPoint> release();

private:
    QAbstractScrollArea& m_area;
    std::optional<QPoint> m_pressed;
    QPoint m_from;
    bool m_isPanning = false;
};

/// Moves sideways where the wheel means that: a wheel that tilts, or Shift. False where it does not.
[[nodiscard]] bool scrollSideways(QAbstractScrollArea& area, const QWheelEvent& event);

} // namespace headwaters
