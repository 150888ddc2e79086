#include "core/engine/decompose/composition.h"

#include "core/base/error.h"
#include "core/engine/decompose/headmatrices.h"

#include <cmath>

namespace headwaters {

namespace {

/// |A M B^T| from A^T A, M and B^T B: nothing of the size of d_model x d_model is made.
double productNorm(const at::Tensor& ofA, const at::Tensor& middle, const at::Tensor& ofB)
{
    const double square = (at::mm(at::mm(ofA, middle), ofB) * middle).sum().item<double>();
    return std::sqrt(std::max(square, 0.0)); // rounding may leave a zero below 0
}

at::Tensor inner(const at::Tensor& matrix)
{
    return at::mm(matrix.t(), matrix);
}

/// Factors [d_model, d_head] of one head, the inner products of their columns [d_head, d_head], and the norms
/// of the head's two matrices.
struct ComposingHead {
    at::Tensor query, key, value; ///< W_Q, W_K, W_V
    at::Tensor written; ///< W_O^T
    at::Tensor ofQuery, ofKey, ofValue, ofWritten;
    double qk = 0; ///< |W_Q W_K^T|
    double ov = 0; ///< |W_V W_O|

    ComposingHead(const HeadMatrices& matrices, int head)
    {
        const HeadMatrices::Factors qkOf = matrices.factors(DirectionKind::Qk, head);
        const HeadMatrices::Factors ovOf = matrices.factors(DirectionKind::Ov, head);
        query = qkOf.a;
        key = qkOf.b;
        value = ovOf.a;
        written = ovOf.b;
        ofQuery = inner(query);
        ofKey = inner(key);
        ofValue = inner(value);
        ofWritten = inner(written);
        const at::Tensor identity = at::eye(query.size(1), query.options());
        qk = productNorm(ofQuery, identity, ofKey);
        ov = productNorm(ofValue, identity, ofWritten);
    }
};

double scoreOf(CompositionKind kind, const ComposingHead& from, const ComposingHead& to)
{
    const bool isValue = kind == CompositionKind::Value;
    const double norms = from.ov * (isValue ? to.ov : to.qk);
    if (norms == 0)
        return 0;
    const bool isKey = kind == CompositionKind::Key;
    const at::Tensor& reads = isValue ? to.value : isKey ? to.key : to.query;
    const at::Tensor& behind = isValue ? to.ofWritten : isKey ? to.ofQuery : to.ofKey;
    return productNorm(from.ofValue, at::mm(from.written.t(), reads), behind) / norms;
}

HeadComposition::Values scoresOf(const ComposingHead& from, const ComposingHead& to)
{
    return {
        scoreOf(CompositionKind::Query, from, to), scoreOf(CompositionKind::Key, from, to),
        scoreOf(CompositionKind::Value, from, to)};
}

const TransformerModel& transformer(const std::shared_ptr<const Model>& model)
{
    return static_cast<const TransformerModel&>(*model);
}

void checkHead(const ModelInfo& info, HeadIndex head)
{
    if (head.layer < 0 || head.layer >= info.nLayers || head.head < 0 || head.head >= info.nHeads)
        throw badInput(QStringLiteral("The model has no head %1: its layers are 0 to %2, its heads 0 to %3.")
                           .arg(head.text())
                           .arg(info.nLayers - 1)
                           .arg(info.nHeads - 1));
}

} // namespace

HeadComposition
compositionOf(const std::shared_ptr<const Model>& model, HeadIndex head, const CancelToken& cancel)
{
    const ModelInfo& info = model->info();
    checkHead(info, head);
    const ModelConfig& config = transformer(model).config();
    HeadComposition composition;
    composition.head = head;
    composition.nLayers = info.nLayers;
    composition.nHeads = info.nHeads;
    composition.isRotary = config.rotary.dimensions > 0;
    composition.byChance = 1 / std::sqrt(static_cast<double>(info.dModel));
    withTorch([&] {
        const ComposingHead own(HeadMatrices(transformer(model), head.layer, cancel), head.head);
        for (int layer = 0; layer < info.nLayers; ++layer) {
            if (layer == head.layer) {
                composition.with.resize(composition.with.size() + static_cast<std::size_t>(info.nHeads));
                continue;
            }
            const HeadMatrices matrices(transformer(model), layer, cancel);
            for (int other = 0; other < info.nHeads; ++other) {
                cancel.throwIfCancelled();
                const ComposingHead made(matrices, other);
                composition.with.push_back(layer < head.layer ? scoresOf(made, own) : scoresOf(own, made));
            }
        }
    });
    return composition;
}

struct CompositionScores::Heads {
    std::vector<std::vector<ComposingHead>> at; ///< [layer][head]

    [[nodiscard]] const ComposingHead& of(HeadIndex index) const
    {
        return at.at(static_cast<std::size_t>(index.layer)).at(static_cast<std::size_t>(index.head));
    }
};

CompositionScores::~CompositionScores() = default;

CompositionScores::CompositionScores(const std::shared_ptr<const Model>& model, const CancelToken& cancel)
    : m_heads(std::make_unique<Heads>())
{
    withTorch([&] {
        for (int layer = 0; layer < model->info().nLayers; ++layer) {
            const HeadMatrices matrices(transformer(model), layer, cancel);
            std::vector<ComposingHead>& heads = m_heads->at.emplace_back();
            for (int head = 0; head < model->info().nHeads; ++head) {
                cancel.throwIfCancelled();
                heads.emplace_back(matrices, head);
            }
        }
    });
}

double CompositionScores::score(CompositionKind kind, HeadIndex sender, HeadIndex receiver) const
{
    const ComposingHead &from = m_heads->of(sender), &to = m_heads->of(receiver);
    return withTorch([&] { return scoreOf(kind, from, to); });
}

} // namespace headwaters
