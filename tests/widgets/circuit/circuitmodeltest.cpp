#include "widgets/circuit/circuitmodel.h"

#include "support/testing.h"
#include "widgets/support/samplecircuit.h"

#include <QSignalSpy>

using namespace headwaters;

namespace {

constexpr TokenId target = 3;
constexpr TokenId rival = 5;

struct Fixture {
    CircuitModel model;

    Fixture()
    {
        model.setRunInFront(1);
        model.setPair(target, rival);
    }
    void fill() { model.finishTrace(sampleCircuit(), 1); }
    [[nodiscard]] int edge(const char* from, const char* to) const
    {
        return edgeBetween(*model.circuit(), QLatin1String(from), QLatin1String(to));
    }
    void lockEdge(int index) { model.lock(CircuitSpot{CircuitSpot::Kind::Edge, index}); }
    [[nodiscard]] NodeId id(const char* name) const
    {
        return model.circuit()->nodes[static_cast<std::size_t>(node(name))].id;
    }
    [[nodiscard]] int node(const char* name) const
    {
        return nodeNamed(*model.circuit(), QLatin1String(name));
    }
};

} // namespace

TEST_CASE("A trace goes from wanted to ready, and to stale with another run")
{
    Fixture fixture;
    CircuitModel& model = fixture.model;
    QSignalSpy wanted(&model, &CircuitModel::traceWanted);
    CHECK(model.state() == CircuitModel::State::Empty);
    model.trace();
    CHECK(wanted.count() == 1);
    model.startTrace();
    CHECK(model.state() == CircuitModel::State::Tracing);
    model.setProgress(3, 12, QStringLiteral("14 firings"));
    CHECK(model.done() == 3);
    fixture.fill();
    CHECK(model.state() == CircuitModel::State::Ready);
    CHECK(model.kept().allEdges == 292);
    CHECK(model.kept().keptEdges <= legibleEdges);
    model.setRunInFront(2);
    CHECK(model.state() == CircuitModel::State::Stale);
    model.setRunInFront(1);
    CHECK(model.state() == CircuitModel::State::Ready);
    // A circuit out of a file belongs to no run.
    model.setOpened(sampleCircuit(), QStringLiteral("/tmp/a.graphml"));
    model.setRunInFront(7);
    CHECK(model.state() == CircuitModel::State::Ready);
}

TEST_CASE("A failed or cancelled trace leaves the circuit before")
{
    Fixture fixture;
    CircuitModel& model = fixture.model;
    fixture.fill();
    const auto before = model.circuit();
    model.startTrace();
    model.failTrace({Problem::Kind::Failed, QStringLiteral("No."), {}});
    CHECK(model.state() == CircuitModel::State::Failed);
    CHECK(model.circuit() == before);
    model.cancelTrace(); // Back to the circuit before
    CHECK(model.state() == CircuitModel::State::Ready);
    model.startTrace();
    model.failTrace({Problem::Kind::Cancelled, QStringLiteral("Stopped."), {}});
    CHECK(model.state() == CircuitModel::State::Ready);
}

TEST_CASE("An empty circuit is an answer: it is ready and has its sentence")
{
    Fixture fixture;
    fixture.model.finishTrace(emptyCircuit(), 1);
    CHECK(fixture.model.state() == CircuitModel::State::Ready);
    CHECK(fixture.model.filter() == nullptr);
    CHECK(fixture.model.kept().edges.empty());
}

TEST_CASE("Hover previews, click locks, a second click releases")
{
    Fixture fixture;
    CircuitModel& model = fixture.model;
    fixture.fill();
    const CircuitSpot node{CircuitSpot::Kind::Node, 3};
    const CircuitSpot edge{CircuitSpot::Kind::Edge, 4};
    model.toggle(node);
    CHECK(model.locked() == node);
    model.hover(edge);
    CHECK(model.shown() == edge);
    CHECK(model.locked() == node);
    model.hover(std::nullopt);
    CHECK(model.shown() == node);
    model.toggle(node);
    CHECK_FALSE(model.locked());
    model.lock(CircuitSpot{CircuitSpot::Kind::Node, 100000}); // is not there
    CHECK_FALSE(model.locked());
}

