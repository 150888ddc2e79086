#pragma once

#include "widgets/common/tokenchip.h"
#include "widgets/generate/generationmodel.h"
#include "widgets/prompt/chiplayout.h"
#include "widgets/theme/theme.h"

#include <QAbstractScrollArea>

#include <optional>

namespace headwaters {

/// The tokens that the model wrote as chips, one object for all of them, growing as they come. A click or
/// Enter on a chip opens the run up to it; the chip that the prompt ends with is outlined. Beyond four rows
/// it scrolls and stays with the newest token, unless the person is elsewhere in it.
class GeneratedStrip : public QAbstractScrollArea {
    Q_OBJECT

public:
    GeneratedStrip(const Theme& theme, const GenerationModel& model, QWidget* parent = nullptr);

    /// The chip that the prompt ends with, if it is one of these.
    void setOpened(std::optional<int> chip);
    [[nodiscard]] std::optional<int> opened() const { return m_opened; }
    /// They are not what this prompt is followed by.
    void setStale(bool stale);
    [[nodiscard]] bool isStale() const { return m_stale; }

    [[nodiscard]] int chipCount() const { return static_cast<int>(m_flow.rects.size()); }
    /// Where a chip lies in the viewport.
    [[nodiscard]] QRect chipRect(int chip) const;
    /// For a screen reader: `·Mary, token 1 of 20, probability 0.995`.
    [[nodiscard]] QString chipDescription(int chip) const;
    [[nodiscard]] QString chipToolTip(int chip) const;
    /// The chip the keyboard is on.
    [[nodiscard]] int currentChip() const { return m_current; }
    void setCurrentChip(int chip);

    /// Free room on each side of the chips, for the ring of the keyboard.
    static constexpr int ringRoom = 3;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// Never for a chip that the context has no room for.
    void chipActivated(int chip);

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
    [[nodiscard]] const GeneratedToken& tokenOf(int chip) const;
    [[nodiscard]] TokenChip drawn(int chip) const;
    [[nodiscard]] std::optional<int> chipAtPoint(const QPoint& point) const;
    void followTokens();
    void relayout();
    void show(int chip);
    void activate(int chip);
    void announce();

    const Theme& m_theme;
    const GenerationModel& m_model;
    std::vector<int> m_widths; ///< of the chips; measured once, since a long text grows a token at a time
    ChipFlow m_flow;
    int m_current = 0;
    bool m_followsEnd = true; ///< the keyboard moves on with the newest token
    bool m_stale = false;
    std::optional<int> m_opened;
    std::optional<int> m_hovered;
    std::optional<int> m_pressed;
};

} // namespace headwaters
