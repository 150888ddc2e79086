#pragma once

#include "core/base/cancel.h"
#include "core/engine/model/config.h"
#include "core/engine/torchapi.h"
#include "core/files/tensorfile.h"

#include <functional>
#include <map>
#include <vector>

namespace headwaters {

/// Gain and shift of a norm, one number each for every number that is normed. Both are undefined where they
/// are folded into what reads from the norm, the shift also where the norm has none.
struct NormWeights {
    at::Tensor gain;
    at::Tensor shift;
};

/// The weights of a block. Row vectors act from the left, `y = x W + b`; heads lie side by side in the
/// columns of W_Q, W_K, W_V and in the rows of W_O; W_K and W_V hold the key/value heads only. What the
/// architecture does not have is undefined, and so is a bias that the file leaves out.
struct LayerWeights {
    NormWeights ln1;
    at::Tensor W_Q; ///< [d_model, head * d_head]
    at::Tensor b_Q; ///< [head * d_head]
    at::Tensor W_K; ///< [d_model, key/value head * d_head]
    at::Tensor b_K; ///< [key/value head * d_head]
    at::Tensor W_V; ///< [d_model, key/value head * d_head]
    at::Tensor b_V; ///< [key/value head * d_head]
    NormWeights qNorm; ///< [d_head], over each query head before it is rotated
    NormWeights kNorm; ///< [d_head]
    at::Tensor W_O; ///< [head * d_head, d_model]
    at::Tensor b_O; ///< [d_model]
    NormWeights ln1Post; ///< over what attention writes
    NormWeights ln2;
    at::Tensor W_gate; ///< [d_model, d_mlp]
    at::Tensor b_gate; ///< [d_mlp]
    at::Tensor W_in; ///< [d_model, d_mlp]
    at::Tensor b_in; ///< [d_mlp]
    at::Tensor W_out; ///< [d_mlp, d_model]
    at::Tensor b_out; ///< [d_model]
    NormWeights ln2Post; ///< over what the MLP writes
};

/// What stands outside the blocks.
struct OuterWeights {
    at::Tensor W_E; ///< [d_vocab, d_model]
    at::Tensor W_pos; ///< [n_ctx, d_model]; undefined with rotary positions
    NormWeights lnFinal;
    at::Tensor W_U; ///< [d_model, d_vocab]; a view of W_E where tied
    at::Tensor b_U; ///< [d_vocab]; undefined where there is none
};

/// All weights of a model in float32, under the field's names.
struct Weights {
    OuterWeights outer;
    std::vector<LayerWeights> layers;
};

/// One head's part of W_Q, W_K or W_V: [d_model, d_head], a view.
[[nodiscard]] at::Tensor readerOfHead(const at::Tensor& weight, std::int64_t head, std::int64_t dHead);
/// One head's part of b_Q, b_K or b_V: [d_head], a view; undefined where there is no bias.
[[nodiscard]] at::Tensor biasOfHead(const at::Tensor& bias, std::int64_t head, std::int64_t dHead);
/// One head's part of W_O: [d_head, d_model], a view.
[[nodiscard]] at::Tensor writerOfHead(const at::Tensor& weight, std::int64_t head, std::int64_t dHead);

/// A tensor that a family expects in the file, and where it goes.
struct WeightSlot {
    QString name;
    std::vector<std::int64_t> shape;
    bool optional = false; ///< may be absent; then nothing is placed
    std::function<void(const at::Tensor&)> place;
};

/// What the file holds for the slots.
struct WeightCensus {
    qint64 parameters = 0; ///< numbers that stand in the file
    QString dtype; ///< of the file: `float16`; `mixed` where tensors differ
    std::map<DType, qint64> numbers; ///< of each format
    qint64 storedBytes = 0; ///< what those tensors take in the file
};

/// Looks for the tensor of every slot and checks its shape; reads no weights. `source` is what a message
/// calls the place that the shapes follow from: `config.json`. \throws Error (bad input) that names file,
/// tensor and both shapes.
[[nodiscard]] WeightCensus
takeCensus(const TensorFile& file, const std::vector<WeightSlot>& slots, const QString& source);

/// Widens the tensors of all slots, which `takeCensus` has found in order, to float32 and places them.
/// \throws Error (bad input) that names tensor, index and value of a NaN or infinite weight; cancelled.
void readWeights(
    const TensorFile& file, const std::vector<WeightSlot>& slots, const CancelToken& cancel,
    const ProgressFunction& progress = {});

/// Chosen rows of a matrix [rows, columns], widened: [ids, columns]. \throws as readWeights.
[[nodiscard]] at::Tensor readRows(const TensorView& matrix, const std::vector<std::int64_t>& rows);
/// `count` neighbouring rows from `first` on: [count, columns]. \throws as readWeights.
[[nodiscard]] at::Tensor readRows(const TensorView& matrix, std::int64_t first, std::int64_t count);

} // namespace headwaters
