#pragma once

#include "widgets/common/tokenchip.h"
#include "widgets/prompt/stripcontent.h"
#include "widgets/selection/selection.h"
#include "widgets/theme/theme.h"

#include <QAbstractScrollArea>

#include <optional>
#include <vector>

namespace headwaters {

/// The tokens of the prompt as chips, one object for all of them. Hover previews a token as source, click
/// locks it for the current destination, Shift+click moves the destination; the pair that the selection shows
/// is outlined. The beginning-of-text chip can be clicked away and brought back. Long prompts scroll in four
/// rows, number every tenth position and fold the runs far from the locked pair.
class TokenStrip : public QAbstractScrollArea {
    Q_OBJECT

public:
    TokenStrip(const Theme& theme, Selection& selection, QWidget* parent = nullptr);

    /// What the strip shows. `startsWithBeginOfText`: the first token can be clicked away.
    /// `offersBeginOfText`: it is missing and can be brought back.
    void setTokens(std::vector<Token> tokens, bool startsWithBeginOfText, bool offersBeginOfText);
    [[nodiscard]] const StripContent& content() const { return m_content; }
    /// True while positions are those of the run in front, so that chips can drive the selection.
    void setLinked(bool linked);
    [[nodiscard]] bool isLinked() const { return m_linked; }

    /// Where a chip of `content().items` lies in the viewport.
    [[nodiscard]] QRect itemRect(int item) const;
    /// What a screen reader says of a chip: token, position, locked or not.
    [[nodiscard]] QString itemDescription(int item) const;
    /// The chip the keyboard is on.
    [[nodiscard]] int currentItem() const { return m_current; }
    void setCurrentItem(int item);
    /// What Enter or a click does on a chip.
    void activate(int item, Qt::KeyboardModifiers modifiers);

    /// Runs are unfolded that can be folded again.
    [[nodiscard]] bool canFold() const;
    void foldAll();

    /// Free room on each side of the chips, for the ring of the keyboard.
    static constexpr int ringRoom = 3;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// The × of the beginning-of-text chip, or the chip that brings it back.
    void beginOfTextWanted(bool wanted);
    /// Which runs are folded changed.
    void foldingChanged();

protected:
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
    [[nodiscard]] QRect removeRect(int item) const;
    [[nodiscard]] int destinationFor(int source) const;
    [[nodiscard]] std::optional<int> itemAt(const QPoint& point) const;
    [[nodiscard]] std::vector<int> lockedPair() const;
    [[nodiscard]] TokenChip::State stateOf(int item) const;
    void rebuild();
    void relayout();
    void hover(std::optional<int> item);
    void followSelection();
    void announce();

    const Theme& m_theme;
    Selection& m_selection;
    StripContent m_content;
    std::vector<int> m_kept; ///< positions that the folding goes by
    std::vector<bool> m_open; ///< positions that were unfolded by hand
    ChipFlow m_flow;
    int m_current = 0;
    std::optional<int> m_hovered;
    std::optional<int> m_pressed;
    bool m_pressedRemove = false;
    bool m_linked = false;
};

} // namespace headwaters
