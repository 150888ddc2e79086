#pragma once

#include "core/engine/model/config.h"
#include "core/engine/model/weights.h"

namespace headwaters {

/// The canonical form of weights: same probabilities, but a norm only divides by its scale, and the sum of
/// all components is the residual, which has zero mean where the norms centre. In order: norms are folded
/// into what reads from them; where norms centre, readers are centred over their input and writers over their
/// output; the unembedding is centred over the vocabulary unless the model caps its logits; value biases are
/// folded into b_O. Norms over a head and norms behind attention and MLP stay. Computed in float64.
[[nodiscard]] Weights canonicalWeights(const ModelConfig& config, const Weights& weights);

/// One block of it, in float64.
[[nodiscard]] LayerWeights canonicalLayer(const ModelConfig& config, const LayerWeights& layer);
/// Attention's part of it alone, W_Q to b_O with the norms over heads and behind attention.
[[nodiscard]] LayerWeights canonicalAttention(const ModelConfig& config, const LayerWeights& layer);
/// Rows that are written to the residual, such as those of W_E and W_pos, in float64.
[[nodiscard]] at::Tensor canonicalRows(const ModelConfig& config, const at::Tensor& rows);

} // namespace headwaters
