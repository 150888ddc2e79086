#pragma once

#include "widgets/prompt/chiplayout.h"
#include "widgets/theme/theme.h"

#include <QAbstractScrollArea>

#include <optional>
#include <vector>

namespace headwaters {

/// Tokens as chips in rows, one object for all of them: hovered, clicked, and gone through with the keyboard.
/// A strip that may scroll does so beyond four rows. What its chips are and do, a strip of that kind says.
class ChipStrip : public QAbstractScrollArea {
    Q_OBJECT

public:
    [[nodiscard]] int chipCount() const { return static_cast<int>(m_flow.rects.size()); }
    /// Where a chip lies in the viewport.
    [[nodiscard]] QRect chipRect(int chip) const;
    /// What a screen reader says of a chip.
    [[nodiscard]] virtual QString chipDescription(int chip) const = 0;
    [[nodiscard]] virtual QString chipToolTip(int chip) const = 0;
    /// The chip the keyboard is on.
    [[nodiscard]] int currentChip() const { return m_current; }
    void setCurrentChip(int chip);
    /// What Enter or a click does on a chip.
    virtual void activate(int chip, Qt::KeyboardModifiers modifiers) = 0;

    /// Free room on each side of the chips, for the ring of the keyboard.
    static constexpr int ringRoom = 3;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    /// `name` is the strip's for a screen reader.
    ChipStrip(const Theme& theme, const QString& name, QWidget* parent);

    /// Widths of all chips, in pixels.
    [[nodiscard]] virtual std::vector<int> chipWidths() = 0;
    [[nodiscard]] virtual FlowMetrics flowMetrics() const = 0;
    [[nodiscard]] virtual bool mayScroll() const = 0;
    virtual void paintChip(QPainter& painter, int chip) = 0;
    /// The pointer went onto another chip, or off all of them.
    virtual void hoveredChanged() { }
    virtual void currentChanged() { }
    /// A part of a chip with an action of its own: pressed and released there, `removed` is called instead.
    [[nodiscard]] virtual bool isRemovePart(int /*chip*/, const QPoint& /*point*/) const { return false; }
    virtual void removed(int /*chip*/) { }

    [[nodiscard]] const Colours& colours() const { return m_theme.colours(); }
    [[nodiscard]] std::optional<int> hovered() const { return m_hovered; }
    /// Puts the keyboard on a chip of those that there will be after `relayout`.
    void startAt(int chip) { m_current = chip; }
    /// The chips are others now: what the pointer was on is forgotten.
    void forgetPointer();
    void relayout();
    /// Scrolls as little as shows the chip.
    void reveal(int chip);
    void announce();

    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    bool viewportEvent(QEvent* event) override;

private:
    [[nodiscard]] std::optional<int> chipAtPoint(const QPoint& point) const;
    void hover(std::optional<int> chip);

    const Theme& m_theme;
    QString m_name;
    ChipFlow m_flow;
    int m_current = 0;
    std::optional<int> m_hovered;
    std::optional<int> m_pressed;
    bool m_pressedRemove = false;
};

} // namespace headwaters
