#pragma once

#include "core/base/error.h"
#include "widgets/theme/theme.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace headwaters {

class TextLabel;

/// What went wrong, as a bar above the thing that stays usable; never a modal box. Hidden until a problem is
/// shown; the person closes it, or the owner does when the problem is gone.
class ErrorBar : public QWidget {
    Q_OBJECT

public:
    explicit ErrorBar(const Theme& theme, QWidget* parent = nullptr);

    /// Shows the sentence; a cancelled problem is none and closes the bar.
    void setProblem(const Problem& problem);
    void clear();
    [[nodiscard]] const Problem& problem() const { return m_problem; }
    /// One thing that can be done about it; empty: no button.
    void setAction(const QString& text);

Q_SIGNALS:
    void actionClicked();
    void closed();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void refreshIcon();

    const Theme& m_theme;
    Problem m_problem;
    QLabel* m_icon;
    TextLabel* m_text;
    QPushButton* m_action;
    QPushButton* m_copy;
};

} // namespace headwaters
