#include "widgets/circuit/circuitdesk.h"

#include <algorithm>
#include <set>

namespace headwaters {

bool CircuitDesk::isPinned(const NodeId& node) const
{
    return std::find(pinned.begin(), pinned.end(), node) != pinned.end();
}

const CircuitGroup* CircuitDesk::groupOf(const NodeId& node) const
{
    for (const CircuitGroup& group : groups) {
        if (std::find(group.members.begin(), group.members.end(), node) != group.members.end())
            return &group;
    }
    return nullptr;
}

void CircuitDesk::unpin(const NodeId& node)
{
    std::erase(pinned, node);
    for (CircuitGroup& group : groups)
        std::erase(group.members, node);
    std::erase_if(groups, [](const CircuitGroup& group) { return group.members.empty(); });
}

void CircuitDesk::keepNodesOf(const Circuit& newCircuit)
{
    std::set<NodeId> known;
    for (const CircuitNode& node : newCircuit.nodes)
        known.insert(node.id);
    const std::vector<NodeId> before = pinned;
    for (const NodeId& node : before) {
        if (!known.contains(node))
            unpin(node);
    }
}

const EdgeTrial* CircuitDesk::trial(const EdgeKey& edge, EdgeOperation operation, EdgeReach reach) const
{
    for (const EdgeTrial& trial : trials) {
        if (trial.edge == edge && trial.operation == operation && trial.reach == reach)
            return &trial;
    }
    return nullptr;
}

EdgeKey edgeKey(const Circuit& circuit, const CircuitEdge& edge)
{
    return {
        circuit.nodes[static_cast<std::size_t>(edge.from)].id,
        circuit.nodes[static_cast<std::size_t>(edge.to)].id, edge.side};
}

} // namespace headwaters
