#include "core/circuit/merge.h"

#include "core/circuit/circuitids.h"
#include "core/circuit/nodeidtext.h"
#include "core/circuit/prune.h"
#include "tests/support/circuits.h"

#include <map>
#include <set>

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

using Wanted = std::tuple<int, int, EdgeSide, double>;

Circuit made(const std::vector<CircuitNode>& nodes, const std::vector<Wanted>& edges)
{
    Circuit circuit;
    circuit.nodes = nodes;
    for (const auto& [from, to, side, weight] : edges) {
        CircuitEdge edge;
        edge.from = from;
        edge.to = to;
        edge.side = side;
        edge.weight = weight;
        circuit.edges.push_back(edge);
    }
    return circuit;
}

std::shared_ptr<const Circuit> shared(Circuit circuit)
{
    return std::make_shared<const Circuit>(std::move(circuit));
}

const CircuitNode root = rootNode(directionRootLabel(), u"end"_s);
const CircuitNode mover = headNode({9, 9}, u"end"_s, u"IO"_s);
const CircuitNode inhibitor = headNode({8, 6}, u"end"_s, u"S2"_s);
const CircuitNode mlp = partNode(CircuitPart::Mlp, 0, u"end"_s);

CircuitNode appearing(CircuitNode node, int appearances)
{
    node.appearances = appearances;
    return node;
}

QStringList namesOf(const Circuit& circuit)
{
    QStringList names;
    for (const CircuitNode& node : circuit.nodes)
        names << nodeTitle(node);
    return names;
}

} // namespace

TEST_CASE("merging divides by the number of graphs, whether or not they have the edge")
{
    const auto query = EdgeSide::Query;
    Circuit first =
        made({root, mover, inhibitor}, {{1, 0, query, 3}, {2, 1, query, 1}, {2, 1, EdgeSide::Key, 7}});
    first.edges[1].directions = std::vector<int>{4, 6};
    first.nodes[1].attention = 0.5;
    first.nodes[1].destinationPosition = 14;
    first.nodes[1].sourcePosition = 2;
    first.firings = 3;
    first.nearTies = {{u"9.9"_s, 0.5}};
    first.request.targets = {1};
    first.request.rival = 2;
    Circuit second =
        made({mover, root, mlp, inhibitor}, {{0, 1, query, 6}, {2, 0, query, -1}, {3, 0, query, 4}});
    second.edges[2].directions = std::vector<int>{5};
    second.nodes[0].attention = 0.25;
    second.nodes[0].destinationPosition = 14;
    second.nodes[0].sourcePosition = 3;
    second.firings = 4;
    second.request.targets = {3};
    second.request.rival = 2;
    Circuit third = made({root, mover}, {{1, 0, query, 0.5}});
    third.request.rival = 2;
    Circuit none;
    none.request.rival = 2;

    // Given out of order: the prompts' numbers decide.
    const Circuit merged =
        mergedCircuit({{40, shared(third)}, {7, shared(second)}, {0, shared(first)}, {9, shared(none)}});
    CHECK(merged.graphs == 3);
    CHECK(merged.note == u"1 of 4 prompts gave no circuit."_s);
    CHECK(merged.firings == 7);
    REQUIRE(merged.nearTies.size() == 1);
    CHECK(merged.nearTies[0].where == u"prompt 0: 9.9"_s);
    CHECK(merged.request.targets.empty());
    CHECK(merged.request.rival == 2);
    REQUIRE(merged.nodes.size() == 4);
    CHECK(merged.nodes[0] == appearing(root, 3));
    CHECK(merged.nodes[1].id == mover.id);
    CHECK(merged.nodes[1].appearances == 3);
    CHECK(merged.nodes[1].attention == 0.375);
    CHECK(merged.nodes[1].destinationPosition == -1); // unknown in the third
    CHECK(merged.nodes[1].sourcePosition == -1);
    CHECK(merged.nodes[2].appearances == 2);
    CHECK(merged.nodes[3].appearances == 1);
    REQUIRE(merged.edges.size() == 4);
    CHECK(merged.edges[0].weight == 9.5 / 3);
    CHECK(merged.edges[0].prompts == std::vector<int>{0, 7, 40});
    CHECK(merged.edges[1].weight == 5.0 / 3);
    CHECK(merged.edges[1].prompts == std::vector<int>{0, 7});
    CHECK(merged.edges[1].directions == std::vector<int>{4, 6});
    CHECK(merged.edges[2].side == EdgeSide::Key);
    CHECK(merged.edges[2].weight == 7.0 / 3);
    CHECK(merged.edges[3].weight == -1.0 / 3);
    CHECK(merged.edges[3].from == 3);
    CHECK(merged.edges[3].to == 1);
}