TEST_CASE("Pin, group, rename, fold, threshold and traces are undone one by one")
{
    Fixture fixture;
    CircuitModel& model = fixture.model;
    fixture.fill();
    model.setThreshold(0.1);
    model.setThreshold(0.2); // one step with the one before
    model.togglePin(fixture.node("5.5"));
    model.togglePin(fixture.node("4.4"));
    model.group({fixture.id("5.5"), fixture.id("4.4")}, QStringLiteral("group 1"));
    model.renameGroup(0, QStringLiteral("name movers"));
    model.foldGroup(0, false);
    CHECK_FALSE(model.desk().groups[0].isFolded);

    QUndoStack& undo = model.undoStack();
    undo.undo();
    CHECK(model.desk().groups[0].isFolded);
    undo.undo();
    CHECK(model.desk().groups[0].name == QStringLiteral("group 1"));
    undo.undo();
    CHECK(model.desk().groups.empty());
    CHECK(model.desk().pinned.size() == 2);
    undo.undo();
    undo.undo();
    CHECK(model.desk().pinned.empty());
    CHECK(model.desk().threshold == 0.2);
    undo.undo();
    CHECK(model.desk().threshold == model.desk().firstThreshold);
    CHECK(model.kept().keptEdges <= legibleEdges);
    undo.undo();
    CHECK(model.state() == CircuitModel::State::Empty);
    CHECK_FALSE(undo.canUndo());
    while (undo.canRedo())
        undo.redo();
    CHECK(model.desk().groups[0].name == QStringLiteral("name movers"));
    CHECK_FALSE(model.desk().groups[0].isFolded);
}

TEST_CASE("A new circuit keeps the pins that stand in it, and undo brings the others back")
{
    Fixture fixture;
    CircuitModel& model = fixture.model;
    fixture.fill();
    model.togglePin(fixture.node("5.5"));
    model.togglePin(fixture.node("0.2"));
    model.group({fixture.id("5.5"), fixture.id("0.2")}, QStringLiteral("both"));
    const NodeId kept = fixture.id("5.5");
    Circuit smaller = *sampleCircuit();
    for (CircuitNode& node : smaller.nodes) {
        if (node.headIndex() == HeadIndex{0, 2})
            node.id.items.push_back(qint64(9)); // another name
    }
    model.finishTrace(std::make_shared<const Circuit>(smaller), 1);
    CHECK(model.desk().pinned == std::vector<NodeId>{kept});
    CHECK(model.desk().groups[0].members == std::vector<NodeId>{kept});
    model.undoStack().undo();
    CHECK(model.desk().pinned.size() == 2);
    CHECK(model.desk().groups[0].members.size() == 2);
}

TEST_CASE("A locked edge asks for its evidence, and late answers are dropped")
{
    Fixture fixture;
    CircuitModel& model = fixture.model;
    fixture.fill();
    QSignalSpy wanted(&model, &CircuitModel::evidenceWanted);
    QSignalSpy read(&model, &CircuitModel::readingWanted);
    const int first = fixture.edge("0.2", "5.5");
    const int second = fixture.edge("3.5", "5.5");
    fixture.lockEdge(first);
    fixture.lockEdge(second);
    REQUIRE(wanted.count() == 2);
    CHECK(wanted[1][0].toInt() == second);
    model.setEvidence(first, sampleEvidence());
    CHECK_FALSE(model.evidence());
    model.setEvidence(second, sampleEvidence());
    REQUIRE(model.evidence());
    // The direction that adds most is read first.
    REQUIRE(read.count() == 1);
    CHECK(read[0][0].value<HeadIndex>() == HeadIndex{5, 5});
    CHECK(model.direction() == 2);
    model.setReading(sampleReading({5, 5}, 6)); // of another direction
    CHECK_FALSE(model.reading());
    model.setReading(sampleReading({5, 5}, 2));
    CHECK(model.reading());
    model.stepDirection(1);
    CHECK(model.direction() == 6);
    CHECK_FALSE(model.reading());
    model.stepDirection(-1);
    model.stepDirection(-1); // there is none before the first
    CHECK(model.direction() == 2);
}

