#pragma once

#include "core/circuit/circuit.h"

#include <memory>
#include <vector>

namespace headwaters {

/// The circuit of one prompt of a family, its tokens named by their roles.
struct PromptCircuit {
    int prompt = 0; ///< number in the family
    std::shared_ptr<const Circuit> circuit;
};

/// ACC and ACC++: one graph of all prompts (specification: docs/tracing.md, merging prompts). Edges with the
/// same ends and side are one, whose weight is the sum over the prompts by the number of graphs, so that a
/// prompt without it counts as 0; `prompts` says which have it, a node's `appearances` how many. Empty
/// circuits are no graphs and are not counted. Directions are those of the first prompt that has the edge;
/// attention is the mean over the prompts that know it; a position is kept where all agree. \pre at least one
/// circuit; different prompts; one method, which is not SAD.
[[nodiscard]] Circuit mergedCircuit(const std::vector<PromptCircuit>& circuits);

} // namespace headwaters