TEST_CASE("merging one circuit keeps its weights, and merging all fixtures adds up")
{
    const FixtureCircuits fixtures(u"traces_accpp.json"_s);
    const Circuit only = fixtures.circuit(0);
    const Circuit merged = mergedCircuit({{5, shared(only)}});
    REQUIRE(merged.edges.size() == only.edges.size());
    for (std::size_t at = 0; at < only.edges.size(); ++at)
        CHECK(merged.edges[at].weight == only.edges[at].weight);

    // Two fixtures against sums over a plain map.
    const Circuit other = fixtures.circuit(1);
    std::map<std::tuple<NodeId, NodeId, EdgeSide>, double> sums;
    std::set<NodeId> names;
    for (const Circuit* circuit : {&only, &other}) {
        for (const CircuitEdge& edge : circuit->edges) {
            const NodeId& from = circuit->nodes[static_cast<std::size_t>(edge.from)].id;
            const NodeId& to = circuit->nodes[static_cast<std::size_t>(edge.to)].id;
            sums[{from, to, edge.side}] += edge.weight;
            names.insert({from, to});
        }
    }
    const Circuit both = mergedCircuit({{0, shared(only)}, {1, shared(other)}});
    CHECK(both.nodes.size() == names.size());
    CHECK(both.edges.size() == sums.size());
    for (const CircuitEdge& edge : both.edges) {
        const NodeId& from = both.nodes[static_cast<std::size_t>(edge.from)].id;
        const NodeId& to = both.nodes[static_cast<std::size_t>(edge.to)].id;
        CHECK(edge.weight == sums.at({from, to, edge.side}) / 2);
    }
}

TEST_CASE("pruning rounds half to even and drops what stands alone")
{
    const auto query = EdgeSide::Query;
    Circuit merged = made(
        {appearing(root, 5), appearing(mover, 5), appearing(inhibitor, 2), appearing(mlp, 1)},
        {{1, 0, query, 1}, {2, 1, query, 1}, {3, 2, query, 1}});
    merged.graphs = 5;
    // Of 5 graphs 0.1 means 0.5, rounded to 0; 0.3 means 1.5, rounded to 2; 0.5 means 2.5, rounded to 2.
    CHECK(namesOf(prunedCircuit(merged, 0.1)).size() == 4);
    CHECK(
        namesOf(prunedCircuit(merged, 0.3))
        == QStringList{u"Logit direction · end"_s, u"9.9 · end ← IO"_s, u"8.6 · end ← S2"_s});
    CHECK(namesOf(prunedCircuit(merged, 0.5)).size() == 3);
    CHECK(namesOf(prunedCircuit(merged, 0.6)).size() == 2);
    CHECK(prunedCircuit(merged, 0.6).edges.size() == 1);

    merged.nodes[1].appearances = 0; // without the mover the inhibitor stands alone, and so does the root
    CHECK(prunedCircuit(merged, 0.3).nodes.empty());
}

TEST_CASE("the top layers keep heads that fire more often than the bound above the layer")
{
    Circuit circuit;
    circuit.request.method = TraceMethod::Sad;
    const auto fired = [](CircuitNode node, int firings) {
        node.firings = firings;
        return node;
    };
    circuit = made(
        {fired(headOutputNode({6, 0}), 400), fired(headOutputNode({7, 1}), 65),
         fired(headOutputNode({7, 9}), 66), fired(headInputNode({9, 9}, u"end"_s), 305),
         fired(headOutputNode({9, 9}), 305), fired(headOutputNode({10, 3}), 100)},
        {{0, 3, EdgeSide::Query, 1},
         {1, 3, EdgeSide::Query, 1},
         {2, 3, EdgeSide::Query, 1},
         {3, 4, EdgeSide::Query, 2000}});
    const Circuit top = topLayers(circuit);
    CHECK(namesOf(top) == QStringList{u"7.9"_s, u"end of 9.9"_s, u"9.9"_s, u"10.3"_s});
    CHECK(top.edges.size() == 2);
    CHECK(topLayers(circuit, 0, 5).nodes.size() == 6);
    CHECK(topLayers(circuit, 304, 0).nodes.size() == 3);
}

TEST_CASE("causal pruning keeps root edges and measured edges that hang on a root")
{
    const auto query = EdgeSide::Query;
    Circuit circuit = made(
        {root, mover, inhibitor, mlp, partNode(CircuitPart::Embedding, 0, u"end"_s),
         partNode(CircuitPart::AttentionBias, 3, u"end"_s)},
        {{1, 0, query, 3},
         {2, 1, query, 2},
         {3, 2, query, 1},
         {4, 2, query, 1},
         {5, 1, query, 6},
         {5, 2, query, 1}});
    circuit.edges[1].differences = {-1, 0.5}; // mean -0.25
    circuit.edges[2].differences = {0.1, -0.1}; // mean 0
    circuit.edges[3].differences = {-9}; // too few prompts
    circuit.edges[4].differences = {0.25, 0.25};
    const Circuit pruned = causallyPruned(circuit, 2, 0.25);
    CHECK(
        namesOf(pruned)
        == QStringList{
            u"Logit direction · end"_s, u"9.9 · end ← IO"_s, u"8.6 · end ← S2"_s, u"AH bias 3 · end"_s});
    REQUIRE(pruned.edges.size() == 3);
    CHECK(pruned.edges[0].meanDifference == 2.0);
    CHECK(pruned.edges[0].normWeight == 1.0);
    CHECK(pruned.edges[1].meanDifference == 0.25);
    CHECK(pruned.edges[1].normWeight == 0.25);
    CHECK(pruned.edges[2].normWeight == 0.75);

    circuit.edges[1].differences.clear(); // now what enters the inhibitor hangs on no root
    circuit.edges[2].differences = {1, 1};
    CHECK(causallyPruned(circuit, 2, 0.25).nodes.size() == 3);
}
