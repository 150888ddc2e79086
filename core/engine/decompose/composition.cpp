#include "core/engine/decompose/composition.h"

#include "core/engine/decompose/headmatrices.h"

#include <cmath>

namespace headwaters {

namespace {

/// |A M B^T| from A^T A, M and B^T B: nothing of the size of d_model x d_model is made.
double productNorm(const at::Tensor& ofA, const at::Tensor& middle, const at::Tensor& ofB)
{
    return std::sqrt((at::mm(at::mm(ofA, middle), ofB) * middle).sum().item<double>());
}

at::Tensor inner(const at::Tensor& matrix)
{
    return at::mm(matrix.t(), matrix);
}

} // namespace

/// Factors [d_model, d_head], the inner products of columns [d_head, d_head], and norms of products.
struct KeyComposition::Head {
    at::Tensor written; ///< W_O^T
    at::Tensor key; ///< W_K
    at::Tensor ofValue; ///< W_V^T W_V
    at::Tensor ofQuery; ///< W_Q^T W_Q
    double ov = 0; ///< |W_V W_O|
    double qk = 0; ///< |W_K W_Q^T|
};

KeyComposition::~KeyComposition() = default;

KeyComposition::KeyComposition(const TransformerModel& model, const CancelToken& cancel)
{
    withTorch([&] {
        const at::Tensor identity = at::eye(model.config().dHead, at::kDouble);
        for (int layer = 0; layer < model.info().nLayers; ++layer) {
            const HeadMatrices matrices(model, layer, cancel);
            std::vector<Head>& heads = m_heads.emplace_back();
            for (int head = 0; head < model.info().nHeads; ++head) {
                cancel.throwIfCancelled();
                const auto [value, written] = matrices.factors(DirectionKind::Ov, head);
                const auto [query, key] = matrices.factors(DirectionKind::Qk, head);
                Head& made = heads.emplace_back(Head{written, key, inner(value), inner(query), 0, 0});
                made.ov = productNorm(made.ofValue, identity, inner(written));
                made.qk = productNorm(made.ofQuery, identity, inner(key));
            }
        }
    });
}

double KeyComposition::score(HeadIndex sender, HeadIndex receiver) const
{
    const Head &from = head(sender), &to = head(receiver);
    if (from.ov == 0 || to.qk == 0)
        return 0;
    return withTorch([&] {
        return productNorm(from.ofValue, at::mm(from.written.t(), to.key), to.ofQuery) / (from.ov * to.qk);
    });
}

const KeyComposition::Head& KeyComposition::head(HeadIndex index) const
{
    return m_heads.at(static_cast<std::size_t>(index.layer)).at(static_cast<std::size_t>(index.head));
}

} // namespace headwaters
