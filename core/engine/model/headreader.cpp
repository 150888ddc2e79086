#include "core/engine/model/headreader.h"

#include <numeric>

namespace headwaters {

at::Tensor finalDirection(const TransformerModel& model, TokenId target, TokenId rival)
{
    for (const TokenId id : {target, rival})
        model.checkToken(id);
    const WeightSource& weights = model.weights();
    at::Tensor direction = weights.unembeddingColumn(target) - weights.unembeddingColumn(rival);
    if (weights.finalNorm().gain.defined())
        direction = direction * weights.finalNorm().gain;
    // Centring is symmetric: the norm centres what is written, which is the same as centring what reads it.
    return normInput(direction, model.config().norm);
}

namespace {

at::Tensor positionsUpTo(std::int64_t size)
{
    at::Tensor positions = at::empty({size}, at::kLong);
    std::iota(positions.data_ptr<std::int64_t>(), positions.data_ptr<std::int64_t>() + size, std::int64_t{0});
    return positions;
}

} // namespace

HeadReader::HeadReader(
    const TransformerModel& model, int layer, const at::Tensor& residPre, const CancelToken& cancel,
    HeadChange change)
    : m_model(model),
      m_layer(layer),
      m_cancel(cancel),
      m_change(std::move(change)),
      m_weights(model.weights().layer(layer, cancel)),
      m_attention(residPre.size(0), residPre.size(0), ScoreRule(model.config(), layer), cancel),
      m_rotation(model.config().rotary, positionsUpTo(residPre.size(0))),
      m_normalized(normed(residPre, m_weights->ln1, model.config().norm, model.config().normEpsilon))
{
}

at::Tensor HeadReader::changed(Hook hook, at::Tensor rows, std::int64_t head, std::int64_t count) const
{
    if (!m_change)
        return rows;
    const at::Tensor all = at::zeros({rows.size(0), count, rows.size(1)}, rows.options());
    const at::Tensor own = all.select(1, head);
    own.copy_(rows);
    m_change({hook, m_layer}, -1, all);
    return own.contiguous();
}

void HeadReader::read(int head)
{
    const ModelConfig& config = m_model.config();
    const std::int64_t group = head / config.groupSize();
    const auto project = [&](const at::Tensor& weight, const at::Tensor& bias, std::int64_t which) {
        return linear(
            m_normalized, readerOfHead(weight, which, config.dHead), biasOfHead(bias, which, config.dHead),
            m_cancel);
    };
    const auto positioned = [&](at::Tensor rows, const NormWeights& norm) {
        if (config.queryKeyNorm)
            rows = normed(rows, norm, config.norm, config.normEpsilon);
        return m_rotation.rotate(rows);
    };
    const std::int64_t groups = config.nKeyValueHeads;
    const at::Tensor q = positioned(
        changed(Hook::Q, project(m_weights->W_Q, m_weights->b_Q, head), head, config.nHeads),
        m_weights->qNorm);
    const at::Tensor k = positioned(
        changed(Hook::K, project(m_weights->W_K, m_weights->b_K, group), group, groups), m_weights->kNorm);
    m_v = changed(Hook::V, project(m_weights->W_V, m_weights->b_V, group), group, groups);
    m_writer = writerOfHead(m_weights->W_O, head, config.dHead);
    m_scores = &m_attention.scores(q, k);
    if (m_change)
        m_change({Hook::Scores, m_layer}, head, *m_scores);
    m_pattern = &m_attention.pattern();
    if (m_change)
        m_change({Hook::Pattern, m_layer}, head, *m_pattern);
}

at::Tensor HeadReader::valueNorm() const
{
    const at::Tensor written = linear(m_v, m_writer, {}, m_cancel);
    return (written * written).sum(-1).sqrt_();
}

at::Tensor HeadReader::writes(const at::Tensor& direction) const
{
    const NormWeights& behind = m_weights->ln1Post;
    const at::Tensor through = behind.gain.defined() ? direction * behind.gain : direction;
    return at::mv(m_v, at::mv(m_writer, through));
}

at::Tensor HeadReader::written(std::int64_t source) const
{
    const at::Tensor row = linear(m_v.narrow(0, source, 1), m_writer, {}, m_cancel).squeeze(0);
    const NormWeights& behind = m_weights->ln1Post;
    return behind.gain.defined() ? row * behind.gain : row;
}

} // namespace headwaters
