#include "core/engine/decompose/tokenembeddings.h"

#include "core/base/memory.h"
#include "core/engine/model/arithmetic.h"

#include <algorithm>
#include <numeric>

namespace headwaters {

namespace {

constexpr std::int64_t rowsPerBlock = 1024;

/// What attention of the first layer writes at a token that sees only itself: every head passes on its value.
at::Tensor attended(
    const ModelConfig& config, const LayerWeights& weights, const at::Tensor& x, const CancelToken& cancel)
{
    const at::Tensor normalized = normed(x, weights.ln1, config.norm, config.normEpsilon);
    const at::Tensor values = linear(normalized, weights.W_V, weights.b_V, cancel);
    const at::Tensor z = values.view({x.size(0), config.nKeyValueHeads, 1, config.dHead})
                             .expand({x.size(0), config.nKeyValueHeads, config.groupSize(), config.dHead})
                             .reshape({x.size(0), config.nHeads * config.dHead});
    const at::Tensor out = linear(z, weights.W_O, weights.b_O, cancel);
    return config.normsAfter ? normed(out, weights.ln1Post, config.norm, config.normEpsilon) : out;
}

at::Tensor fedForward(
    const ModelConfig& config, const LayerWeights& weights, const at::Tensor& x, const CancelToken& cancel)
{
    const at::Tensor normalized = normed(x, weights.ln2, config.norm, config.normEpsilon);
    at::Tensor inner = linear(normalized, weights.W_in, weights.b_in, cancel);
    if (config.gatedMlp) {
        const at::Tensor gate = linear(normalized, weights.W_gate, weights.b_gate, cancel);
        inner = activate(gate, config.activation, cancel).mul_(inner);
    } else {
        inner = activate(inner, config.activation, cancel);
    }
    const at::Tensor out = linear(inner, weights.W_out, weights.b_out, cancel);
    return config.normsAfter ? normed(out, weights.ln2Post, config.norm, config.normEpsilon) : out;
}

/// Rows of a residual through the first layer, each alone.
at::Tensor throughFirstLayer(
    const ModelConfig& config, const LayerWeights& weights, const at::Tensor& x, const CancelToken& cancel)
{
    const at::Tensor written = attended(config, weights, x, cancel);
    if (config.parallelResidual)
        return x + written + fedForward(config, weights, x, cancel);
    const at::Tensor between = x + written;
    return between + fedForward(config, weights, between, cancel);
}

} // namespace

TokenEmbeddings::TokenEmbeddings(std::shared_ptr<const TransformerModel> model, EmbeddingKind kind)
    : m_model(std::move(model)),
      m_kind(kind)
{
}

at::Tensor TokenEmbeddings::block(
    const LayerWeights* firstLayer, std::int64_t first, std::int64_t count, const CancelToken& cancel) const
{
    const ModelConfig& config = m_model->config();
    at::Tensor ids = at::empty({count}, at::kLong);
    std::iota(ids.data_ptr<std::int64_t>(), ids.data_ptr<std::int64_t>() + count, first);
    at::Tensor rows = m_model->weights().embedding(ids);
    if (config.embeddingScale != 1.0)
        rows = rows * config.embeddingScale;
    if (firstLayer != nullptr)
        rows = throughFirstLayer(config, *firstLayer, rows, cancel);
    return normed(rows, {}, config.norm, config.normEpsilon);
}

void TokenEmbeddings::visit(
    const CancelToken& cancel, const ProgressFunction& progress, const RowVisitor& visitor)
{
    const std::int64_t vocabulary = m_model->config().dVocab;
    const bool isEffective = m_kind == EmbeddingKind::Effective;
    if (isEffective && !m_kept.defined()) {
        const std::int64_t bytes = vocabulary * m_model->config().dModel * 4;
        const std::int64_t available = availableMemory();
        if (available == 0 || bytes < available / 2)
            m_kept = at::empty({vocabulary, m_model->config().dModel}, at::kFloat);
    }
    std::shared_ptr<const LayerWeights> firstLayer;
    if (isEffective && m_known < vocabulary)
        firstLayer = m_model->weights().layer(0, cancel);
    for (std::int64_t first = 0; first < vocabulary; first += rowsPerBlock) {
        cancel.throwIfCancelled();
        const std::int64_t count = std::min(rowsPerBlock, vocabulary - first);
        at::Tensor rows;
        if (first < m_known) {
            rows = m_kept.narrow(0, first, count);
        } else {
            rows = block(firstLayer.get(), first, count, cancel);
            if (m_kept.defined()) {
                m_kept.narrow(0, first, count).copy_(rows);
                m_known = first + count;
            }
        }
        visitor(first, rows);
        if (progress)
            progress(static_cast<int>(first + count), static_cast<int>(vocabulary));
    }
}

} // namespace headwaters
