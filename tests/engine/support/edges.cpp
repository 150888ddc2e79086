#include "engine/support/edges.h"

#include <numeric>

namespace headwaters {

OpenedRun::OpenedRun(const QString& path, const std::vector<TokenId>& ids)
    : model(Model::load(openModelFolder(path), {})),
      tracer(model),
      run(tracer.run(ids, {}))
{
}

CircuitNode headAt(HeadIndex head, int destination, int source)
{
    CircuitNode node;
    node.part = CircuitPart::Head;
    node.layer = head.layer;
    node.head = head.head;
    node.destinationPosition = destination;
    node.sourcePosition = source;
    return node;
}

CircuitNode partAt(CircuitPart part, int layer, int position)
{
    CircuitNode node;
    node.part = part;
    node.layer = layer;
    node.destinationPosition = position;
    node.sourcePosition = position;
    return node;
}

EdgeTarget targetOf(const Circuit& circuit, const CircuitEdge& edge)
{
    return {
        circuit.nodes[static_cast<std::size_t>(edge.from)], circuit.nodes[static_cast<std::size_t>(edge.to)],
        edge.side, edge.directions.value_or(std::vector<int>())};
}

int nodeOf(const Circuit& circuit, HeadIndex head, int destination, int source)
{
    for (std::size_t at = 0; at < circuit.nodes.size(); ++at) {
        const CircuitNode& node = circuit.nodes[at];
        if (node.headIndex() == head && node.destinationPosition == destination
            && node.sourcePosition == source)
            return static_cast<int>(at);
    }
    return -1;
}

std::vector<CircuitEdge>
edgesInto(const Circuit& circuit, HeadIndex head, int destination, int source, EdgeSide side)
{
    const int node = nodeOf(circuit, head, destination, source);
    std::vector<CircuitEdge> edges;
    for (const CircuitEdge& edge : circuit.edges) {
        if (edge.to == node && edge.side == side)
            edges.push_back(edge);
    }
    return edges;
}

Circuit circuitBelow(
    const Tracer& tracer, const std::vector<TokenId>& ids, const TraceRoot& root, TraceMethod method,
    std::optional<double> tau)
{
    TraceRequest request;
    request.method = method;
    request.seeding = Seeding::Roots;
    request.roots = {root};
    request.tau = tau;
    TracePrompt prompt;
    prompt.ids = ids;
    for (std::size_t at = 0; at < ids.size(); ++at)
        prompt.labels.push_back(QStringLiteral("t%1").arg(at));
    return tracer.trace(prompt, request, {});
}

std::vector<EdgeTarget> allParts(const ModelInfo& info, const CircuitNode& firing, EdgeSide side)
{
    const int position = side == EdgeSide::Query ? firing.destinationPosition : firing.sourcePosition;
    std::vector<int> directions(static_cast<std::size_t>(info.dHead));
    std::iota(directions.begin(), directions.end(), 0);
    std::vector<EdgeTarget> edges;
    for (int layer = 0; layer < firing.layer; ++layer) {
        for (int head = 0; head < info.nHeads; ++head) {
            for (int source = 0; source <= position; ++source)
                edges.push_back({headAt({layer, head}, position, source), firing, side, directions});
        }
        edges.push_back({partAt(CircuitPart::Mlp, layer, position), firing, side, directions});
        edges.push_back({partAt(CircuitPart::AttentionBias, layer, position), firing, side, directions});
    }
    edges.push_back({partAt(CircuitPart::Embedding, 0, position), firing, side, directions});
    edges.push_back({partAt(CircuitPart::AttentionOffset, 0, position), firing, side, directions});
    return edges;
}

EdgeChange changeOf(const std::vector<EdgeTarget>& edges, EdgeOperation operation, EdgeReach reach)
{
    EdgeChange change;
    change.edges = edges;
    change.operation = operation;
    change.reach = reach;
    change.target = 7;
    change.rival = 11;
    return change;
}

} // namespace headwaters
