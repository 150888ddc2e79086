#include "widgets/tasks/taskrow.h"

#include "widgets/common/accessible.h"
#include "widgets/common/determinatebar.h"
#include "widgets/common/elidedlabel.h"
#include "widgets/common/numberformat.h"
#include "widgets/theme/metrics.h"

#include <QFontMetrics>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

#include <algorithm>

namespace headwaters {

namespace {

constexpr int barWidth = 220;

} // namespace

TaskRow::TaskRow(
    const Theme& theme, const QString& icon, const QString& what, const QString& unit, QWidget* parent)
    : QWidget(parent),
      m_theme(theme),
      m_iconName(icon),
      m_what(what),
      m_unit(unit),
      m_icon(new QLabel(this)),
      m_name(new ElidedLabel(theme, Theme::font(TextStyle::Label), &Colours::text2, this)),
      m_bar(new DeterminateBar(theme, this)),
      m_progress(new ElidedLabel(theme, Theme::mono(TextStyle::Caption), &Colours::text2, this)),
      m_time(new ElidedLabel(theme, Theme::mono(TextStyle::Caption), &Colours::text2, this)),
      m_cancel(new QPushButton(tr("Cancel"), this))
{
    m_started.start();
    setFixedHeight(metrics::taskRow);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(metrics::pad, 1, 0, 1);
    row->setSpacing(metrics::pad);
    row->addWidget(m_icon);
    m_name->setText(what);
    row->addWidget(m_name);
    m_bar->setMaximumWidth(barWidth);
    row->addWidget(m_bar, 100); // up to its largest width before the stretch at the end gets any
    row->addWidget(m_progress);
    row->addWidget(m_time);
    row->addWidget(m_cancel);
    // Room for the usual texts, so that bars and buttons of neighbouring rows stand below each other.
    const QFontMetrics measure(m_time->font());
    m_progress->setMinimumWidth(measure.horizontalAdvance(QStringLiteral("00 of 00 layers")));
    m_time->setMinimumWidth(measure.horizontalAdvance(taskTimeText(0, 1, 2)));
    row->addStretch(1);
    m_cancel->setAccessibleName(tr("Cancel: %1").arg(what));
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        m_cancel->setEnabled(false);
        m_cancel->setText(tr("Stopping"));
        m_cancel->setToolTip(tr("The job has been asked to stop."));
        Q_EMIT cancelClicked();
    });
    connect(&theme, &Theme::changed, this, &TaskRow::refreshIcon);
    refreshIcon();
    setProgress(0, 0);
}

void TaskRow::setProgress(int done, int total)
{
    m_total = std::max(total, 0);
    m_done = std::clamp(done, 0, m_total);
    m_bar->setProgress(m_done, m_total);
    m_progress->setText(progressText());
    tick();
}

void TaskRow::setTimeLeft(std::optional<double> seconds)
{
    m_left = seconds;
    tick();
}

void TaskRow::setWhat(const QString& what)
{
    m_what = what;
    m_name->setText(what);
    m_cancel->setAccessibleName(tr("Cancel: %1").arg(what));
    tick();
}

void TaskRow::tick()
{
    const double elapsed = static_cast<double>(m_started.elapsed()) / 1000.0;
    m_time->setText(m_left ? taskTimeText(elapsed, *m_left) : taskTimeText(elapsed, m_done, m_total));
    describe(this, m_what, QStringLiteral("%1, %2").arg(progressText(), m_time->text()));
}

QString TaskRow::progressText() const
{
    if (m_total == 0)
        return tr("starting");
    if (m_unit.isEmpty())
        return shareText(static_cast<double>(m_done) / m_total);
    return tr("%1 of %2 %3").arg(m_done).arg(m_total).arg(m_unit);
}

void TaskRow::refreshIcon()
{
    m_icon->setPixmap(
        m_theme.pixmap(m_iconName, metrics::icon, m_theme.colours().accent, devicePixelRatioF()));
}

QString taskTimeText(double elapsedSeconds, int done, int total)
{
    if (done <= 0 || total <= 0)
        return TaskRow::tr("%1 elapsed").arg(durationText(elapsedSeconds));
    return taskTimeText(elapsedSeconds, elapsedSeconds * (total - done) / done);
}

QString taskTimeText(double elapsedSeconds, double secondsLeft)
{
    return TaskRow::tr("%1 elapsed, about %2 left")
        .arg(durationText(elapsedSeconds), durationText(secondsLeft + 0.5));
}

} // namespace headwaters
