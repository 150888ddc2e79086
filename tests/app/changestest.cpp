// What the other views show of a stack of interventions, in the window on the bundled model.
#include "app/changecontrols.h"

#include "app/comparer.h"
#include "app/interventioncontrols.h"
#include "app/scancontrols.h"
#include "app/viewarea.h"
#include "app/windowtesting.h"
#include "widgets/atlas/atlasview.h"
#include "widgets/circuit/circuitview.h"
#include "widgets/compare/compareeditor.h"
#include "widgets/compare/comparerow.h"
#include "widgets/interventions/changesstrip.h"
#include "widgets/interventions/interventionsview.h"
#include "widgets/lens/lensview.h"
#include "widgets/prompt/runstate.h"
#include "widgets/stages/stagesview.h"

#include <QPushButton>

#include <cmath>

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

struct ChangesBench {
    std::unique_ptr<OffscreenWindow> offscreen = openedWindow();

    [[nodiscard]] MainWindow& window() { return offscreen->window(); }
    [[nodiscard]] InterventionModel& model() { return window().interventions().intervening().model(); }
    [[nodiscard]] Comparer& comparer() { return window().comparer(); }
    [[nodiscard]] ChangesStrip& strip()
    {
        auto* strip = window().findChild<ChangesStrip*>();
        REQUIRE(strip);
        return *strip;
    }
    void waitFor(const std::function<bool()>& isDone) { offscreen->waitUntil(isDone); }
    void show(View* view) { window().views().setCurrentView(view); }
    void remove(const std::vector<HeadIndex>& heads)
    {
        Intervention item;
        item.heads = heads;
        model().add(item);
        waitFor([this] { return model().outcome() != nullptr; });
    }
    [[nodiscard]] const RunModel& b() { return comparer().comparison().b(); }
    /// B shows the run with so many changes, and nothing is under way.
    void waitForChanges(qsizetype count)
    {
        waitFor([this, count] {
            return b().result() && b().result()->changes.size() == count && comparer().isSettled();
        });
    }
};

} // namespace

TEST_CASE("a stack that is on is said above every other view, and can be switched off there")
{
    ChangesBench bench;
    MainWindow& window = bench.window();
    CHECK_FALSE(bench.strip().isVisible());
    bench.remove({{5, 5}});
    CHECK(bench.strip().isVisible());
    CHECK(bench.strip().heading() == u"1 change on"_s);
    CHECK(bench.strip().effect().contains(u" → "_s));
    CHECK(window.findChild<RunStateLabel*>()->text().endsWith(u", 1 change on"_s));
    bench.remove({{4, 4}});
    CHECK(bench.strip().heading() == u"2 changes on"_s);
    CHECK(bench.strip().action().text() == u"Show the difference"_s);
    for (View* view : {static_cast<View*>(window.scans().view()), static_cast<View*>(&window.circuit())}) {
        bench.show(view);
        CHECK(bench.strip().isVisible());
        CHECK(bench.strip().sentence().contains(u"cannot show them"_s));
        CHECK(bench.strip().action().isHidden());
    }
    bench.show(window.interventions().view());
    CHECK_FALSE(bench.strip().isVisible()); // the view says it itself
    bench.show(&window.atlas());
    bench.strip().switchOff().click();
    CHECK_FALSE(bench.strip().isVisible());
    CHECK(bench.model().stack().isEmpty());
    CHECK(bench.model().stack().items.size() == 2);
    bench.model().undoStack().undo(); // one step
    CHECK(bench.strip().heading() == u"2 changes on"_s);
}

