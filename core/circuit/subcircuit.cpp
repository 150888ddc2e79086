#include "core/circuit/subcircuit.h"

namespace headwaters {

namespace {

bool keeps(const CircuitChoice& choice, const Circuit& circuit, std::size_t at)
{
    const CircuitEdge& edge = circuit.edges[at];
    return choice.edges[at] && choice.nodes[static_cast<std::size_t>(edge.from)]
        && choice.nodes[static_cast<std::size_t>(edge.to)];
}

} // namespace

Circuit subCircuit(const Circuit& circuit, const CircuitChoice& choice)
{
    Circuit part = circuit;
    part.nodes.clear();
    part.edges.clear();
    std::vector<int> numbers(circuit.nodes.size(), -1);
    for (std::size_t at = 0; at < circuit.nodes.size(); ++at) {
        if (!choice.nodes[at])
            continue;
        numbers[at] = static_cast<int>(part.nodes.size());
        part.nodes.push_back(circuit.nodes[at]);
    }
    for (std::size_t at = 0; at < circuit.edges.size(); ++at) {
        if (!keeps(choice, circuit, at))
            continue;
        CircuitEdge edge = circuit.edges[at];
        edge.from = numbers[static_cast<std::size_t>(edge.from)];
        edge.to = numbers[static_cast<std::size_t>(edge.to)];
        part.edges.push_back(std::move(edge));
    }
    return part;
}

void dropIsolated(const Circuit& circuit, CircuitChoice& choice)
{
    std::vector<bool> touched(circuit.nodes.size(), false);
    for (std::size_t at = 0; at < circuit.edges.size(); ++at) {
        if (!keeps(choice, circuit, at))
            continue;
        touched[static_cast<std::size_t>(circuit.edges[at].from)] = true;
        touched[static_cast<std::size_t>(circuit.edges[at].to)] = true;
    }
    for (std::size_t at = 0; at < touched.size(); ++at)
        choice.nodes[at] = choice.nodes[at] && touched[at];
}

} // namespace headwaters
