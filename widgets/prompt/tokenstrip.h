#pragma once

#include "widgets/common/tokenchip.h"
#include "widgets/prompt/chipstrip.h"
#include "widgets/prompt/stripcontent.h"
#include "widgets/selection/selection.h"

namespace headwaters {

/// The tokens of the prompt. Hover previews a token as source, click
/// locks it for the current destination, Shift+click moves the destination; the pair that the selection shows
/// is outlined. The beginning-of-text chip can be clicked away and brought back. Long prompts scroll in four
/// rows, number every tenth position and fold the runs far from the locked pair.
class TokenStrip : public ChipStrip {
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

    /// Chips are those of `content().items`.
    [[nodiscard]] QString chipDescription(int chip) const override;
    [[nodiscard]] QString chipToolTip(int chip) const override;
    void activate(int chip, Qt::KeyboardModifiers modifiers) override;

    /// Runs are unfolded that can be folded again.
    [[nodiscard]] bool canFold() const;
    void foldAll();

Q_SIGNALS:
    /// The × of the beginning-of-text chip, or the chip that brings it back.
    void beginOfTextWanted(bool wanted);
    /// Which runs are folded changed.
    void foldingChanged();

protected:
    [[nodiscard]] std::vector<int> chipWidths() override;
    [[nodiscard]] FlowMetrics flowMetrics() const override;
    [[nodiscard]] bool mayScroll() const override { return m_content.isLong(); }
    void paintChip(QPainter& painter, int chip) override;
    void hoveredChanged() override;
    /// The × of the beginning-of-text chip.
    [[nodiscard]] bool isRemovePart(int chip, const QPoint& point) const override;
    void removed(int chip) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] int destinationFor(int source) const;
    [[nodiscard]] std::vector<int> lockedPair() const;
    [[nodiscard]] TokenChip::State stateOf(int chip) const;
    void rebuild();
    void followSelection();

    Selection& m_selection;
    StripContent m_content;
    std::vector<int> m_kept; ///< positions that the folding goes by
    std::vector<bool> m_open; ///< positions that were unfolded by hand
    bool m_linked = false;
};

} // namespace headwaters
