#pragma once

#include "core/engine/model/transformermodel.h"
#include "core/results/directions.h"

#include <functional>

namespace headwaters {

/// What stands for each token of the vocabulary where directions are read: its embedding, centred and divided
/// by its scale as a norm does (the gain belongs to canonical weights), in float32.
///
/// The effective embedding is what a token alone in a prompt is after the first layer, as the literature
/// takes it (McDougall et al. 2023, arXiv 2310.04625): its row of W_E, what attention of layer 0 writes when
/// the token attends to itself alone, and what the first MLP writes. Learned positions are left out: position
/// 0 is a special place in such models, and the matrices that are read are free of positions too.
class TokenEmbeddings {
public:
    TokenEmbeddings(std::shared_ptr<const TransformerModel> model, EmbeddingKind kind);

    /// All rows of the embedding, some after the other: `block` is [rows, d_model], `first` its first token.
    /// Effective embeddings are kept where memory allows, so a second visit is quick, also after one that was
    /// cancelled.
    using RowVisitor = std::function<void(std::int64_t first, const at::Tensor& block)>;
    void visit(const CancelToken& cancel, const ProgressFunction& progress, const RowVisitor& visitor);

private:
    [[nodiscard]] at::Tensor block(
        const LayerWeights* firstLayer, std::int64_t first, std::int64_t count,
        const CancelToken& cancel) const;

    std::shared_ptr<const TransformerModel> m_model;
    EmbeddingKind m_kind;
    at::Tensor m_kept; // [d_vocab, d_model]; undefined where nothing is kept
    std::int64_t m_known = 0; // rows of m_kept that are filled
};

} // namespace headwaters
