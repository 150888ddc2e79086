#pragma once

#include "core/circuit/circuit.h"

namespace headwaters {

/// Of a merged graph the nodes that stand in at least `theta` (0 to 1) of the graphs, the number rounded half
/// to even, with the edges between them; isolated nodes are dropped.
[[nodiscard]] Circuit prunedCircuit(const Circuit& merged, double theta);

/// SAD's view of the top layers: heads with more than `firings` firings above `layer`, their inputs, and the
/// edges between them. Isolated nodes stay, as in the authors' file.
[[nodiscard]] Circuit topLayers(const Circuit& circuit, int firings = 65, int layer = 6);

/// Of an intervened graph the root edges, and the edges whose change of target minus rival was measured on at
/// least `prompts` prompts and is in the mean at least `theta` large; without isolated nodes and without
/// parts that hang on no root. Sets the edges' `normWeight` and `meanDifference`.
[[nodiscard]] Circuit causallyPruned(const Circuit& circuit, int prompts, double theta);

} // namespace headwaters
