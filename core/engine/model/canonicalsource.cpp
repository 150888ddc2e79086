#include "core/engine/model/canonicalsource.h"

#include "core/engine/model/arithmetic.h"
#include "core/engine/model/canonical.h"

namespace headwaters {

CanonicalSource::CanonicalSource(ModelConfig config, std::shared_ptr<const WeightSource> stored)
    : m_config(std::move(config)),
      m_stored(std::move(stored))
{
    if (m_stored->positions().defined())
        m_positions = canonicalRows(m_config, m_stored->positions());
}

std::shared_ptr<const LayerWeights> CanonicalSource::layer(int index, const CancelToken& cancel) const
{
    const std::shared_ptr<const LayerWeights> stored = m_stored->layer(index, cancel);
    return std::make_shared<const LayerWeights>(canonicalLayer(m_config, *stored));
}

WeightSource::Writer CanonicalSource::writer(int index, const CancelToken& cancel) const
{
    const Writer stored = m_stored->writer(index, cancel);
    const at::Tensor& gain = stored.ln1Post.gain;
    return {canonicalRows(m_config, stored.W_O), {gain.defined() ? gain.to(at::kDouble) : gain, {}}};
}

at::Tensor CanonicalSource::embedding(const at::Tensor& ids) const
{
    return canonicalRows(m_config, m_stored->embedding(ids));
}

at::Tensor CanonicalSource::folded(const at::Tensor& columns) const
{
    at::Tensor wide = columns.to(at::kDouble);
    const at::Tensor& gain = m_stored->finalNorm().gain;
    if (gain.defined())
        wide = wide * gain.to(at::kDouble).unsqueeze(1);
    return m_config.norm == NormKind::Layer ? wide - wide.mean(0, true) : wide;
}

const CanonicalSource::Vocabulary& CanonicalSource::vocabulary(const CancelToken& cancel) const
{
    const std::lock_guard lock(m_mutex);
    if (m_vocabulary)
        return *m_vocabulary;
    const at::Tensor& shift = m_stored->finalNorm().shift;
    at::Tensor sum = at::zeros({m_config.dModel}, at::kDouble);
    at::Tensor bias = at::zeros({m_config.dVocab}, at::kDouble);
    const at::Tensor stored = m_stored->unembeddingBias();
    if (stored.defined())
        bias.add_(stored);
    m_stored->visitUnembedding(cancel, [&](std::int64_t first, const at::Tensor& block) {
        const at::Tensor wide = block.to(at::kDouble);
        sum.add_(wide.sum(1));
        if (shift.defined())
            bias.narrow(0, first, block.size(1)).add_(at::mv(wide.t(), shift.to(at::kDouble)));
    });
    Vocabulary made;
    made.mean = folded((sum / static_cast<double>(m_config.dVocab)).unsqueeze(1)).select(1, 0);
    if (m_config.logitSoftCap == 0.0)
        bias.sub_(bias.mean());
    else
        made.mean.zero_(); // a cap makes probabilities depend on more than differences of logits
    made.bias = bias;
    m_vocabulary = std::move(made);
    return *m_vocabulary;
}

at::Tensor CanonicalSource::unembed(const at::Tensor& x, const CancelToken& cancel) const
{
    const Vocabulary& all = vocabulary(cancel);
    at::Tensor logits = at::empty({x.size(0), m_config.dVocab}, at::kDouble);
    // What is folded into the columns is sooner done to the few rows.
    at::Tensor read = normInput(x, m_config.norm);
    if (m_stored->finalNorm().gain.defined())
        read = read * m_stored->finalNorm().gain.to(at::kDouble);
    m_stored->visitUnembedding(cancel, [&](std::int64_t first, const at::Tensor& block) {
        at::Tensor part = logits.narrow(1, first, block.size(1));
        at::mm_out(part, read, block.to(at::kDouble));
    });
    return logits.sub_(at::mv(x, all.mean).unsqueeze(1)).add_(all.bias);
}

void CanonicalSource::visitUnembedding(const CancelToken& cancel, const ColumnVisitor& visit) const
{
    const at::Tensor mean = vocabulary(cancel).mean.unsqueeze(1);
    m_stored->visitUnembedding(
        cancel, [&](std::int64_t first, const at::Tensor& block) { visit(first, folded(block).sub_(mean)); });
}

at::Tensor CanonicalSource::unembeddingColumn(std::int64_t token) const
{
    return folded(m_stored->unembeddingColumn(token).unsqueeze(1)).select(1, 0) - vocabulary({}).mean;
}

at::Tensor CanonicalSource::unembeddingBias() const
{
    return vocabulary({}).bias;
}

at::Tensor CanonicalSource::mixColumns(const at::Tensor& p, const CancelToken& cancel) const
{
    at::Tensor mixed = at::zeros({m_config.dModel}, at::kDouble);
    m_stored->visitUnembedding(cancel, [&](std::int64_t first, const at::Tensor& block) {
        mixed.add_(at::mv(block.to(at::kDouble), p.narrow(0, first, block.size(1))));
    });
    return folded(mixed.unsqueeze(1)).select(1, 0) - vocabulary(cancel).mean * p.sum();
}

} // namespace headwaters
