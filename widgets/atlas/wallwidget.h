#pragma once

#include "widgets/atlas/wallcanvas.h"
#include "widgets/common/accessibleparts.h"
#include "widgets/common/dragpan.h"

#include <optional>

namespace headwaters {

/// The wall as a control: hover previews, click locks, wheel and +/- zoom about the mouse until a thumbnail
/// becomes the Head view, arrow keys step. Over the frame (layer and head numbers, strip, legend) the wheel
/// scrolls.
class WallWidget : public WallCanvas, public AccessibleParts {
    Q_OBJECT

public:
    WallWidget(const Theme& theme, Selection& selection, QWidget* parent = nullptr);

    /// Locks the head, or releases it.
    void toggle(HeadIndex head) { m_selection.toggleHead(head); }

    [[nodiscard]] int partCount() const override;
    [[nodiscard]] QString partText(int part) const override { return headText(headOfPart(part)); }
    [[nodiscard]] QRect partRect(int part) const override;
    [[nodiscard]] const QWidget* partSurface() const override { return viewport(); }
    [[nodiscard]] int partAt(const QPoint& point) const override;
    [[nodiscard]] int lockedPart() const override;
    void togglePart(int part) override { toggle(headOfPart(part)); }

Q_SIGNALS:
    /// A head was opened: double click, Enter, or zoomed in until it filled the wall. It is locked already.
    void openHead(headwaters::HeadIndex head);

protected:
    bool viewportEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    [[nodiscard]] std::optional<HeadIndex> headAt(const QPointF& point) const;
    [[nodiscard]] HeadIndex headOfPart(int part) const;
    [[nodiscard]] int partOfHead(const std::optional<HeadIndex>& head) const;
    void open(HeadIndex head);
    [[nodiscard]] QString toolTipText(HeadIndex head) const;

    DragPan m_pan{*this};
};

} // namespace headwaters
