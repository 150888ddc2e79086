#include "core/engine/trace/circuitbuilder.h"

#include "core/circuit/circuitids.h"

namespace headwaters {

int CircuitBuilder::add(CircuitNode node, int destination, int source)
{
    node.destinationPosition = destination;
    node.sourcePosition = source;
    m_circuit.nodes.push_back(std::move(node));
    return static_cast<int>(m_circuit.nodes.size()) - 1;
}

int CircuitBuilder::root(const QString& label, int position)
{
    return add(rootNode(label, m_prompt.labels[static_cast<std::size_t>(position)]), position, -1);
}

std::optional<int> CircuitBuilder::node(const PartRef& part, int position)
{
    const bool isHead = part.component < m_nHeads;
    const Key key{part.layer, part.component, position, isHead ? part.token : position};
    if (const auto found = m_nodes.find(key); found != m_nodes.end())
        return found->second;
    const QString& destination = m_prompt.labels[static_cast<std::size_t>(position)];
    const QString& source = m_prompt.labels[static_cast<std::size_t>(key.source)];
    if (destination.isEmpty() || source.isEmpty())
        return std::nullopt;
    static constexpr CircuitPart others[] = {
        CircuitPart::Mlp, CircuitPart::AttentionBias, CircuitPart::Embedding, CircuitPart::AttentionOffset};
    const int index =
        add(isHead ? headNode({part.layer, part.component}, destination, source)
                   : partNode(others[part.component - m_nHeads], part.layer, destination),
            position, key.source);
    m_nodes.emplace(key, index);
    return index;
}

std::optional<int> CircuitBuilder::node(const Firing& firing)
{
    return node(PartRef{firing.head.layer, firing.head.head, firing.source}, firing.destination);
}

void CircuitBuilder::setAttention(int node, double weight)
{
    m_circuit.nodes[static_cast<std::size_t>(node)].attention = weight;
}

void CircuitBuilder::addEdge(
    int from, int to, EdgeSide side, double weight, std::optional<std::vector<int>> directions)
{
    CircuitEdge edge;
    edge.from = from;
    edge.to = to;
    edge.side = side;
    edge.weight = weight;
    edge.directions = std::move(directions);
    m_circuit.edges.push_back(std::move(edge));
}

} // namespace headwaters
