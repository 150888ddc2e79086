#pragma once

#include "core/engine/trace/tracemodel.h"

namespace headwaters {

/// A run in float64 on canonical weights, with everything that is written to the residual split into parts:
/// heads by source token, MLPs, attention biases, the embedding. They add up to the residual exactly, because
/// in the canonical form norms only divide.
class TracedRun {
public:
    /// Runs prompts as one batch. \throws Error: cancelled; a prompt beyond the context; memory.
    [[nodiscard]] static std::vector<std::shared_ptr<const TracedRun>> make(
        const std::shared_ptr<const TraceModel>& model, const std::vector<std::vector<TokenId>>& prompts,
        const CancelToken& cancel, const ProgressFunction& progress = {});

    [[nodiscard]] const TraceModel& model() const { return *m_model; }
    [[nodiscard]] const ModelConfig& config() const { return m_model->config(); }
    [[nodiscard]] const std::vector<TokenId>& ids() const { return m_ids; }
    [[nodiscard]] int size() const { return static_cast<int>(m_ids.size()); } ///< T

    struct Layer {
        at::Tensor scale; ///< [T] of the norm before attention
        at::Tensor queries; ///< [T, head, e] normed and rotated, bias included
        at::Tensor keys; ///< [T, key/value head, e]
        at::Tensor queryScale; ///< [T, head] of the norm over a head; undefined without one
        at::Tensor keyScale; ///< [T, key/value head]
        at::Tensor values; ///< [T, key/value head, e]
        at::Tensor pattern; ///< [head, T, T]
        at::Tensor postScale; ///< [T] of the norm behind attention; undefined without one
        at::Tensor mlpOut; ///< [T, d_model]
    };
    [[nodiscard]] const Layer& layer(int layer) const { return m_layers[static_cast<std::size_t>(layer)]; }
    [[nodiscard]] const at::Tensor& embedding() const { return m_embedding; } ///< [T, d_model] enters layer 0
    [[nodiscard]] const at::Tensor& finalScale() const { return m_finalScale; } ///< [T]
    /// [T, d_model] what the unembedding reads.
    [[nodiscard]] const at::Tensor& finalNormalized() const { return m_finalNormalized; }
    /// What enters a layer at a position, as the sum of all parts before it; of layer n_layers what enters
    /// the final norm. [d_model]
    [[nodiscard]] at::Tensor residual(int layer, int position, const CancelToken& cancel) const;
    /// Attention weight of a source in a row.
    [[nodiscard]] double attention(HeadIndex head, int destination, int source) const;
    /// First key that a query of the layer sees.
    [[nodiscard]] int firstKey(int layer, int destination) const;
    /// What attention head or bias of a layer writes at each position is divided by: [T], ones without a norm
    /// behind attention.
    [[nodiscard]] at::Tensor postDivisor(int layer) const;

private:
    friend class TracedRunVisitor;

    std::shared_ptr<const TraceModel> m_model;
    std::vector<TokenId> m_ids;
    std::vector<Layer> m_layers;
    at::Tensor m_embedding;
    at::Tensor m_finalScale;
    at::Tensor m_finalNormalized;
};

} // namespace headwaters
