#include "widgets/tasks/taskstrip.h"

#include "tests/support/testing.h"
#include "tests/widgets/support/gallery.h"
#include "widgets/common/accessible.h"
#include "widgets/common/determinatebar.h"
#include "widgets/common/numberformat.h"
#include "widgets/tasks/taskrow.h"
#include "widgets/theme/metrics.h"

#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace headwaters;

namespace {

int begin(TaskStrip& strip, const QString& what, const QString& unit = {})
{
    return strip.addTask(QStringLiteral("run"), what, unit);
}

// Waits for a fact instead of a time; gives up after two seconds.
template <typename Fact> bool becomes(const Fact& fact)
{
    for (int wait = 0; wait < 100 && !fact(); ++wait)
        QTest::qWait(20);
    return fact();
}

} // namespace

TEST_CASE("a job that ends at once is never shown, one that lasts is")
{
    const Theme theme;
    TaskStrip strip(theme);
    strip.show();
    const int brief = begin(strip, QStringLiteral("Read a head"));
    CHECK(strip.shownRows().empty());
    strip.endTask(brief);
    const int run = begin(strip, QStringLiteral("Run the prompt"));
    CHECK(strip.shownRows().empty());
    CHECK(becomes([&strip] { return strip.shownRows().size() == 1; }));
    strip.endTask(run);
    CHECK(strip.shownRows().empty());
    CHECK(strip.taskCount() == 0);
}

TEST_CASE("three rows are shown and the rest counted; an ended job makes room")
{
    const Theme theme;
    TaskStrip strip(theme);
    strip.show();
    std::vector<int> ids;
    for (int job = 0; job < 5; ++job)
        ids.push_back(begin(strip, QStringLiteral("Job %1").arg(job)));
    CHECK(becomes([&strip] { return strip.moreText() == QStringLiteral("+2 more"); }));
    CHECK(strip.shownRows().size() == 3);
    CHECK(strip.shownRows()[0]->accessibleName() == QStringLiteral("Job 0"));
    QCoreApplication::processEvents();
    CHECK(strip.sizeHint().height() >= 3 * metrics::taskRow);
    strip.endTask(ids[0]);
    CHECK(strip.moreText() == QStringLiteral("+1 more"));
    CHECK(strip.shownRows()[0]->accessibleName() == QStringLiteral("Job 1"));
}

TEST_CASE("progress is a share, or a count where the steps have a name")
{
    const Theme theme;
    TaskRow share(theme, QStringLiteral("run"), QStringLiteral("Scan"), {});
    CHECK(share.progressText() == QStringLiteral("starting"));
    share.setProgress(31, 50);
    CHECK(share.progressText() == shareText(0.62));
    CHECK(share.findChild<DeterminateBar*>()->share() == Approx(0.62));
    TaskRow count(theme, QStringLiteral("run"), QStringLiteral("Run"), QStringLiteral("layers"));
    count.setProgress(3, 6);
    CHECK(count.progressText() == QStringLiteral("3 of 6 layers"));
    CHECK(describedValue(&count).startsWith(QStringLiteral("3 of 6 layers, 0:00 elapsed")));
    count.setProgress(9, 6);
    CHECK(count.progressText() == QStringLiteral("6 of 6 layers"));
}

TEST_CASE("the time left is what the steps so far promise")
{
    CHECK(taskTimeText(14, 62, 100) == QStringLiteral("0:14 elapsed, about 0:09 left"));
    CHECK(taskTimeText(14, 0, 100) == QStringLiteral("0:14 elapsed"));
    CHECK(taskTimeText(14, 100, 100) == QStringLiteral("0:14 elapsed, about 0:00 left"));
}

TEST_CASE("a job that knows its time left says that, not what its steps promise")
{
    const Theme theme;
    TaskRow row(theme, QStringLiteral("run"), QStringLiteral("Scan"), QStringLiteral("forwards"));
    row.setProgress(1, 9000);
    row.setTimeLeft(185);
    CHECK(describedValue(&row).endsWith(QStringLiteral("about 3:05 left")));
    row.setTimeLeft(std::nullopt);
    CHECK_FALSE(describedValue(&row).contains(QStringLiteral("3:05")));
}

TEST_CASE("cancel names the job, once, and leaves the row until the job has ended")
{
    const Theme theme;
    TaskStrip strip(theme);
    strip.show();
    begin(strip, QStringLiteral("First"));
    const int second = begin(strip, QStringLiteral("Second"));
    REQUIRE(becomes([&strip] { return strip.shownRows().size() == 2; }));
    QSignalSpy cancelled(&strip, &TaskStrip::cancelRequested);
    auto* button = strip.shownRows()[1]->findChild<QPushButton*>();
    QTest::mouseClick(button, Qt::LeftButton);
    QTest::mouseClick(button, Qt::LeftButton);
    REQUIRE(cancelled.size() == 1);
    CHECK(cancelled[0][0].toInt() == second);
    CHECK(strip.taskCount() == 2);
    strip.endTask(second);
    strip.endTask(second);
    strip.setProgress(second, 1, 2);
    CHECK(strip.taskCount() == 1);
}

TEST_CASE("the strip draws in both themes")
{
    for (const bool dark : {false, true}) {
        const Dressed dressed(dark);
        TaskStrip strip(dressed.theme);
        strip.setIdleText(QString::fromUtf8("6 layers × 6 heads · 15 tokens"));
        const QImage idle = pictureOf(strip, {1280, 28}, dark ? "tasks-idle-dark" : "tasks-idle-light");
        CHECK(idle.pixelColor(4, 14) == dressed.theme.colours().window);
        for (int job = 0; job < 4; ++job)
            strip.setProgress(
                begin(
                    strip, QStringLiteral("Run the prompt"), job % 2 ? QStringLiteral("layers") : QString()),
                job + 2, 6);
        REQUIRE(becomes([&strip] { return strip.shownRows().size() == 3; }));
        pictureOf(strip, {1280, strip.sizeHint().height()}, dark ? "tasks-dark" : "tasks-light");
        const auto* bar = strip.shownRows()[0]->findChild<DeterminateBar*>();
        CHECK(bar->size() == QSize(220, 6));
    }
}
