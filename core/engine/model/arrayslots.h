#pragma once

#include "core/engine/model/config.h"
#include "core/engine/model/weights.h"

#include <map>

namespace headwaters {

/// An array of the field's layout and the tensor of ours that holds it.
struct ArraySlot {
    /// How heads lie in our tensor; the array has an axis of its own for them.
    enum class Heads {
        None,
        Columns, ///< array [head, in, d_head], ours [in, head * d_head]
        Rows, ///< array [head, ...], ours [head * ..., ...]
    };

    QString name;
    std::vector<std::int64_t> shape; ///< of the array
    bool optional = false;
    Heads heads = Heads::None;
    at::Tensor* tensor = nullptr;

    /// The array as our tensor, and back.
    [[nodiscard]] at::Tensor fromArray(const at::Tensor& array) const;
    [[nodiscard]] at::Tensor toArray(const at::Tensor& tensor) const;
};

/// Slots for all arrays that a model of this architecture may have. `weights` gets its layers.
[[nodiscard]] std::vector<ArraySlot> arraySlots(const ModelConfig& config, Weights& weights);

} // namespace headwaters
