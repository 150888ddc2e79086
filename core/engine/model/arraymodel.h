#pragma once

#include "core/engine/model/config.h"
#include "core/engine/model/model.h"

#include <memory>
#include <vector>

namespace headwaters {

/// A model from arrays under the field's names, for tools and tests that have no file:
///
///     embed.W_E [d_vocab, d_model]   pos_embed.W_pos [n_ctx, d_model]   unembed.W_U [d_model, d_vocab] b_U
///     ln_final.w b
///     blocks.L.attn.W_Q [head, d_model, d_head] b_Q [head, d_head]   W_K b_K W_V b_V [key/value head, ...]
///                   W_O [head, d_head, d_model] b_O   q_norm.w k_norm.w [d_head]
///     blocks.L.ln1.w b   ln1_post.w   ln2.w b   ln2_post.w
///     blocks.L.mlp.W_gate b_gate W_in b_in W_out b_out
///
/// Biases and the norms' gains and shifts may be absent: 0 and 1. What the configuration rules out may not be
/// there: positions beside rotary ones, W_U where it is tied to W_E, the shift of a root-mean-square norm.
/// \throws Error (bad input) that names the array and both shapes, the first number that is not finite, or
/// the field of a configuration that fits no model.
[[nodiscard]] std::shared_ptr<const Model> modelFromArrays(
    const ModelConfig& config, const std::vector<NamedTensor>& arrays,
    const QString& name = QStringLiteral("arrays"));

/// The same of an open model: its configuration, and its weights as they were read, widened to float32.
/// \throws Error (failure) where they stay in their file.
struct ModelArrays {
    ModelConfig config;
    std::vector<NamedTensor> arrays;

    [[nodiscard]] static ModelArrays of(const Model& model);
};

} // namespace headwaters
