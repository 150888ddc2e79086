// The Stages view in the window, on the bundled model.
#include "app/scancontrols.h"
#include "app/viewarea.h"
#include "app/windowtesting.h"
#include "widgets/atlas/atlasview.h"
#include "widgets/stages/stagesinspector.h"
#include "widgets/stages/stagesview.h"
#include "widgets/stages/stagetable.h"
#include "widgets/tasks/taskstrip.h"

#include <QAction>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

ScanSettings fewTypes()
{
    ScanSettings settings;
    settings.tier = Tier::Observed;
    settings.types = {HeadType::PreviousToken, HeadType::Induction};
    settings.seeds = 2;
    settings.prompts = 6;
    return settings;
}

struct Bench {
    QTemporaryDir folder;
    std::unique_ptr<OffscreenWindow> offscreen = openedWindow();

    explicit Bench(const ScanSettings& settings = fewTypes())
    {
        window().views().setCurrentView(window().scans().view());
        model().setSettings(settings);
    }
    [[nodiscard]] MainWindow& window() { return offscreen->window(); }
    [[nodiscard]] Scanning& scanning() { return window().scans().scanning(); }
    [[nodiscard]] StagesModel& model() { return scanning().model(); }
    void keep() { scanning().keepIn(ScanStore(folder.path()), KeptReports(folder.path())); }
    void scan()
    {
        window().actions().scan->trigger();
        offscreen->waitUntil([this] { return model().state() != StagesModel::State::Scanning; });
        REQUIRE(model().state() == StagesModel::State::Ready);
    }
};

} // namespace

TEST_CASE("a scan says what it costs, runs with progress and shows its report")
{
    Bench bench;
    bench.offscreen->waitUntil([&] { return bench.model().cost().has_value(); });
    CHECK(bench.model().cost()->forwards > 0);
    const QSignalSpy progress(&bench.scanning(), &Scanning::progressed);
    bench.scan();
    CHECK(progress.count() > 0);
    CHECK(bench.window().taskStrip().taskCount() == 0);
    const auto report = bench.model().report();
    REQUIRE(report);
    CHECK(report->settings == fewTypes());
    CHECK(report->at({5, 5}).of(HeadType::Induction)->finding == Finding::Yes);
    CHECK(bench.window().scans().view()->figure() != nullptr);
}

TEST_CASE("a scan is cancelled within a moment and goes on from its finished steps")
{
    ScanSettings settings = fewTypes();
    settings.prompts = 64;
    Bench bench(settings);
    bench.offscreen->waitUntil([&] { return bench.model().cost().has_value(); });
    const int all = bench.model().cost()->forwards;
    bench.window().actions().scan->trigger();
    bench.offscreen->waitUntil([&] { return bench.model().report() != nullptr; }); // a step is finished
    CHECK(bench.window().actions().cancel->isEnabled());
    bench.window().actions().cancel->trigger();
    bench.offscreen->waitUntil([&] { return !bench.scanning().isBusy(); });
    CHECK(bench.model().state() == StagesModel::State::Empty);
    bench.offscreen->waitUntil(
        [&] { return bench.model().cost().has_value() && bench.model().cost()->forwards < all; });
    bench.scan();
    CHECK(bench.model().report()->heads.size() == 36);
}

TEST_CASE("evidence stands in the inspector, with an example that is run again")
{
    Bench bench;
    bench.scan();
    bench.model().wantExample({5, 5}, HeadType::Induction);
    bench.offscreen->waitUntil([&] { return bench.model().example() != nullptr; });
    const HeadExample& example = *bench.model().example();
    const std::size_t tokens = example.prompt.ids.size();
    CHECK(example.pattern.size() == tokens * tokens);
    CHECK(example.attribution.size() == tokens);
    CHECK(example.attributionOf.startsWith(u"logit of"_s));
    CHECK(bench.window().scans().evidence().isVisible());
    bench.window().views().setCurrentView(&bench.window().atlas());
    CHECK_FALSE(bench.window().scans().evidence().isVisible());
}

TEST_CASE("a finished scan is listed, and is there at once when it is asked for again")
{
    Bench bench;
    bench.keep();
    bench.offscreen->waitUntil(
        [&] { return !bench.offscreen->document().runModel().model().sha256.isEmpty(); });
    bench.scan();
    REQUIRE(bench.model().kept().size() == 1);
    CHECK(bench.model().kept()[0].label.startsWith(u"observed · 2 types · seeds 1 to 2"_s));
    StagesShown shown = bench.model().shown();
    shown.mode = StagesShown::Mode::Difference;
    shown.a.kept = bench.model().kept()[0].key;
    bench.model().setShown(shown);
    bench.offscreen->waitUntil([&] { return bench.model().reportOf(shown.a) != nullptr; });
    CHECK(bench.model().reportOf(shown.a)->heads.size() == 36);
}

TEST_CASE("the table is sorted by a click on its header; one type alone is shown on the grid")
{
    Bench bench;
    bench.scan();
    StagesShown shown = bench.model().shown();
    shown.mode = StagesShown::Mode::Type;
    shown.type = HeadType::Induction;
    shown.onlyOfType = true;
    bench.model().setShown(shown);
    StageTable& table = bench.window().scans().view()->table();
    const int some = table.model()->rowCount();
    CHECK(some > 5);
    CHECK(some < 36);
    table.sortByColumn(StageTableModel::Score, Qt::DescendingOrder);
    const auto score = [&](int row) {
        return bench.model().report()->at(table.headAt(row)).of(HeadType::Induction)->score;
    };
    for (int row = 1; row < some; ++row)
        CHECK(score(row) <= score(row - 1));
    table.sortByColumn(StageTableModel::Score, Qt::AscendingOrder);
    CHECK(score(0) <= score(some - 1));
}
