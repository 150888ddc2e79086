#pragma once

#include "core/base/cancel.h"
#include "core/engine/model/config.h"
#include "core/engine/model/weights.h"

#include <functional>

namespace headwaters {

/// `x W + b` for x [rows, in], W [in, out], b [out] or undefined: [rows, out]. Done in blocks of some
/// milliseconds, between which `cancel` is looked at.
[[nodiscard]] at::Tensor
linear(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias, const CancelToken& cancel);

/// The two halves of LayerNorm over x [rows, d_model], apart because a hook stands between them.
[[nodiscard]] at::Tensor centred(const at::Tensor& x); ///< x minus the mean of each row
[[nodiscard]] at::Tensor
normScale(const at::Tensor& centredX, double epsilon); ///< [rows, 1] sqrt(mean x^2 + eps)
/// Divides by the scale and applies gain and shift where there are any.
[[nodiscard]] at::Tensor
normalised(const at::Tensor& centredX, const at::Tensor& scale, const NormWeights& norm);
/// All of it in one step.
[[nodiscard]] at::Tensor layerNorm(const at::Tensor& x, const NormWeights& norm, double epsilon);

/// The activation function, element by element, in blocks between which `cancel` is looked at.
[[nodiscard]] at::Tensor activate(const at::Tensor& x, Activation activation, const CancelToken& cancel);

/// Causal attention of one head over T tokens. The two [query, key] matrices are made once and used for head
/// after head, so a run over a long prompt holds two matrices and not one for each head; what a function
/// returns is valid until its next call.
class CausalAttention {
public:
    CausalAttention(std::int64_t size, const CancelToken& cancel);

    /// q . k times `scale` for q, k [T, d_head]: [query, key], minus infinity above the diagonal.
    [[nodiscard]] const at::Tensor& scores(const at::Tensor& q, const at::Tensor& k, double scale);
    /// Softmax of each row of the scores: [query, key], 0 above the diagonal.
    [[nodiscard]] const at::Tensor& pattern();
    /// The pattern times v [T, d_head], into `z` [T, d_head].
    void mix(const at::Tensor& v, at::Tensor z) const;

private:
    void inBlocks(const std::function<void(std::int64_t first, std::int64_t count)>& block) const;

    std::int64_t m_size;
    CancelToken m_cancel;
    at::Tensor m_scores; // [query, key]
    at::Tensor m_pattern; // [query, key]
    at::Tensor m_mask; // [block, block], minus infinity above the diagonal
};

} // namespace headwaters
