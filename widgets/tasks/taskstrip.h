#pragma once

#include "widgets/theme/theme.h"

#include <QTimer>
#include <QWidget>

#include <optional>
#include <vector>

class QVBoxLayout;

namespace headwaters {

class ElidedLabel;
class TaskRow;

/// Below the centre: one row per running job, the oldest at the bottom; at the right a line on what is open.
/// A job that ends within 200 ms never shows.
class TaskStrip : public QWidget {
    Q_OBJECT

public:
    explicit TaskStrip(const Theme& theme, QWidget* parent = nullptr);

    /// A job begins now. `icon` of resources/icons; `what` is what it does; `unit` counts its steps
    /// (`layers`), empty for a share. Returns the job's id, which is never used again.
    int addTask(const QString& icon, const QString& what, const QString& unit = {});
    /// `done` of `total` steps; unknown ids are ignored, since a job may end while its last step is on its
    /// way.
    void setProgress(int id, int done, int total);
    /// How long the rest takes, where the job knows better than its steps say; unknown ids are ignored.
    void setTimeLeft(int id, std::optional<double> seconds);
    /// What the job does, said anew; unknown ids are ignored.
    void setWhat(int id, const QString& what);
    void endTask(int id);
    /// `6 layers × 6 heads · 15 tokens`
    void setIdleText(const QString& text);

    [[nodiscard]] int taskCount() const { return static_cast<int>(m_tasks.size()); }
    /// The rows in sight, oldest first; three at most.
    [[nodiscard]] std::vector<const TaskRow*> shownRows() const;
    /// `+2 more`, or empty.
    [[nodiscard]] QString moreText() const;

Q_SIGNALS:
    /// The person pressed Cancel; the row stays until endTask.
    void cancelRequested(int id);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    struct Task {
        int id = 0;
        TaskRow* row = nullptr;
        bool due = false; ///< it has lasted long enough to be shown
    };

    void refresh();

    const Theme& m_theme;
    std::vector<Task> m_tasks; // oldest first
    int m_lastId = 0;
    QTimer m_clock;
    QVBoxLayout* m_rows;
    ElidedLabel* m_more;
    ElidedLabel* m_idle;
};

} // namespace headwaters
