// The card of an edge: its evidence, and what its removal does in a new run.
#include "app/circuitbench.h"
#include "widgets/circuit/cardlists.h"
#include "widgets/circuit/circuitinspector.h"
#include "widgets/circuit/circuittext.h"
#include "widgets/common/errorbar.h"
#include "widgets/common/segmentedcontrol.h"
#include "widgets/tasks/taskstrip.h"

#include <QApplication>
#include <QPushButton>
#include <QTest>

#include <cmath>

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

/// The window with a circuit and one of its edges locked, evidence there.
struct EdgeBench : CircuitBench {
    EdgeBench() : inspector(*window().findChild<CircuitInspector*>())
    {
        trace();
        edge = edgeToClick();
        lockEdge(edge);
    }

    const EdgeTrial& removed()
    {
        REQUIRE(waitFor([this] {
            const EdgeTrial* trial = model().trial(EdgeOperation::Remove);
            return trial && trial->control && !model().running();
        }));
        return *model().trial(EdgeOperation::Remove);
    }

    CircuitInspector& inspector;
    int edge = -1;
};

double summed(const EdgeEvidence& evidence)
{
    double sum = 0;
    for (const EdgeEvidence::Share& share : evidence.shares)
        sum += share.value;
    return sum;
}

} // namespace

TEST_CASE("a click near an edge locks it, and its directions add up to what it adds")
{
    CircuitBench bench;
    bench.trace();
    auto& inspector = *bench.window().findChild<CircuitInspector*>();
    const int edge = bench.edgeToClick();
    const CircuitSpot spot{CircuitSpot::Kind::Edge, edge};
    QTest::mouseMove(bench.canvas().viewport(), bench.canvas().pointOf(spot));
    bench.clickOn(spot);
    REQUIRE(bench.model().locked() == spot);
    CHECK(inspector.isVisible());
    REQUIRE(CircuitBench::waitFor([&] { return bench.model().evidence() != nullptr; }));

    const EdgeEvidence& evidence = *bench.model().evidence();
    CHECK(evidence.shares.size() == 32); // all directions of a head
    CHECK(summed(evidence) == Approx(evidence.sum).margin(1e-9));
    CHECK(std::abs(evidence.residual) < 1e-6 * (1 + std::abs(evidence.score)));
    std::vector<int> listed;
    for (const EdgeEvidence::Share& share : evidence.shares) {
        if (share.isListed)
            listed.push_back(share.direction);
    }
    std::vector<int> directions = *bench.circuit().edges[static_cast<std::size_t>(edge)].directions;
    std::sort(directions.begin(), directions.end());
    std::sort(listed.begin(), listed.end());
    CHECK(listed == directions);

    REQUIRE(inspector.edgeCard());
    CHECK(inspector.edgeCard()->isWithin);
    CHECK(inspector.edgeCard()->residual.contains(QChar(0x2713)));
    CHECK_FALSE(inspector.directions().lines().empty());
    double shown = 0;
    for (const DirectionLine& line : inspector.directions().lines())
        shown += QString(line.value).replace(QChar(0x2212), u'-').toDouble();
    CHECK(shown == Approx(evidence.sum).margin(0.006 * 40)); // two decimals a line
    bench.clickOn(spot);
    CHECK_FALSE(bench.model().locked());
}

TEST_CASE("the nearest point within 30 px answers, further away nothing does")
{
    CircuitBench bench;
    bench.trace();
    const QRect area = bench.canvas().viewport()->rect();
    int met = 0;
    int missed = 0;
    for (int x = 4; x < area.width(); x += 40) {
        for (int y = 4; y < area.height(); y += 40) {
            const QPointF point(x, y);
            const auto spot = bench.canvas().spotAt(point);
            double nearest = 1e9;
            for (const int node : bench.view().shown()->nodes)
                nearest = std::min(
                    nearest, QLineF(point, bench.canvas().pointOf({CircuitSpot::Kind::Node, node})).length());
            if (!spot) {
                ++missed;
                CHECK(nearest > 28);
            } else {
                ++met;
            }
        }
    }
    CHECK(met > 0);
    CHECK(missed > 0);
}

