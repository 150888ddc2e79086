// What a head composes with, in the window, on the bundled model.
#include "core/engine/decompose/composition.h"
#include "app/scancontrols.h"
#include "app/viewarea.h"
#include "app/windowtesting.h"
#include "core/engine/session/snapshotmodel.h"
#include "widgets/atlas/atlasview.h"
#include "widgets/stages/compositionstrip.h"
#include "widgets/stages/stagegridwidget.h"
#include "widgets/stages/stagesview.h"

#include <QAction>

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

ScanSettings oneType()
{
    ScanSettings settings;
    settings.tier = Tier::Observed;
    settings.types = {HeadType::PreviousToken};
    settings.seeds = 1;
    settings.prompts = 4;
    return settings;
}

struct Bench {
    std::unique_ptr<OffscreenWindow> offscreen = openedWindow();

    Bench()
    {
        window().views().setCurrentView(window().scans().view());
        model().setSettings(oneType());
        window().actions().scan->trigger();
        offscreen->waitUntil([this] { return model().state() == StagesModel::State::Ready; });
        StagesShown shown = model().shown();
        shown.composition = true;
        model().setShown(shown);
    }
    [[nodiscard]] MainWindow& window() { return offscreen->window(); }
    [[nodiscard]] StagesModel& model() { return window().scans().scanning().model(); }
    [[nodiscard]] StagesView& view() { return *window().scans().view(); }
    [[nodiscard]] const HeadComposition& compositionOfLocked(HeadIndex head)
    {
        offscreen->document().selection().lockHead(head);
        offscreen->waitUntil([this] { return model().composition() != nullptr; });
        return *model().composition();
    }
};

} // namespace

TEST_CASE("the locked head's composition arrives, as the engine computes it, and is drawn")
{
    Bench bench;
    const HeadComposition& shown = bench.compositionOfLocked({2, 3});
    const HeadComposition expected =
        compositionOf(modelOf(bench.offscreen->document().snapshot()), {2, 3}, {});
    CHECK(shown.head == HeadIndex{2, 3});
    REQUIRE(shown.with.size() == expected.with.size());
    for (std::size_t at = 0; at < shown.with.size(); ++at) {
        for (std::size_t kind = 0; kind < compositionKindCount; ++kind)
            CHECK(shown.with[at][kind] == Approx(expected.with[at][kind]).margin(1e-12));
    }
    CHECK(bench.view().grid().grid().edges == strongestCompositions(shown));
    CHECK(bench.view().composition().message().isEmpty());
}

TEST_CASE("composition is in the View menu, with a key, for the Stages view alone")
{
    Bench bench;
    QAction* action = bench.window().actions().composition;
    CHECK(action->isEnabled());
    action->trigger();
    CHECK_FALSE(bench.model().shown().composition); // the bench had it on
    CHECK_FALSE(bench.view().composition().isVisible());
    action->trigger();
    CHECK(bench.view().composition().isVisible());
    bench.window().views().setCurrentView(&bench.window().atlas());
    CHECK_FALSE(action->isEnabled());
}

TEST_CASE("while heads are stepped through only the last one's composition is shown")
{
    Bench bench;
    Selection& selection = bench.offscreen->document().selection();
    for (int head = 0; head < 5; ++head)
        selection.lockHead({4, head});
    CHECK(bench.compositionOfLocked({4, 5}).head == HeadIndex{4, 5});
    bench.offscreen->waitUntil([&] { return !bench.window().scans().composing().isBusy(); });
    CHECK(bench.model().composed() == HeadIndex{4, 5});
    CHECK(bench.view().grid().grid().edges.front().receiver == HeadIndex{4, 5});
}

TEST_CASE("composition does not wait for a scan")
{
    Bench bench;
    bench.model().setSettings(ScanSettings()); // of all types: it takes long
    bench.window().actions().scan->trigger();
    CHECK(bench.compositionOfLocked({3, 0}).head == HeadIndex{3, 0});
    CHECK(bench.window().scans().scanning().isBusy());
    bench.window().actions().cancel->trigger();
    bench.offscreen->waitUntil([&] { return !bench.window().scans().scanning().isBusy(); });
}
