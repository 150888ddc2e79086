#pragma once

#include "core/engine/model/weights.h"

namespace headwaters {

/// The canonical form of weights with LayerNorm: same probabilities, but a norm only divides by its scale,
/// the residual has zero mean, and the sum of all components is the residual. In order: norms are folded into
/// what reads from them; readers are centred over their input; writers are centred over their output; the
/// unembedding is centred over the vocabulary; value biases are folded into b_O. Computed in float64.
[[nodiscard]] Weights canonicalWeights(const Weights& weights);

} // namespace headwaters
