#pragma once

#include "core/base/cancel.h"
#include "core/engine/model/config.h"
#include "core/engine/model/weights.h"

#include <functional>

namespace headwaters {

// All of this keeps the precision of what it is given: float32 for runs, float64 for traces.

/// `x W + b` for x [rows, in], W [in, out], b [out] or undefined: [rows, out]. Done in blocks of some
/// milliseconds, between which `cancel` is looked at.
[[nodiscard]] at::Tensor
linear(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias, const CancelToken& cancel);

/// The two halves of a norm over the last axis, apart because a hook stands between them.
[[nodiscard]] at::Tensor centred(const at::Tensor& x); ///< x minus the mean of each row
[[nodiscard]] at::Tensor
normScale(const at::Tensor& centredX, double epsilon); ///< [..., 1] sqrt(mean x^2 + eps)
/// Divides by the scale and applies gain and shift where there are any.
[[nodiscard]] at::Tensor
normalised(const at::Tensor& centredX, const at::Tensor& scale, const NormWeights& norm);
/// What a norm divides by its scale: x, centred where the kind of norm does so.
[[nodiscard]] at::Tensor normInput(const at::Tensor& x, NormKind kind);
/// All of it in one step.
[[nodiscard]] at::Tensor normed(const at::Tensor& x, const NormWeights& norm, NormKind kind, double epsilon);

/// `cap tanh(x / cap)` in place; nothing where the cap is 0.
void softCap(at::Tensor& x, double cap);

/// Rotates queries and keys by their positions.
class Rotation {
public:
    /// `positions` is [rows], whole numbers; `type` is that of the queries and keys.
    Rotation(const Rotary& rotary, const at::Tensor& positions, at::ScalarType type = at::kFloat);

    /// For x [rows, head, d_head] or [rows, d_head]; x itself where positions are learned.
    [[nodiscard]] at::Tensor rotate(const at::Tensor& x) const;

private:
    template <typename Number> void fill(const Rotary& rotary, const at::Tensor& positions);

    std::int64_t m_dimensions = 0;
    at::Tensor m_cosine; // [rows, dimensions / 2]
    at::Tensor m_sine;
};

/// The activation function, element by element, in blocks between which `cancel` is looked at.
[[nodiscard]] at::Tensor activate(const at::Tensor& x, Activation activation, const CancelToken& cancel);

/// How one layer turns q.k into scores.
struct ScoreRule {
    double scale = 1.0;
    double softCap = 0.0;
    std::int64_t window = 0; ///< keys that a query sees, itself counted; 0: all

    ScoreRule(const ModelConfig& config, std::int64_t layer);
};

/// Causal attention of one head whose queries are the last of its keys' positions. The two [query, key]
/// matrices are made once and used for head after head, so a run over a long prompt holds two matrices and
/// not one for each head; what a function returns is valid until its next call.
class CausalAttention {
public:
    CausalAttention(
        std::int64_t queries, std::int64_t keys, const ScoreRule& rule, CancelToken cancel,
        at::ScalarType type = at::kFloat);

    /// q . k by the rule for q [queries, d_head] and k [keys, d_head]: [query, key], minus infinity where a
    /// query does not see the key.
    [[nodiscard]] const at::Tensor& scores(const at::Tensor& q, const at::Tensor& k);
    /// Softmax of each row of the scores: [query, key], 0 where a query does not see the key.
    [[nodiscard]] const at::Tensor& pattern();
    /// The pattern times v [keys, d_head], into `z` [queries, d_head].
    void mix(const at::Tensor& v, at::Tensor z) const;

private:
    void inBlocks(const std::function<void(std::int64_t first, std::int64_t count)>& block) const;
    void hideOutsideWindow(std::int64_t first, std::int64_t count);

    std::int64_t m_queries;
    std::int64_t m_before; // keys before the first query
    ScoreRule m_rule;
    CancelToken m_cancel;
    at::Tensor m_scores; // [query, key]
    at::Tensor m_pattern; // [query, key]
    at::Tensor m_mask; // [block, block], minus infinity above the diagonal
};

} // namespace headwaters
