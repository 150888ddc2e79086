// Graphs made by hand after the rules of sparse attention decomposition (specification 3.3).
#include "core/circuit/sadgraph.h"

#include "core/circuit/circuitids.h"
#include "support/testing.h"

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

const HeadIndex previous{0, 9};
const HeadIndex inhibitor{8, 6};
const HeadIndex mover{9, 9};

SadGraph::Edge edge(HeadIndex from, HeadIndex to, const QString& role, double weight)
{
    SadGraph::Edge made;
    made.from = from;
    made.to = to;
    made.role = role;
    made.position = 4;
    made.weight = weight;
    made.sourceToken = u"IO"_s;
    made.destinationToken = u"end"_s;
    return made;
}

int nodeAt(const Circuit& circuit, const CircuitNode& wanted)
{
    for (std::size_t at = 0; at < circuit.nodes.size(); ++at) {
        if (circuit.nodes[at].id == wanted.id)
            return static_cast<int>(at);
    }
    FAIL("no node " << nodeTitle(wanted).toStdString());
    return -1;
}

const CircuitEdge& edgeBetween(const Circuit& circuit, const CircuitNode& from, const CircuitNode& to)
{
    for (const CircuitEdge& one : circuit.edges) {
        if (one.from == nodeAt(circuit, from) && one.to == nodeAt(circuit, to))
            return one;
    }
    FAIL("no edge " << nodeTitle(from).toStdString() << " to " << nodeTitle(to).toStdString());
    return circuit.edges.front();
}

} // namespace

TEST_CASE("an edge counts once a prompt, and its weight is the mean over what counted")
{
    SadGraph graph(false);
    graph.add(0, edge(inhibitor, mover, u"end"_s, 4));
    graph.add(0, edge(inhibitor, mover, u"end"_s, 100)); // another firing of the same prompt
    graph.add(3, edge(inhibitor, mover, u"end"_s, 2));
    graph.add(3, edge(inhibitor, mover, u"end"_s, 100));
    graph.add(5, edge(inhibitor, mover, u"end"_s, 3));
    const Circuit circuit = graph.finish({});
    const CircuitEdge& merged =
        edgeBetween(circuit, headOutputNode(inhibitor), headInputNode(mover, u"end"_s));
    CHECK(merged.count == 3);
    CHECK(merged.total == Approx(9));
    CHECK(merged.weight == Approx(3));
    CHECK(merged.firstPrompt == 0);
    CHECK(merged.prompts == std::vector<int>{0, 3, 5});
    CHECK_FALSE(merged.isConnector);
}

TEST_CASE("compat suppresses repetitions in the first prompt of an edge alone")
{
    SadGraph graph(true);
    graph.add(0, edge(inhibitor, mover, u"end"_s, 4));
    graph.add(0, edge(inhibitor, mover, u"end"_s, 100)); // suppressed
    graph.add(3, edge(inhibitor, mover, u"end"_s, 2));
    graph.add(3, edge(inhibitor, mover, u"end"_s, 6)); // counts again
    graph.add(0, edge(inhibitor, mover, u"end"_s, 100)); // suppressed still
    const Circuit circuit = graph.finish({});
    const CircuitEdge& merged =
        edgeBetween(circuit, headOutputNode(inhibitor), headInputNode(mover, u"end"_s));
    CHECK(merged.count == 3); // more than the prompts that have it
    CHECK(merged.total == Approx(12));
    CHECK(merged.weight == Approx(4));
    CHECK(merged.prompts == std::vector<int>{0, 3});
}

TEST_CASE("edges that meet in one input keep the attributes of the first, whatever came later")
{
    SadGraph graph(false);
    SadGraph::Edge first = edge(inhibitor, mover, u"end"_s, 1);
    first.side = EdgeSide::Key;
    first.sourceToken = u"11"_s;
    graph.add(2, first);
    SadGraph::Edge second = edge(inhibitor, mover, u"end"_s, 3);
    second.side = EdgeSide::Query;
    second.position = 7;
    second.destinationToken = u"S2"_s;
    graph.add(4, second);
    const Circuit circuit = graph.finish({});
    const CircuitEdge& merged =
        edgeBetween(circuit, headOutputNode(inhibitor), headInputNode(mover, u"end"_s));
    CHECK(merged.side == EdgeSide::Key);
    CHECK(merged.sourceToken == u"11"_s);
    CHECK(merged.destinationToken == u"end"_s);
    CHECK(merged.firstPrompt == 2);
    CHECK(merged.weight == Approx(2));
    // The role is at token 4 of one prompt and at token 7 of the other, so it has no place of its own.
    CHECK(circuit.nodes[static_cast<std::size_t>(merged.to)].destinationPosition == -1);
    SadGraph alone(false);
    alone.add(2, first);
    const Circuit one = alone.finish({});
    const CircuitEdge& only = edgeBetween(one, headOutputNode(inhibitor), headInputNode(mover, u"end"_s));
    CHECK(one.nodes[static_cast<std::size_t>(only.to)].destinationPosition == 4);
}

TEST_CASE("a connector joins each input to its head and sums what enters it")
{
    SadGraph graph(false);
    SadGraph::Edge late = edge(previous, mover, u"end"_s, 1); // sorts first, came second
    late.side = EdgeSide::Key;
    late.sourceToken = u"S2"_s;
    graph.add(0, edge(inhibitor, mover, u"end"_s, 2));
    graph.add(1, late);
    graph.add(2, late);
    graph.add(2, edge(inhibitor, mover, u"IO"_s, 5));
    graph.add(2, edge(previous, inhibitor, u"end"_s, 5));
    const Circuit circuit = graph.finish({});

    const CircuitEdge& connector =
        edgeBetween(circuit, headInputNode(mover, u"end"_s), headOutputNode(mover));
    CHECK(connector.isConnector);
    CHECK(connector.weight == SadGraph::connectorWeight);
    CHECK(connector.total == SadGraph::connectorWeight);
    CHECK(connector.count == 3);
    CHECK_FALSE(connector.firstPrompt);
    CHECK(connector.side == EdgeSide::Query); // of the edge that came first
    CHECK(connector.sourceToken == u"IO"_s);
    CHECK(edgeBetween(circuit, headInputNode(mover, u"IO"_s), headOutputNode(mover)).count == 1);
    CHECK(edgeBetween(circuit, headInputNode(inhibitor, u"end"_s), headOutputNode(inhibitor)).isConnector);
    // 0.9, 8.6 and 9.9 as outputs, three inputs; four edges and three connectors.
    CHECK(circuit.nodes.size() == 6);
    CHECK(circuit.edges.size() == 7);
}

TEST_CASE("both nodes of a head carry its firings, heads that never fired none")
{
    SadGraph graph(false);
    graph.add(0, edge(inhibitor, mover, u"end"_s, 2));
    const Circuit circuit = graph.finish({{mover, 12}, {previous, 3}});
    const auto firings = [&](const CircuitNode& node) {
        return circuit.nodes[static_cast<std::size_t>(nodeAt(circuit, node))].firings;
    };
    CHECK(firings(headOutputNode(mover)) == 12);
    CHECK(firings(headInputNode(mover, u"end"_s)) == 12);
    CHECK(firings(headOutputNode(inhibitor)) == 0);
    CHECK(circuit.nodes.size() == 3); // a head without edges is no node
}

TEST_CASE("a graph without edges is empty")
{
    const Circuit circuit = SadGraph(false).finish({{mover, 12}});
    CHECK(circuit.isEmpty());
    CHECK(circuit.nodes.empty());
}
