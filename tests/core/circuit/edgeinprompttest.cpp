#include "core/circuit/edgeinprompt.h"
#include "core/circuit/circuitids.h"
#include "support/problem.h"
#include "tests/support/testing.h"

using namespace headwaters;

namespace {

const std::vector<QString> labels{
    QStringLiteral("When"), QStringLiteral(" Mary"), QStringLiteral(" to"), QStringLiteral(" to (1)")};

/// 2.0 (to (1), Mary) writes for the query and the key of 5.1 (to (1), to (1)), and an MLP for its query.
Circuit someCircuit()
{
    Circuit circuit;
    circuit.nodes = {
        headNode({5, 1}, labels[3], labels[3]), headNode({2, 0}, labels[3], labels[1]),
        partNode(CircuitPart::Mlp, 3, labels[3])};
    for (const auto& [from, side] :
         {std::pair{1, EdgeSide::Query}, {1, EdgeSide::Key}, {2, EdgeSide::Query}}) {
        CircuitEdge edge;
        edge.from = from;
        edge.side = side;
        edge.directions = std::vector<int>{from, 7};
        circuit.edges.push_back(edge);
    }
    return circuit;
}

} // namespace

TEST_CASE("An edge's tokens are found in a prompt by their labels")
{
    const Circuit circuit = someCircuit();
    const auto target = edgeInPrompt(circuit, circuit.edges[0], labels);
    REQUIRE(target);
    CHECK(target->upstream.destinationPosition == 3);
    CHECK(target->upstream.sourcePosition == 1);
    CHECK(target->downstream.destinationPosition == 3);
    CHECK(target->downstream.sourcePosition == 3);
    CHECK(target->directions == std::vector<int>{1, 7});
    const auto mlp = edgeInPrompt(circuit, circuit.edges[2], labels);
    REQUIRE(mlp);
    CHECK(mlp->upstream.sourcePosition == 3);
    CHECK_FALSE(edgeInPrompt(circuit, circuit.edges[0], {labels[0], labels[3]}));
}

TEST_CASE("Positions of a circuit count in its own prompt alone")
{
    Circuit circuit = someCircuit();
    for (CircuitNode& node : circuit.nodes)
        node.destinationPosition = node.sourcePosition = 2;
    circuit.tokens = labels;
    CHECK(edgeInPrompt(circuit, circuit.edges[0], labels)->downstream.destinationPosition == 2);
    const std::vector<QString> other{labels[1], labels[3]};
    const auto moved = edgeInPrompt(circuit, circuit.edges[0], other);
    REQUIRE(moved);
    CHECK(moved->downstream.destinationPosition == 1);
    CHECK(moved->upstream.sourcePosition == 0);
}

TEST_CASE("A SAD edge names its firing by roles or positions")
{
    Circuit circuit;
    circuit.request.method = TraceMethod::Sad;
    circuit.nodes = {headInputNode({9, 9}, QStringLiteral("end")), headOutputNode({8, 6})};
    CircuitEdge edge;
    edge.from = 1;
    edge.destinationToken = QStringLiteral("end");
    edge.sourceToken = QStringLiteral("1");
    circuit.edges = {edge};
    const std::vector<QString> roles{QString(), QString(), QStringLiteral("end")};
    const auto target = edgeInPrompt(circuit, edge, roles);
    REQUIRE(target);
    CHECK(target->downstream.destinationPosition == 2);
    CHECK(target->downstream.sourcePosition == 1);
    CHECK(target->upstream.headIndex() == HeadIndex{8, 6});
    circuit.edges[0].sourceToken = QStringLiteral("3");
    CHECK_FALSE(edgeInPrompt(circuit, circuit.edges[0], roles));
    circuit.edges[0].sourceToken = QStringLiteral("IO");
    CHECK_FALSE(edgeInPrompt(circuit, circuit.edges[0], roles));
}

TEST_CASE("An edge is named by its nodes, and by its type where two share them")
{
    const Circuit circuit = someCircuit();
    const QString heads = QStringLiteral("(2, 0, ' to (1)', ' Mary') -> (5, 1, ' to (1)', ' to (1)')");
    CHECK(edgeName(circuit, circuit.edges[1]) == heads + QStringLiteral(" s"));
    CHECK(edgeNamed(circuit, heads + QStringLiteral(" d")) == 0);
    CHECK(edgeNamed(circuit, QStringLiteral("  ") + heads + QStringLiteral(" s ")) == 1);
    CHECK(
        edgeNamed(circuit, QStringLiteral("(3, 'MLP', ' to (1)', ' to (1)')->(5, 1, ' to (1)', ' to (1)')"))
        == 2);
    const auto refused = [&](const QString& name) {
        const Problem problem = problemOf([&] { (void)edgeNamed(circuit, name); });
        checkSentence(problem.summary);
        CHECK(problem.kind == Problem::Kind::BadInput);
        return problem.summary;
    };
    CHECK(refused(heads).contains(QLatin1String("two edges")));
    CHECK(refused(QStringLiteral("5.1 -> 9.9")).contains(QStringLiteral("no edge “5.1 -> 9.9”")));
    CHECK(refused(QString(4000, QLatin1Char('x'))).contains(QLatin1String("no edge")));
}
