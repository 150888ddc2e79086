#pragma once

#include "widgets/theme/theme.h"

#include <QWidget>

namespace headwaters {

/// How far a job has come: a bar 6 high, never a spinner.
class DeterminateBar : public QWidget {
    Q_OBJECT

public:
    explicit DeterminateBar(const Theme& theme, QWidget* parent = nullptr);

    /// `done` of `total` steps; with a total of 0 the bar is empty.
    void setProgress(int done, int total);
    /// 0 to 1
    [[nodiscard]] double share() const { return m_share; }

    [[nodiscard]] QSize sizeHint() const override { return {220, 6}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {40, 6}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    double m_share = 0;
};

} // namespace headwaters
