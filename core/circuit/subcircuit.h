#pragma once

#include "core/circuit/circuit.h"

#include <vector>

namespace headwaters {

/// Which nodes and edges of a circuit to keep: [nodes], [edges].
struct CircuitChoice {
    std::vector<bool> nodes;
    std::vector<bool> edges;

    /// All of it.
    explicit CircuitChoice(const Circuit& circuit)
        : nodes(circuit.nodes.size(), true),
          edges(circuit.edges.size(), true)
    {
    }
};

/// The part of a circuit that is chosen, in the same order; an edge goes with either of its nodes. All else
/// is kept as it is.
[[nodiscard]] Circuit subCircuit(const Circuit& circuit, const CircuitChoice& choice);

/// Drops the nodes that no chosen edge touches.
void dropIsolated(const Circuit& circuit, CircuitChoice& choice);

} // namespace headwaters