TEST_CASE("removing an edge gives a new number, and beside it what random directions do")
{
    EdgeBench bench;
    const double before = bench.document().runModel().effects()->logitDifference;
    QPushButton& remove = bench.inspector.removeButton();
    REQUIRE(remove.isEnabled());
    QTest::mouseClick(&remove, Qt::LeftButton);
    CHECK(bench.model().running() == EdgeOperation::Remove);
    CHECK_FALSE(remove.isEnabled());
    CHECK(bench.window().taskStrip().taskCount() >= 1);
    const EdgeTrial trial = bench.removed();
    CHECK(bench.window().taskStrip().taskCount() == 0);
    CHECK(trial.reach == EdgeReach::Local);
    CHECK(trial.result.cleanDifference == Approx(before).margin(1e-3)); // float32 in the window's run
    CHECK(std::abs(trial.result.changedDifference - trial.result.cleanDifference) > 1e-6);
    CHECK(trial.result.changedAttention < trial.result.cleanAttention);
    CHECK(trial.control->cleanDifference == Approx(trial.result.cleanDifference).margin(1e-9));
    CHECK(trial.control->directions != trial.result.directions);
    CHECK(trial.control->directions.front().size() == trial.result.directions.front().size());

    REQUIRE(bench.inspector.edgeCard()->trials.size() == 3);
    CHECK(bench.inspector.edgeCard()->trials[2].isControl);
    CHECK(
        bench.inspector.edgeCard()->trials[0].difference != bench.inspector.edgeCard()->trials[1].difference);
    CHECK(bench.window().errorBar().isHidden());

    bench.actions().undo->trigger();
    CHECK_FALSE(bench.model().trial(EdgeOperation::Remove));
    bench.actions().redo->trigger();
    REQUIRE(bench.model().trial(EdgeOperation::Remove));
    CHECK(bench.model().trial(EdgeOperation::Remove)->control);
}

TEST_CASE("local and global changes are two numbers, and boosting is the opposite way")
{
    EdgeBench bench;
    bench.actions().removeEdge->trigger();
    const EdgeChangeResult local = bench.removed().result;
    Q_EMIT bench.inspector.reach().chosen(1);
    CHECK(bench.model().reach() == EdgeReach::Global);
    CHECK_FALSE(bench.model().trial(EdgeOperation::Remove));
    bench.actions().removeEdge->trigger();
    const EdgeChangeResult global = bench.removed().result;
    CHECK(global.cleanDifference == Approx(local.cleanDifference).margin(1e-9));
    CHECK(std::abs(global.changedDifference - local.changedDifference) > 1e-9);

    Q_EMIT bench.inspector.reach().chosen(0);
    CHECK(bench.model().trial(EdgeOperation::Remove)->result.changedDifference == local.changedDifference);
    bench.actions().boostEdge->trigger();
    REQUIRE(bench.waitFor([&] {
        const EdgeTrial* trial = bench.model().trial(EdgeOperation::Boost);
        return trial && trial->control;
    }));
    CHECK(bench.model().trial(EdgeOperation::Boost)->result.changedAttention >= local.cleanAttention - 1e-9);
}

TEST_CASE("every edge of the circuit has evidence that adds up, or says why it has none")
{
    CircuitBench bench;
    bench.trace();
    const auto count = static_cast<int>(bench.circuit().edges.size());
    for (int edge = 0; edge < count; edge += 7) {
        CAPTURE(edge);
        bench.lockEdge(edge);
        const CircuitEdge& line = bench.circuit().edges[static_cast<std::size_t>(edge)];
        if (isRootEdge(bench.circuit(), line)) {
            CHECK(bench.model().evidenceNote().contains(u"logits"_s));
            CHECK_FALSE(bench.actions().removeEdge->isEnabled());
            continue;
        }
        REQUIRE(bench.model().evidence());
        CHECK(summed(*bench.model().evidence()) == Approx(bench.model().evidence()->sum).margin(1e-9));
        CHECK(
            std::abs(bench.model().evidence()->residual)
            < 1e-6 * (1 + std::abs(bench.model().evidence()->score)));
        CHECK(bench.actions().removeEdge->isEnabled());
    }
    CHECK(bench.window().errorBar().isHidden());
}

TEST_CASE("while edges are locked one after another, the evidence is that of the last")
{
    CircuitBench bench;
    bench.trace();
    for (int edge = 0; edge < 40; ++edge) {
        bench.model().lock(CircuitSpot{CircuitSpot::Kind::Edge, edge});
        QApplication::processEvents();
    }
    const int last = bench.edgeToClick();
    bench.lockEdge(last);
    REQUIRE(bench.model().evidence());
    const auto& directions = *bench.circuit().edges[static_cast<std::size_t>(last)].directions;
    const auto listed = std::count_if(
        bench.model().evidence()->shares.begin(), bench.model().evidence()->shares.end(),
        [](const EdgeEvidence::Share& share) { return share.isListed; });
    CHECK(static_cast<std::size_t>(listed) == directions.size());
    QTest::qWait(50);
    CHECK(bench.model().evidence());
}
