#include "widgets/tasks/taskstrip.h"

#include "widgets/common/elidedlabel.h"
#include "widgets/tasks/taskrow.h"
#include "widgets/theme/metrics.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>

namespace headwaters {

namespace {

constexpr int showAfter = 200; // ms: a shorter job would only flicker
constexpr std::size_t mostRows = 3;

} // namespace

TaskStrip::TaskStrip(const Theme& theme, QWidget* parent)
    : QWidget(parent),
      m_theme(theme),
      m_rows(new QVBoxLayout),
      m_more(new ElidedLabel(theme, Theme::font(TextStyle::Caption, 600), &Colours::text2, this)),
      m_idle(new ElidedLabel(theme, Theme::mono(TextStyle::Caption), &Colours::text3, this))
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 1, metrics::pad, 0);
    row->setSpacing(metrics::pad);
    m_rows->setSpacing(0);
    row->addLayout(m_rows, 1);
    for (ElidedLabel* label : {m_more, m_idle}) {
        label->setFixedHeight(metrics::taskRow - 1);
        row->addWidget(label, 0, Qt::AlignBottom);
    }
    m_more->hide();
    m_clock.setInterval(500);
    connect(&m_clock, &QTimer::timeout, this, [this] {
        for (const Task& task : m_tasks)
            task.row->tick();
    });
    connect(&theme, &Theme::changed, this, QOverload<>::of(&QWidget::update));
    setAccessibleName(tr("Tasks"));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setMinimumHeight(metrics::taskRow);
}

int TaskStrip::addTask(const QString& icon, const QString& what, const QString& unit)
{
    const int id = ++m_lastId;
    auto* row = new TaskRow(m_theme, icon, what, unit, this);
    row->hide();
    m_rows->insertWidget(0, row);
    m_tasks.push_back({id, row, false});
    connect(row, &TaskRow::cancelClicked, this, [this, id] { Q_EMIT cancelRequested(id); });
    QTimer::singleShot(showAfter, row, [this, id] {
        const auto task =
            std::find_if(m_tasks.begin(), m_tasks.end(), [id](const Task& each) { return each.id == id; });
        if (task != m_tasks.end())
            task->due = true;
        refresh();
    });
    return id;
}

void TaskStrip::setProgress(int id, int done, int total)
{
    for (const Task& task : m_tasks) {
        if (task.id == id)
            task.row->setProgress(done, total);
    }
}

void TaskStrip::setTimeLeft(int id, std::optional<double> seconds)
{
    for (const Task& task : m_tasks) {
        if (task.id == id)
            task.row->setTimeLeft(seconds);
    }
}

void TaskStrip::setWhat(int id, const QString& what)
{
    for (const Task& task : m_tasks) {
        if (task.id == id)
            task.row->setWhat(what);
    }
}

void TaskStrip::endTask(int id)
{
    const auto task =
        std::find_if(m_tasks.begin(), m_tasks.end(), [id](const Task& each) { return each.id == id; });
    if (task == m_tasks.end())
        return;
    // The row may be the sender of what ended the job.
    task->row->hide();
    task->row->deleteLater();
    m_rows->removeWidget(task->row);
    m_tasks.erase(task);
    refresh();
}

void TaskStrip::setIdleText(const QString& text)
{
    m_idle->setText(text);
}

std::vector<const TaskRow*> TaskStrip::shownRows() const
{
    std::vector<const TaskRow*> rows;
    for (const Task& task : m_tasks) {
        if (task.due && rows.size() < mostRows)
            rows.push_back(task.row);
    }
    return rows;
}

QString TaskStrip::moreText() const
{
    const auto due = std::count_if(m_tasks.begin(), m_tasks.end(), [](const Task& task) { return task.due; });
    const auto hidden = due - static_cast<std::ptrdiff_t>(mostRows);
    return hidden > 0 ? tr("+%1 more").arg(hidden) : QString();
}

void TaskStrip::refresh()
{
    const std::vector<const TaskRow*> shown = shownRows();
    for (const Task& task : m_tasks) {
        task.row->setVisible(std::find(shown.begin(), shown.end(), task.row) != shown.end());
        task.row->tick();
    }
    m_more->setText(moreText());
    m_more->setVisible(!moreText().isEmpty());
    if (shown.empty())
        m_clock.stop();
    else if (!m_clock.isActive())
        m_clock.start();
    updateGeometry();
}

void TaskStrip::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.colours().window);
    painter.fillRect(0, 0, width(), 1, m_theme.colours().line);
}

} // namespace headwaters
