#pragma once

#include "widgets/theme/theme.h"

#include <QElapsedTimer>
#include <QWidget>

#include <optional>

class QLabel;
class QPushButton;

namespace headwaters {

class DeterminateBar;
class ElidedLabel;

/// One running job: icon, what it does, a bar, share or count, elapsed and remaining time, Cancel.
class TaskRow : public QWidget {
    Q_OBJECT

public:
    /// `unit` counts the steps (`layers`: 3 of 6 layers); empty: the share is shown.
    TaskRow(
        const Theme& theme, const QString& icon, const QString& what, const QString& unit,
        QWidget* parent = nullptr);

    void setProgress(int done, int total);
    /// Of a job that knows better than its steps say how long the rest takes; none: by its steps again.
    void setTimeLeft(std::optional<double> seconds);
    /// What it does, said anew.
    void setWhat(const QString& what);
    /// Writes the time anew.
    void tick();
    /// `62 %` or `3 of 6 layers`; `starting` until a step is done.
    [[nodiscard]] QString progressText() const;

Q_SIGNALS:
    void cancelClicked();

private:
    void refreshIcon();

    const Theme& m_theme;
    QString m_iconName;
    QString m_what;
    QString m_unit;
    int m_done = 0;
    int m_total = 0;
    std::optional<double> m_left; ///< seconds
    QElapsedTimer m_started;
    QLabel* m_icon;
    ElidedLabel* m_name;
    DeterminateBar* m_bar;
    ElidedLabel* m_progress;
    ElidedLabel* m_time;
    QPushButton* m_cancel;
};

/// `0:14 elapsed, about 0:09 left`; without a step done the remaining time is unknown and left out.
[[nodiscard]] QString taskTimeText(double elapsedSeconds, int done, int total);
[[nodiscard]] QString taskTimeText(double elapsedSeconds, double secondsLeft);

} // namespace headwaters