TEST_CASE("Edges to the logits and of another run say why they have no evidence")
{
    Fixture fixture;
    CircuitModel& model = fixture.model;
    fixture.fill();
    QSignalSpy wanted(&model, &CircuitModel::evidenceWanted);
    fixture.lockEdge(fixture.edge("5.5", "Logit direction"));
    CHECK(wanted.isEmpty());
    CHECK(model.evidenceNote().contains(QStringLiteral("straight to the logits")));
    CHECK(model.changeBlocked().contains(QStringLiteral("no directions")));
    model.setRunInFront(2);
    fixture.lockEdge(fixture.edge("0.2", "5.5"));
    CHECK(wanted.isEmpty());
    CHECK(model.evidenceNote().contains(QStringLiteral("another run")));
    CHECK_FALSE(model.changeBlocked().isEmpty());
}

TEST_CASE("A change asks for itself and its random control, and both can be undone together")
{
    Fixture fixture;
    CircuitModel& model = fixture.model;
    fixture.fill();
    const int edge = fixture.edge("0.2", "5.5");
    fixture.lockEdge(edge);
    model.setEvidence(edge, sampleEvidence());
    CHECK(model.changedDirections() == std::vector<int>{2, 6, 4}); // listed ones, by their share
    std::vector<EdgeChange> wanted;
    QObject::connect(
        &model, &CircuitModel::changeWanted, [&](const EdgeChange& change) { wanted.push_back(change); });
    model.setReach(EdgeReach::Global);
    model.change(EdgeOperation::Boost);
    REQUIRE(wanted.size() == 2);
    CHECK(wanted[0].reach == EdgeReach::Global);
    CHECK(wanted[0].operation == EdgeOperation::Boost);
    CHECK(wanted[0].target == target);
    CHECK(wanted[0].rival == rival);
    CHECK(wanted[0].edges[0].directions == std::vector<int>{2, 6, 4});
    CHECK_FALSE(wanted[0].randomDirections);
    CHECK(wanted[1].randomDirections);
    CHECK(model.running() == EdgeOperation::Boost);
    model.change(EdgeOperation::Remove); // one at a time
    CHECK(wanted.size() == 2);

    model.setChangeResult(wanted[0], {4.6, 4.9, 0.99, 1.0, 1, 1, true, {}});
    CHECK_FALSE(model.running());
    REQUIRE(model.trial(EdgeOperation::Boost));
    CHECK_FALSE(model.trial(EdgeOperation::Boost)->control);
    model.setChangeResult(wanted[1], {4.6, 4.61, 0.99, 0.99, 1, 1, true, {}});
    REQUIRE(model.trial(EdgeOperation::Boost)->control);
    CHECK(model.trial(EdgeOperation::Boost)->control->changedDifference == 4.61);
    // Local was not tried, and another pair of tokens has other numbers.
    model.setReach(EdgeReach::Local);
    CHECK(model.trial(EdgeOperation::Boost) == nullptr);
    model.setReach(EdgeReach::Global);
    model.setPair(rival, target);
    CHECK(model.trial(EdgeOperation::Boost) == nullptr);
    model.setPair(target, rival);
    model.undoStack().undo();
    CHECK(model.trial(EdgeOperation::Boost) == nullptr);
    model.undoStack().redo();
    CHECK(model.trial(EdgeOperation::Boost)->control);
}

TEST_CASE("Faithfulness belongs to what is shown")
{
    Fixture fixture;
    CircuitModel& model = fixture.model;
    fixture.fill();
    QSignalSpy wanted(&model, &CircuitModel::faithfulnessWanted);
    model.setThreshold(0.1);
    model.measureFaithfulness();
    model.measureFaithfulness(); // is under way
    REQUIRE(wanted.count() == 1);
    CHECK(wanted[0][0].toDouble() == 0.1);
    model.setFaithfulness(Faithfulness{4.6, 4.3, 0.1, 0.93, 0, 1});
    CHECK(model.faithfulness()->kept == 0.93);
    model.setThreshold(0.2);
    CHECK_FALSE(model.faithfulness());
}
