#include "core/circuit/prune.h"

#include "core/circuit/subcircuit.h"

#include <cmath>
#include <map>
#include <numeric>

namespace headwaters {

namespace {

bool isRootEdge(const Circuit& circuit, const CircuitEdge& edge)
{
    return circuit.nodes[static_cast<std::size_t>(edge.to)].part == CircuitPart::Root;
}

/// Unions of nodes that edges join, whatever their direction.
class Components {
public:
    explicit Components(std::size_t nodes) : m_parents(nodes)
    {
        std::iota(m_parents.begin(), m_parents.end(), 0);
    }

    std::size_t of(std::size_t node)
    {
        while (m_parents[node] != node)
            node = m_parents[node] = m_parents[m_parents[node]];
        return node;
    }
    void join(int one, int other)
    {
        m_parents[of(static_cast<std::size_t>(one))] = of(static_cast<std::size_t>(other));
    }

private:
    std::vector<std::size_t> m_parents;
};

void dropRootless(const Circuit& circuit, CircuitChoice& choice)
{
    Components components(circuit.nodes.size());
    for (std::size_t at = 0; at < circuit.edges.size(); ++at) {
        if (choice.edges[at])
            components.join(circuit.edges[at].from, circuit.edges[at].to);
    }
    std::vector<bool> rooted(circuit.nodes.size(), false);
    for (std::size_t at = 0; at < circuit.nodes.size(); ++at) {
        if (circuit.nodes[at].part == CircuitPart::Root)
            rooted[components.of(at)] = true;
    }
    for (std::size_t at = 0; at < circuit.nodes.size(); ++at)
        choice.nodes[at] = choice.nodes[at] && rooted[components.of(at)];
}

double meanDifference(const CircuitEdge& edge)
{
    const double sum = std::accumulate(edge.differences.begin(), edge.differences.end(), 0.0);
    return std::abs(sum / static_cast<double>(edge.differences.size()));
}

void setNormWeights(Circuit& circuit)
{
    std::map<std::pair<int, EdgeSide>, double> incoming;
    for (const CircuitEdge& edge : circuit.edges)
        incoming[{edge.to, edge.side}] += edge.weight;
    for (CircuitEdge& edge : circuit.edges) {
        if (const double sum = incoming[{edge.to, edge.side}]; sum != 0)
            edge.normWeight = edge.weight / sum;
    }
}

} // namespace

Circuit prunedCircuit(const Circuit& merged, double theta)
{
    // To the nearest, halves to even: the rounding mode that every program starts with, and Python's.
    const double least = std::nearbyint(theta * merged.graphs);
    CircuitChoice choice(merged);
    for (std::size_t at = 0; at < merged.nodes.size(); ++at)
        choice.nodes[at] = merged.nodes[at].appearances.value_or(1) >= least;
    dropIsolated(merged, choice);
    return subCircuit(merged, choice);
}

Circuit topLayers(const Circuit& circuit, int firings, int layer)
{
    CircuitChoice choice(circuit);
    for (std::size_t at = 0; at < circuit.nodes.size(); ++at) {
        const CircuitNode& node = circuit.nodes[at];
        choice.nodes[at] = node.firings.value_or(0) > firings && node.layer > layer;
    }
    return subCircuit(circuit, choice);
}

Circuit causallyPruned(const Circuit& circuit, int prompts, double theta)
{
    Circuit measured = circuit;
    CircuitChoice choice(circuit);
    for (std::size_t at = 0; at < circuit.edges.size(); ++at) {
        CircuitEdge& edge = measured.edges[at];
        const int count = static_cast<int>(edge.differences.size());
        if (isRootEdge(circuit, edge))
            edge.meanDifference = 2.0; // as large as no measured one: the authors' mark of a root edge
        else if (count > 0)
            edge.meanDifference = meanDifference(edge);
        choice.edges[at] = isRootEdge(circuit, edge)
            || (count > 0 && count >= prompts && edge.meanDifference.value_or(0) >= theta);
    }
    dropRootless(measured, choice);
    dropIsolated(measured, choice);
    Circuit pruned = subCircuit(measured, choice);
    setNormWeights(pruned);
    return pruned;
}

} // namespace headwaters
