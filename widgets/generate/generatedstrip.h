#pragma once

#include "widgets/common/tokenchip.h"
#include "widgets/generate/generationmodel.h"
#include "widgets/prompt/chipstrip.h"

namespace headwaters {

/// The tokens that the model wrote, growing as they come. A click or Enter on a chip opens the run up to it;
/// the chip that the prompt ends with is outlined. It stays with the newest token, unless the person is
/// elsewhere in it.
class GeneratedStrip : public ChipStrip {
    Q_OBJECT

public:
    GeneratedStrip(const Theme& theme, const GenerationModel& model, QWidget* parent = nullptr);

    /// The chip that the prompt ends with, if it is one of these.
    void setOpened(std::optional<int> chip);
    [[nodiscard]] std::optional<int> opened() const { return m_opened; }
    /// They are not what this prompt is followed by.
    void setStale(bool stale);
    [[nodiscard]] bool isStale() const { return m_stale; }

    /// For a screen reader: `·Mary, token 1 of 20, probability 0.995`.
    [[nodiscard]] QString chipDescription(int chip) const override;
    [[nodiscard]] QString chipToolTip(int chip) const override;
    void activate(int chip, Qt::KeyboardModifiers modifiers) override;

Q_SIGNALS:
    /// Never for a chip that the context has no room for.
    void chipActivated(int chip);

protected:
    [[nodiscard]] std::vector<int> chipWidths() override;
    [[nodiscard]] FlowMetrics flowMetrics() const override;
    [[nodiscard]] bool mayScroll() const override { return true; }
    void paintChip(QPainter& painter, int chip) override;
    void currentChanged() override;

private:
    [[nodiscard]] const GeneratedToken& tokenOf(int chip) const;
    [[nodiscard]] TokenChip drawn(int chip) const;
    void followTokens();

    const GenerationModel& m_model;
    std::vector<int> m_widths; ///< of the chips; measured once, since a long text grows a token at a time
    bool m_followsEnd = true; ///< the keyboard moves on with the newest token
    bool m_stale = false;
    std::optional<int> m_opened;
};

} // namespace headwaters
