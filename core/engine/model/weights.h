#pragma once

#include "core/base/cancel.h"
#include "core/engine/model/config.h"
#include "core/engine/torchapi.h"
#include "core/files/tensorfile.h"

#include <functional>
#include <vector>

namespace headwaters {

/// Gain and shift of a norm, [d_model] each; both undefined where they are folded into what reads from it.
struct NormWeights {
    at::Tensor gain;
    at::Tensor shift;
};

/// The weights of a block. Row vectors act from the left, `y = x W + b`; heads lie side by side in the
/// columns of W_Q, W_K, W_V and in the rows of W_O.
struct LayerWeights {
    NormWeights ln1;
    at::Tensor W_Q; ///< [d_model, head * d_head]
    at::Tensor b_Q; ///< [head * d_head]
    at::Tensor W_K; ///< [d_model, head * d_head]
    at::Tensor b_K; ///< [head * d_head]
    at::Tensor W_V; ///< [d_model, head * d_head]
    at::Tensor b_V; ///< [head * d_head]
    at::Tensor W_O; ///< [head * d_head, d_model]
    at::Tensor b_O; ///< [d_model]
    NormWeights ln2;
    at::Tensor W_in; ///< [d_model, d_mlp]
    at::Tensor b_in; ///< [d_mlp]
    at::Tensor W_out; ///< [d_mlp, d_model]
    at::Tensor b_out; ///< [d_model]
};

/// All weights of a model in float32, under the field's names.
struct Weights {
    at::Tensor W_E; ///< [d_vocab, d_model]
    at::Tensor W_pos; ///< [n_ctx, d_model]
    std::vector<LayerWeights> layers;
    NormWeights lnFinal;
    at::Tensor W_U; ///< [d_model, d_vocab]; a view of W_E where tied
    at::Tensor b_U; ///< [d_vocab]; undefined where there is none
};

/// One head's part of W_Q, W_K or W_V: [d_model, d_head], a view.
[[nodiscard]] at::Tensor readerOfHead(const at::Tensor& weight, std::int64_t head, std::int64_t dHead);
/// One head's part of b_Q, b_K or b_V: [d_head], a view.
[[nodiscard]] at::Tensor biasOfHead(const at::Tensor& bias, std::int64_t head, std::int64_t dHead);
/// One head's part of W_O: [d_head, d_model], a view.
[[nodiscard]] at::Tensor writerOfHead(const at::Tensor& weight, std::int64_t head, std::int64_t dHead);

/// A tensor that a family expects in the file, and where it goes.
struct WeightSlot {
    QString name;
    std::vector<std::int64_t> shape;
    bool optional = false; ///< absent: zeros
    std::function<void(const at::Tensor&)> place;
};

/// What was found while reading.
struct WeightCensus {
    qint64 parameters = 0; ///< numbers read from the file
    QString dtype; ///< of the file: `float16`; `mixed` where tensors differ
};

/// Fills all slots. First every name and shape is checked and the sum of the sizes compared with the memory
/// of the machine, then the tensors are widened to float32. \throws Error (bad input) that names file, tensor
/// and both shapes, or tensor, index and value of a NaN or infinite weight; (failure) where the memory does
/// not suffice.
WeightCensus readWeights(
    const TensorFile& file, const std::vector<WeightSlot>& slots, const CancelToken& cancel,
    const ProgressFunction& progress);

} // namespace headwaters
