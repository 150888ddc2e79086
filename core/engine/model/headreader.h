#pragma once

#include "core/engine/model/arithmetic.h"
#include "core/engine/model/hooks.h"
#include "core/engine/model/transformermodel.h"

#include <functional>

namespace headwaters {

/// What the final norm lets through of a write to the residual, on target minus rival, its scale apart: the
/// vector u [d_model] with `x . u / scale = (norm(x) - shift) (W_U[target] - W_U[rival])`. Where a model caps
/// its logits, that is the difference before the cap. \throws Error (bad input) for a token that is no row of
/// the unembedding.
[[nodiscard]] at::Tensor finalDirection(const TransformerModel& model, TokenId target, TokenId rival);

/// What is done to the activations of a head on their way; `value` as HookVisitor::visit has it, of Q, K and
/// V with the rows of the other heads at 0. Nothing where it is empty.
using HeadChange = std::function<void(const HookPoint& point, int head, at::Tensor value)>;

/// Heads of one layer, computed again one at a time from the residual that enters it.
class HeadReader {
public:
    /// `residPre` is [T, d_model]. \throws Error: cancelled.
    HeadReader(
        const TransformerModel& model, int layer, const at::Tensor& residPre, const CancelToken& cancel,
        HeadChange change = {});

    /// Turns to a head. What the other functions return is of this head and valid until the next `read`.
    void read(int head);
    [[nodiscard]] const at::Tensor& scores() const { return *m_scores; } ///< [query, key]
    [[nodiscard]] const at::Tensor& pattern() const { return *m_pattern; } ///< [query, key]
    /// Norm of v W_O of each source: [key].
    [[nodiscard]] at::Tensor valueNorm() const;
    /// v W_O of each source on a direction [d_model], through the gain of the norm behind attention where
    /// there is one; its scale at the destination is apart: [key].
    [[nodiscard]] at::Tensor writes(const at::Tensor& direction) const;

    /// v W_O of one source, as `writes` reads it: [d_model].
    [[nodiscard]] at::Tensor written(std::int64_t source) const;

private:
    /// The rows [T, d_head] of one of `count` heads as they are behind the hook.
    [[nodiscard]] at::Tensor changed(Hook hook, at::Tensor rows, std::int64_t head, std::int64_t count) const;

    const TransformerModel& m_model;
    int m_layer;
    CancelToken m_cancel;
    HeadChange m_change;
    std::shared_ptr<const LayerWeights> m_weights;
    CausalAttention m_attention;
    Rotation m_rotation;
    at::Tensor m_normalized; // [T, d_model]
    at::Tensor m_v; // [T, d_head]
    at::Tensor m_writer; // [d_head, d_model]
    const at::Tensor* m_scores = nullptr;
    const at::Tensor* m_pattern = nullptr;
};

} // namespace headwaters
