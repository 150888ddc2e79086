#include "core/circuit/foldededges.h"

#include "support/testing.h"

using namespace headwaters;

namespace {

CircuitEdge edge(int from, int to, EdgeSide side, double weight)
{
    CircuitEdge edge;
    edge.from = from;
    edge.to = to;
    edge.side = side;
    edge.weight = weight;
    return edge;
}

Circuit fiveNodes()
{
    Circuit circuit;
    circuit.nodes.resize(5);
    circuit.edges = {
        edge(0, 2, EdgeSide::Key, 1), edge(0, 3, EdgeSide::Key, -3), edge(1, 2, EdgeSide::Query, 2),
        edge(2, 4, EdgeSide::Query, 2), edge(2, 3, EdgeSide::Query, 2)};
    return circuit;
}

} // namespace

TEST_CASE("Edges between two boxes are summed by side, with their share of all weight")
{
    // Strengths of root edges may have another unit than the weights.
    const std::vector<double> strengths{0.25, 0.75, 0.5, 1, 0};
    const std::vector<FoldedEdge> folded = foldedEdges(fiveNodes(), strengths, {{0}, {2, 3}, {4}});
    REQUIRE(folded.size() == 2);
    CHECK(folded[0].from == 0);
    CHECK(folded[0].to == 1);
    CHECK(folded[0].side == EdgeSide::Key);
    CHECK(folded[0].weight == Approx(-2));
    CHECK(folded[0].share == Approx(0.4)); // (0.25 + 0.75) of 2.5
    CHECK(folded[0].edges == std::vector<int>{1, 0}); // the strongest first
    CHECK(folded[1].to == 2);
    CHECK(folded[1].share == Approx(0.4));
}

TEST_CASE("Connectors and nodes outside every box leave no trace")
{
    Circuit circuit = fiveNodes();
    circuit.edges[0].isConnector = true;
    const std::vector<FoldedEdge> folded = foldedEdges(circuit, std::vector<double>(5, 1), {{0}, {2}});
    CHECK(folded.empty());
    CHECK(foldedEdges(circuit, std::vector<double>(5, 1), {}).empty());
}