TEST_CASE("the difference of the stack stands in the wall and in the map, and follows the stack")
{
    ChangesBench bench;
    const auto unchanged = bench.offscreen->document().runModel().result();
    bench.remove({{2, 2}});
    bench.strip().action().click();
    bench.waitForChanges(1);
    Comparison& comparison = bench.comparer().comparison();
    CHECK(comparison.shown() == Comparison::Shown::Difference);
    CHECK(bench.window().compareEditor().isHidden()); // there is no prompt of its own
    CHECK(bench.strip().action().text() == u"Hide the difference"_s);
    REQUIRE(comparison.differences().size() == 6);
    CHECK(comparison.differences()[1]->heads[0].largest == 0);
    CHECK(comparison.differences()[3]->heads[0].largest > 0);
    // The numbers of B are those that the stack was measured by.
    const auto effects = bench.b().effects();
    CHECK(effects->logitDifference == Approx(bench.model().outcome()->end.difference).margin(1e-3));
    CHECK(effects->heads[2][2] == 0);
    CHECK(bench.window().atlas().compareRow()->sentence().contains(u"with 1 change"_s));
    const auto figure = bench.window().atlas().figure();
    REQUIRE(figure);
    CHECK(figure->provenance().settings.filter(u"changed: zero z of 2.2"_s).size() == 1);
    // Live: another change, and one taken back.
    bench.remove({{3, 3}});
    bench.waitForChanges(2);
    bench.model().undoStack().undo();
    bench.waitForChanges(1);
    CHECK(bench.offscreen->document().runModel().result() == unchanged); // A is what it was
    bench.strip().switchOff().click();
    bench.waitFor([&] { return !comparison.isOn(); });
    CHECK(bench.comparer().second() == nullptr);
}

TEST_CASE("the difference is hidden again, and gives way to another comparison")
{
    ChangesBench bench;
    bench.remove({{2, 2}});
    bench.strip().action().click();
    bench.waitForChanges(1);
    bench.strip().action().click();
    bench.waitFor([&] { return !bench.comparer().comparison().isOn(); });
    CHECK(bench.strip().isVisible());
    CHECK(bench.strip().action().text() == u"Show the difference"_s);
    bench.strip().action().click();
    bench.waitForChanges(1);
    bench.comparer().compareRequest(
        {u"When Mary and John went to the shop, John gave a book to"_s, true, {}, {}});
    bench.waitFor([&] { return bench.comparer().isSettled(); });
    CHECK(bench.b().result()->changes.isEmpty());
    CHECK(bench.strip().action().text() == u"Show the difference"_s);
    CHECK_FALSE(bench.window().compareEditor().isHidden());
    // And back: the other comparison goes.
    bench.strip().action().click();
    bench.waitForChanges(1);
    CHECK(bench.strip().action().text() == u"Hide the difference"_s);
}

TEST_CASE("the lens reads the changed run, and says so")
{
    ChangesBench bench;
    bench.remove({{5, 5}, {5, 4}, {4, 4}});
    LensView& lens = bench.window().lens();
    bench.show(&lens);
    const auto settled = [&] { return bench.window().lensing().isSettled(); };
    const LensModel& model = bench.window().lensing().model();
    bench.waitFor([&] { return model.lens() && settled(); });
    const auto before = model.lens();
    CHECK(before->changes.isEmpty());
    CHECK(bench.strip().sentence() == u"This view shows the run without them."_s);
    bench.strip().action().click();
    bench.waitFor([&] { return model.lens() && !model.lens()->changes.isEmpty() && settled(); });
    const auto after = model.lens();
    CHECK(lens.title().endsWith(u"with 1 change"_s));
    const std::size_t last = after->cell(after->rows.size() - 1, after->positions.size() - 1);
    const double moved = after->words[0].logProbability[last] - before->words[0].logProbability[last];
    const CausalMeasures& clean = bench.model().outcome()->clean;
    const CausalMeasures& end = bench.model().outcome()->end;
    CHECK(moved == Approx(std::log(end.probability) - std::log(clean.probability)).margin(1e-3));
    // Below the first layer that is changed nothing is.
    CHECK(after->words[0].logProbability[0] == before->words[0].logProbability[0]);
    bench.strip().action().click();
    bench.waitFor([&] { return model.lens() && model.lens()->changes.isEmpty() && settled(); });
    CHECK_FALSE(lens.title().contains(u"change"_s));
}
