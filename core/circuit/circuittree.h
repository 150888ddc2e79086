#pragma once

#include "core/circuit/circuit.h"

#include <vector>

namespace headwaters {

/// One line of a circuit's tree: a node as something that writes for the line above it.
struct CircuitTreeRow {
    int node = 0; ///< index into the circuit
    int edge = -1; ///< the edge to the parent's node; -1 for the first lines
    int parent = -1; ///< row of the parent, which stands before it
    int depth = 0;
    bool seenAbove = false; ///< its own lines stand where the node came first, in row `firstRow`
    int firstRow = 0; ///< the row itself where `seenAbove` is false
    std::vector<int> children; ///< rows, heaviest edge first

    /// Whether there is more to see below this node, here or above.
    [[nodiscard]] bool isLeaf() const { return children.empty() && !seenAbove; }
};

/// A circuit as a tree for keyboard and screen reader: the roots, below each what writes for it, by the size
/// of the weight, and so on upstream. Each node is opened once, at its first line in the order of reading
/// (depth first); every edge has one line. The first lines are the nodes that write to nobody. A node on a
/// cycle, which a circuit has not, is not shown.
[[nodiscard]] std::vector<CircuitTreeRow> circuitTree(const Circuit& circuit);

} // namespace headwaters
