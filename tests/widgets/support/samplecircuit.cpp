#include "widgets/support/samplecircuit.h"

#include "core/circuit/tokenlabels.h"
#include "support/circuits.h"
#include "widgets/circuit/circuittext.h"
#include "widgets/support/samplerun.h"

#include <cmath>

namespace headwaters {

std::shared_ptr<const Circuit> sampleCircuit()
{
    Circuit circuit = FixtureCircuits(QStringLiteral("traces_accpp.json")).circuit(0);
    std::vector<QString> texts;
    const auto result = sampleRun();
    for (const Token& token : result->tokens)
        texts.push_back(tokenText(token.bytes));
    circuit.tokens = tokenLabels(texts);
    const auto positionOf = [&circuit](const QString& label) {
        const auto place = std::find(circuit.tokens.begin(), circuit.tokens.end(), label);
        REQUIRE((label.isEmpty() || place != circuit.tokens.end()));
        return label.isEmpty() ? -1 : static_cast<int>(place - circuit.tokens.begin());
    };
    for (CircuitNode& node : circuit.nodes) {
        node.destinationPosition = positionOf(node.destination);
        node.sourcePosition = positionOf(node.source);
    }
    circuit.request.targets = {result->effects.target};
    circuit.request.rival = result->effects.rival;
    return std::make_shared<Circuit>(std::move(circuit));
}

std::shared_ptr<const Circuit> largeCircuit(int nodes, int edges)
{
    constexpr int layers = 12;
    constexpr int tokens = 30;
    Circuit circuit;
    for (int token = 0; token < tokens; ++token)
        circuit.tokens.push_back(QStringLiteral(" token%1").arg(token));
    CircuitNode root;
    root.part = CircuitPart::Root;
    root.label = QStringLiteral("Logit direction");
    root.destination = circuit.tokens.back();
    root.destinationPosition = tokens - 1;
    root.id.items = {root.label, root.destination};
    circuit.nodes.push_back(root);
    for (int index = 1; index < nodes; ++index) {
        CircuitNode node;
        node.part = CircuitPart::Head;
        node.layer = layers - 1 - (index - 1) * layers / (nodes - 1);
        node.head = index % 12;
        node.destinationPosition = tokens - 1 - index * 7 % tokens;
        node.sourcePosition = node.destinationPosition * (index % 5) / 5;
        node.destination = circuit.tokens[static_cast<std::size_t>(node.destinationPosition)];
        node.source = circuit.tokens[static_cast<std::size_t>(node.sourcePosition)];
        node.id.items = {node.layer, node.head, node.destination, QString::number(index)};
        circuit.nodes.push_back(node);
    }
    for (int index = 0; index < edges; ++index) {
        CircuitEdge edge;
        edge.from = 1 + index % (nodes - 1);
        edge.to = index < nodes - 1 ? 0 : 1 + (index * 31) % (nodes - 1);
        // Upwards only: nodes are sorted by layer, the highest first.
        if (edge.to > edge.from)
            std::swap(edge.to, edge.from);
        const int lower = circuit.nodes[static_cast<std::size_t>(edge.from)].layer;
        if (edge.to != 0 && circuit.nodes[static_cast<std::size_t>(edge.to)].layer <= lower)
            edge.to = 0;
        edge.side = index % 3 == 0 ? EdgeSide::Key : EdgeSide::Query;
        edge.weight = std::exp(-6.0 * (index * 37 % edges) / edges);
        circuit.edges.push_back(edge);
    }
    return std::make_shared<Circuit>(std::move(circuit));
}

std::shared_ptr<const Circuit> emptyCircuit()
{
    Circuit circuit;
    circuit.note = QStringLiteral("No head writes on the difference; the largest part is MLP 3.");
    return std::make_shared<Circuit>(std::move(circuit));
}

int edgeBetween(const Circuit& circuit, const QString& from, const QString& to)
{
    int found = -1;
    for (std::size_t index = 0; index < circuit.edges.size(); ++index) {
        const CircuitEdge& edge = circuit.edges[index];
        const auto name = [&](int node) { return partName(circuit.nodes[static_cast<std::size_t>(node)]); };
        if (name(edge.from) == from && name(edge.to) == to
            && (found < 0 || edge.weight > circuit.edges[static_cast<std::size_t>(found)].weight))
            found = static_cast<int>(index);
    }
    return found;
}

int nodeNamed(const Circuit& circuit, const QString& name)
{
    for (std::size_t index = 0; index < circuit.nodes.size(); ++index) {
        if (partName(circuit.nodes[index]) == name)
            return static_cast<int>(index);
    }
    return -1;
}

std::shared_ptr<const EdgeEvidence> sampleEvidence()
{
    EdgeEvidence evidence;
    evidence.shares = {{2, 1.03, true}, {6, 0.74, true}, {4, 0.41, true}, {3, -0.17}, {18, 0.15}};
    for (int index = 0; index < 27; ++index)
        evidence.shares.push_back({index < 2 ? index : index + 5, index % 2 == 0 ? -0.03 : 0.0});
    for (const EdgeEvidence::Share& share : evidence.shares)
        evidence.sum += share.value;
    evidence.score = 9.42;
    evidence.residual = 1e-9;
    return std::make_shared<EdgeEvidence>(evidence);
}

std::shared_ptr<const DirectionReading> sampleReading(HeadIndex head, int direction)
{
    DirectionReading reading;
    reading.head = head;
    reading.direction = direction;
    reading.singularValue = 12.5;
    reading.ovSingularValue = 3.25;
    for (int id = 1; id <= 6; ++id) {
        reading.query.push_back({id, 4.0 - 0.3 * id});
        reading.key.push_back({id + 3, 3.6 - 0.2 * id});
        reading.written.push_back({id + 6, 3.0 - 0.2 * id});
    }
    return std::make_shared<DirectionReading>(reading);
}

} // namespace headwaters
