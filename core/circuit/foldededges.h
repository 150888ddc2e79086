#pragma once

#include "core/circuit/circuit.h"

#include <vector>

namespace headwaters {

/// The edges from one box of nodes to another, taken together.
struct FoldedEdge {
    int from = 0; ///< index of the box
    int to = 0;
    EdgeSide side = EdgeSide::Query;
    double weight = 0; ///< sum, signs kept
    double share = 0; ///< their strengths as a part of all strengths of the circuit, 0 to 1
    std::vector<int> edges; ///< of the circuit, the strongest first
};

/// What runs between boxes, by pair of boxes and side, in order of both; edges inside a box and edges of
/// nodes in no box are left out, connectors too. Each box lists indices of nodes; a node stands in at most
/// one. `strengths` are those of `CircuitFilter`, since weights into roots have another unit than others.
[[nodiscard]] std::vector<FoldedEdge> foldedEdges(
    const Circuit& circuit, const std::vector<double>& strengths, const std::vector<std::vector<int>>& boxes);

} // namespace headwaters
