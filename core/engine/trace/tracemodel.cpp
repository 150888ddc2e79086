#include "core/engine/trace/tracemodel.h"

#include "core/engine/model/arithmetic.h"

namespace headwaters {

namespace {

/// Columns of every head times the gain of the norm over a head.
at::Tensor withHeadGain(const at::Tensor& weight, const NormWeights& norm)
{
    if (!norm.gain.defined())
        return weight;
    return weight * norm.gain.repeat({weight.size(-1) / norm.gain.size(0)});
}

/// The reader of a head, with its bias as the last row where asked for, rotated.
at::Tensor readingSide(
    const at::Tensor& weight, const at::Tensor& bias, std::int64_t head, std::int64_t dHead, bool augmented,
    const at::Tensor& rotation)
{
    at::Tensor side = readerOfHead(weight, head, dHead);
    if (augmented)
        side = at::cat({side, biasOfHead(bias, head, dHead).unsqueeze(0)});
    return rotation.defined() ? at::mm(side, rotation) : side;
}

} // namespace

TraceModel::TraceModel(std::shared_ptr<const TransformerModel> model)
    : CanonicalSource(model->config(), std::shared_ptr<const WeightSource>(model, &model->weights())),
      m_model(std::move(model)),
      m_attention(static_cast<std::size_t>(m_model->config().nLayers))
{
    if (config().queryKeyNorm && config().norm == NormKind::Layer) {
        throw failure(QStringLiteral("%1 cannot be traced: its norm over each query and key centres, which "
                                     "no method of tracing covers.")
                          .arg(m_model->info().name));
    }
}

std::shared_ptr<const LayerWeights> TraceModel::layer(int index, const CancelToken& cancel) const
{
    std::shared_ptr<const LayerWeights> made = CanonicalSource::layer(index, cancel);
    const std::lock_guard lock(m_mutex);
    auto& kept = m_attention[static_cast<std::size_t>(index)];
    if (!kept) {
        const at::Tensor& behind = made->ln1Post.gain;
        kept = std::make_unique<const AttentionWeights>(AttentionWeights{
            withHeadGain(made->W_Q, made->qNorm), withHeadGain(made->b_Q, made->qNorm),
            withHeadGain(made->W_K, made->kNorm), withHeadGain(made->b_K, made->kNorm),
            behind.defined() ? made->W_O * behind : made->W_O,
            behind.defined() ? made->b_O * behind : made->b_O});
    }
    return made;
}

const AttentionWeights& TraceModel::attention(int layer, const CancelToken& cancel) const
{
    {
        const std::lock_guard lock(m_mutex);
        if (const auto& kept = m_attention[static_cast<std::size_t>(layer)])
            return *kept;
    }
    (void)this->layer(layer, cancel);
    const std::lock_guard lock(m_mutex);
    return *m_attention[static_cast<std::size_t>(layer)];
}

at::Tensor TraceModel::rotation(std::int64_t position) const
{
    const std::int64_t dHead = config().dHead;
    at::Tensor unit = at::zeros({dHead, dHead}, at::kDouble);
    unit.diagonal().fill_(1.0);
    if (!config().rotary.isUsed())
        return unit;
    return Rotation(config().rotary, at::full({dHead}, position, at::kLong), at::kDouble).rotate(unit);
}

std::shared_ptr<const ProductSvd> TraceModel::qk(
    HeadIndex head, Augmented augmented, std::int64_t destination, std::int64_t source,
    const CancelToken& cancel) const
{
    // Singular values depend on the offset alone, `left` and `right` on both positions, so with rotary
    // positions only the matrix without positions is kept.
    const bool rotates = config().rotary.isUsed() && (destination != 0 || source != 0);
    const SvdKey key{head, augmented};
    if (!rotates) {
        const std::lock_guard lock(m_mutex);
        if (const auto found = m_svds.find(key); found != m_svds.end())
            return found->second;
    }
    const AttentionWeights& weights = attention(head.layer, cancel);
    const std::int64_t dHead = config().dHead;
    const std::int64_t group = head.head / config().groupSize();
    auto svd = std::make_shared<const ProductSvd>(ProductSvd::of(
        readingSide(
            weights.W_Q, weights.b_Q, head.head, dHead, augmented.query,
            rotates ? rotation(destination) : at::Tensor()),
        readingSide(
            weights.W_K, weights.b_K, group, dHead, augmented.key,
            rotates ? rotation(source) : at::Tensor())));
    if (!rotates) {
        const std::lock_guard lock(m_mutex);
        m_svds.emplace(key, svd);
    }
    return svd;
}

} // namespace headwaters
