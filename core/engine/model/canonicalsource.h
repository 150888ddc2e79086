#pragma once

#include "core/engine/model/weightsource.h"

#include <mutex>
#include <optional>

namespace headwaters {

/// The canonical form (canonical.h) of another source's weights in float64, made a block at a time when
/// somebody asks for it, so that it needs no second copy of the model. W_U is never whole in float64: it is
/// read through the final norm's gain from the weights as stored.
class CanonicalSource : public WeightSource {
public:
    CanonicalSource(ModelConfig config, std::shared_ptr<const WeightSource> stored);

    [[nodiscard]] std::shared_ptr<const LayerWeights>
    layer(int index, const CancelToken& cancel) const override;
    [[nodiscard]] Writer writer(int index, const CancelToken& cancel) const override;
    [[nodiscard]] at::Tensor embedding(const at::Tensor& ids) const override;
    [[nodiscard]] at::Tensor unembed(const at::Tensor& x, const CancelToken& cancel) const override;
    [[nodiscard]] at::Tensor unembeddingColumn(std::int64_t token) const override;
    void visitUnembedding(const CancelToken& cancel, const ColumnVisitor& visit) const override;
    [[nodiscard]] at::Tensor unembeddingBias() const override;
    [[nodiscard]] const at::Tensor& positions() const override { return m_positions; }
    [[nodiscard]] const NormWeights& finalNorm() const override { return m_noNorm; }

    /// `W_U p` for weights p [d_vocab] of the tokens: [d_model].
    [[nodiscard]] at::Tensor mixColumns(const at::Tensor& p, const CancelToken& cancel) const;

private:
    /// What is the same for the whole unembedding, taken in one pass over it when it is first needed.
    struct Vocabulary {
        at::Tensor mean; ///< [d_model] of the columns, norm folded and centred; 0 where logits are capped
        at::Tensor bias; ///< [d_vocab]
    };
    [[nodiscard]] const Vocabulary& vocabulary(const CancelToken& cancel) const;
    /// Columns [d_model, any] with the norm folded in, centred over d_model where norms centre.
    [[nodiscard]] at::Tensor folded(const at::Tensor& columns) const;

    ModelConfig m_config;
    std::shared_ptr<const WeightSource> m_stored;
    at::Tensor m_positions;
    NormWeights m_noNorm;
    mutable std::mutex m_mutex;
    mutable std::optional<Vocabulary> m_vocabulary;
};

} // namespace headwaters
