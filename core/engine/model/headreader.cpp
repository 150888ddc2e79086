#include "core/engine/model/headreader.h"

namespace headwaters {

at::Tensor finalDirection(const TransformerModel& model, TokenId target, TokenId rival)
{
    for (const TokenId id : {target, rival})
        model.checkToken(id);
    const Weights& weights = model.weights();
    at::Tensor direction = weights.W_U.select(1, target) - weights.W_U.select(1, rival);
    if (weights.lnFinal.gain.defined())
        direction = direction * weights.lnFinal.gain;
    // Centring is symmetric: the norm centres what is written, which is the same as centring what reads it.
    return centred(direction);
}

HeadReader::HeadReader(
    const TransformerModel& model, int layer, const at::Tensor& residPre, const CancelToken& cancel)
    : m_model(model),
      m_layer(layer),
      m_cancel(cancel),
      m_attention(residPre.size(0), cancel),
      m_normalized(layerNorm(
          residPre, model.weights().layers[static_cast<std::size_t>(layer)].ln1, model.config().normEpsilon))
{
}

void HeadReader::read(int head)
{
    const LayerWeights& weights = m_model.weights().layers[static_cast<std::size_t>(m_layer)];
    const std::int64_t dHead = m_model.config().dHead;
    const auto project = [&](const at::Tensor& weight, const at::Tensor& bias) {
        return linear(
            m_normalized, readerOfHead(weight, head, dHead), biasOfHead(bias, head, dHead), m_cancel);
    };
    const at::Tensor q = project(weights.W_Q, weights.b_Q);
    const at::Tensor k = project(weights.W_K, weights.b_K);
    m_v = project(weights.W_V, weights.b_V);
    m_writer = writerOfHead(weights.W_O, head, dHead);
    m_scores = &m_attention.scores(q, k, m_model.config().scoreScale(m_layer));
    m_pattern = &m_attention.pattern();
}

at::Tensor HeadReader::valueNorm() const
{
    const at::Tensor written = linear(m_v, m_writer, {}, m_cancel);
    return (written * written).sum(-1).sqrt_();
}

at::Tensor HeadReader::writes(const at::Tensor& direction) const
{
    return at::mv(m_v, at::mv(m_writer, direction));
}

} // namespace headwaters
