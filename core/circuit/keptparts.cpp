#include "core/circuit/keptparts.h"

#include <set>

namespace headwaters {

namespace {

std::vector<int> placesOf(const QString& label, const std::vector<QString>& labels)
{
    std::vector<int> places;
    for (std::size_t at = 0; at < labels.size(); ++at) {
        if (!label.isEmpty() && labels[at] == label)
            places.push_back(static_cast<int>(at));
    }
    return places;
}

void addSad(std::set<KeptPart>& kept, const Circuit& circuit, const std::vector<QString>& labels, int nLayers)
{
    const int tokens = static_cast<int>(labels.size());
    for (int layer = 0; layer < nLayers; ++layer) {
        for (int position = 0; position < tokens; ++position)
            kept.insert({layer, -1, position});
    }
    std::vector<bool> writes(circuit.nodes.size(), false);
    for (const CircuitEdge& edge : circuit.edges) {
        const CircuitNode& from = circuit.nodes[static_cast<std::size_t>(edge.from)];
        const CircuitNode& to = circuit.nodes[static_cast<std::size_t>(edge.to)];
        if (from.part != CircuitPart::Head || to.part != CircuitPart::HeadInput)
            continue;
        writes[static_cast<std::size_t>(edge.from)] = true;
        for (const int position : placesOf(to.label, labels))
            kept.insert({from.layer, from.head, position});
    }
    for (std::size_t at = 0; at < circuit.nodes.size(); ++at) {
        const CircuitNode& node = circuit.nodes[at];
        if (node.part == CircuitPart::Head && !writes[at] && tokens > 0)
            kept.insert({node.layer, node.head, tokens - 1});
    }
}

} // namespace

std::vector<KeptPart> keptParts(const Circuit& circuit, const std::vector<QString>& labels, int nLayers)
{
    std::set<KeptPart> kept;
    if (circuit.request.method == TraceMethod::Sad) {
        addSad(kept, circuit, labels, nLayers);
        return {kept.begin(), kept.end()};
    }
    const bool isOwn = !circuit.tokens.empty() && circuit.tokens == labels;
    for (const CircuitNode& node : circuit.nodes) {
        if (node.part != CircuitPart::Head && node.part != CircuitPart::Mlp)
            continue;
        const int head = node.part == CircuitPart::Head ? node.head : -1;
        const bool hasPlace = isOwn && node.destinationPosition >= 0;
        for (const int position :
             hasPlace ? std::vector<int>{node.destinationPosition} : placesOf(node.destination, labels))
            kept.insert({node.layer, head, position});
    }
    return {kept.begin(), kept.end()};
}

} // namespace headwaters
