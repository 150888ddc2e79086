#include "core/circuit/keptparts.h"
#include "core/circuit/circuitids.h"
#include "tests/support/testing.h"

using namespace headwaters;

namespace {

const std::vector<QString> labels{
    QStringLiteral("When"), QStringLiteral(" Mary"), QStringLiteral(" to"), QStringLiteral(" to (1)")};

CircuitNode at(CircuitNode node, int destination, int source)
{
    node.destinationPosition = destination;
    node.sourcePosition = source;
    return node;
}

} // namespace

TEST_CASE("A circuit holds its heads and MLPs where they write, once, and no biases or roots")
{
    Circuit circuit;
    circuit.nodes = {
        rootNode(directionRootLabel(), labels[3]),
        headNode({5, 1}, labels[3], labels[1]),
        headNode({5, 1}, labels[3], labels[2]),
        headNode({2, 0}, labels[1], labels[1]),
        partNode(CircuitPart::Mlp, 3, labels[2]),
        partNode(CircuitPart::AttentionBias, 3, labels[2]),
        partNode(CircuitPart::Embedding, 0, labels[2]),
        partNode(CircuitPart::AttentionOffset, 0, labels[2]),
        headNode({4, 4}, QStringLiteral(" John"), labels[1])};
    CHECK(keptParts(circuit, labels, 6) == std::vector<KeptPart>{{2, 0, 1}, {3, -1, 2}, {5, 1, 3}});
}

TEST_CASE("In its own prompt a circuit's positions count, whatever the labels")
{
    Circuit circuit;
    circuit.nodes = {at(headNode({5, 1}, labels[3], labels[1]), 2, 1)};
    CHECK(keptParts(circuit, labels, 6) == std::vector<KeptPart>{{5, 1, 3}});
    circuit.tokens = labels;
    CHECK(keptParts(circuit, labels, 6) == std::vector<KeptPart>{{5, 1, 2}});
}

TEST_CASE("A SAD graph holds heads at the inputs they write to, roots at the last token, and every MLP")
{
    Circuit circuit;
    circuit.request.method = TraceMethod::Sad;
    circuit.nodes = {
        headOutputNode({9, 9}), headInputNode({9, 9}, QStringLiteral("end")), headOutputNode({8, 6}),
        headInputNode({8, 6}, QStringLiteral("S2")), headOutputNode({5, 5})};
    CircuitEdge connector;
    connector.from = 1;
    connector.to = 0;
    connector.isConnector = true;
    CircuitEdge edge;
    edge.from = 2;
    edge.to = 1;
    CircuitEdge lower;
    lower.from = 4;
    lower.to = 3;
    circuit.edges = {connector, edge, lower};
    const std::vector<QString> roles{QString(), QStringLiteral("S2"), QStringLiteral("end")};
    std::vector<KeptPart> expected;
    for (int layer = 0; layer < 2; ++layer) {
        for (int position = 0; position < 3; ++position)
            expected.push_back({layer, -1, position});
    }
    expected.push_back({5, 5, 1});
    expected.push_back({8, 6, 2});
    expected.push_back({9, 9, 2});
    CHECK(keptParts(circuit, roles, 2) == expected);
}
