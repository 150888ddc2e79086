// The Interventions view in the window, on the bundled model.
#include "app/intervening.h"
#include "app/interventioncontrols.h"
#include "app/viewarea.h"
#include "app/windowtesting.h"
#include "widgets/interventions/interventionsview.h"
#include "widgets/prompt/promptdock.h"
#include "widgets/tasks/taskstrip.h"

#include <QElapsedTimer>
#include <QSignalSpy>

#include <cmath>
#include <limits>

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

struct Bench {
    std::unique_ptr<OffscreenWindow> offscreen = openedWindow();

    Bench()
    {
        window().views().setCurrentView(window().interventions().view());
        waitFor([this] { return model().hasRun() && model().outcome(); });
    }
    [[nodiscard]] MainWindow& window() { return offscreen->window(); }
    [[nodiscard]] Intervening& intervening() { return window().interventions().intervening(); }
    [[nodiscard]] InterventionModel& model() { return intervening().model(); }
    void waitFor(const std::function<bool()>& isDone) { offscreen->waitUntil(isDone); }
    /// Puts the strongest head on the stack, removed, and waits for what it does.
    void add(HeadIndex head)
    {
        Intervention item;
        item.heads = {head};
        model().add(item);
        waitFor([this] { return model().outcome() != nullptr; });
    }
    void sweep()
    {
        model().sweep();
        waitFor([this] { return !intervening().isBusy(); });
    }
};

} // namespace

TEST_CASE("a stack of two interventions is live, and undo takes them back")
{
    Bench bench;
    InterventionModel& model = bench.model();
    const auto effects = bench.offscreen->document().runModel().effects();
    CHECK(model.outcome()->clean.difference == Approx(effects->logitDifference).epsilon(1e-4));
    CHECK(model.outcome()->end == model.outcome()->clean);
    bench.add({5, 5});
    const double first = model.outcome()->end.difference;
    CHECK(first != Approx(model.outcome()->clean.difference));
    bench.add({4, 4});
    const double both = model.outcome()->end.difference;
    REQUIRE(model.outcome()->along.size() == 2);
    CHECK(model.outcome()->along[0].difference == Approx(first).margin(1e-4));
    CHECK(model.outcome()->along[1].difference == Approx(both).margin(1e-4));
    CHECK(model.outcome()->after.front().probability > 0);
    bench.window().actions().undo->trigger();
    bench.waitFor([&] { return model.outcome() != nullptr; });
    CHECK(model.stack().items.size() == 1);
    CHECK(model.outcome()->end.difference == Approx(first).margin(1e-4));
    bench.window().actions().redo->trigger();
    CHECK(model.stack().items.size() == 2);
}

TEST_CASE("a sweep of heads equals what each alone does, with its control beside it")
{
    Bench bench;
    InterventionModel& model = bench.model();
    REQUIRE(model.place().hasOther); // the example's twin
    REQUIRE(model.place().references > 0);
    bench.sweep();
    REQUIRE(model.sweepState() == InterventionModel::SweepState::Ready);
    CHECK(model.map()->rowsDone == 6);
    bench.add({5, 5});
    CHECK(model.map()->at(5, 5)->difference == Approx(model.outcome()->end.difference).margin(1e-4));
    CHECK(bench.window().interventions().view()->figure() != nullptr);
    for (const SweepChoice& choice :
         {SweepChoice{SweepKind::Heads, Replacement::Mean, {}, true},
          SweepChoice{SweepKind::Patterns, Replacement::Corrupted, {}, false},
          SweepChoice{SweepKind::PathsToValue, Replacement::Corrupted, {5, 5}, false}}) {
        model.setChoice(choice);
        CAPTURE(sweepName(choice.kind, choice.head));
        bench.sweep();
        CHECK(model.sweepState() == InterventionModel::SweepState::Ready);
        CHECK(model.map()->at(0, 0).has_value());
        CHECK(model.map()->control.front().has_value());
    }
    bench.window().promptDock().nextExample();
    settle(*bench.offscreen);
    bench.waitFor([&] { return model.sweepState() == InterventionModel::SweepState::Stale; });
    CHECK(bench.window().interventions().view()->figure() == nullptr);
}

TEST_CASE("a sweep is cancelled within 100 ms and keeps the rows that are there")
{
    Bench bench;
    InterventionModel& model = bench.model();
    model.setChoice({SweepKind::HeadsByPosition, Replacement::Zero, {}, false});
    qint64 least = std::numeric_limits<qint64>::max();
    for (int round = 0; round < 3; ++round) {
        model.sweep();
        bench.waitFor([&] { return model.map() != nullptr && model.map()->rowsDone > 0; });
        CHECK(bench.window().taskStrip().taskCount() == 1);
        CHECK(bench.window().actions().cancel->isEnabled());
        QElapsedTimer timer;
        timer.start();
        bench.window().actions().cancel->trigger();
        bench.waitFor([&] { return !bench.intervening().isBusy(); });
        least = std::min(least, timer.elapsed());
        CHECK(model.sweepState() == InterventionModel::SweepState::Ready);
        CHECK(model.map()->rowsDone < model.map()->size.rows);
        CHECK(bench.window().taskStrip().taskCount() == 0);
    }
    CHECK(least < 100);
}

TEST_CASE("another prompt can be typed, and one of another length says so")
{
    Bench bench;
    InterventionModel& model = bench.model();
    model.setOtherPrompt(u"Too short"_s);
    CHECK_FALSE(model.place().hasOther);
    CHECK(model.otherNote().contains(u"as many"_s));
    model.setOtherPrompt({});
    CHECK(model.otherNote().isEmpty());
    CHECK_FALSE(model.place().hasOther);
}
