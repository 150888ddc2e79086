#include "core/engine/model/forward.h"

#include "core/engine/model/arithmetic.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <tuple>

namespace headwaters {

namespace {

/// One prompt's rows in the matrices of the batch.
struct Rows {
    std::int64_t first = 0;
    std::int64_t count = 0;
};

/// A NaN or infinity anywhere reaches the sum, which is quick. The sum of large numbers overflows too, so
/// then each is looked at.
void requireFinite(const at::Tensor& values, const QString& source)
{
    if (!std::isfinite(values.sum().item<double>()) && !std::isfinite(values.abs().max().item<double>()))
        throw failure(QStringLiteral("%1 gave a number that is not finite in %2.")
                          .arg(
                              source,
                              values.scalar_type() == at::kFloat ? QStringLiteral("float32")
                                                                 : QStringLiteral("float64")));
}

/// The state of one pass through the layers.
class Pass {
public:
    Pass(
        const ModelConfig& config, const WeightSource& weights,
        const std::vector<std::vector<TokenId>>& prompts, HookVisitor& visitor, const CancelToken& cancel,
        KeyValueCache* cache);

    void embed();
    /// As if the layers before had run.
    void startAt(const ForwardStart& start);
    void runLayer(int layer);
    void finish(LogitRows logitRows);

private:
    /// A norm, and the hooks that look at it.
    struct NormPlace {
        Hook scale;
        Hook normalized;
        int layer;
    };

    void show(Hook hook, int layer, const at::Tensor& rows) const;
    at::Tensor norm(const NormPlace& place, const at::Tensor& x, const NormWeights& weights) const;
    at::Tensor attend(int layer, const LayerWeights& weights);
    at::Tensor headNorm(const at::Tensor& rows, const NormWeights& weights) const;
    void attendHead(CausalAttention& attention, int layer, int head, std::size_t prompt);
    void showResult(int layer, const at::Tensor& z, const at::Tensor& W_O) const;
    at::Tensor feedForward(int layer, const LayerWeights& weights) const;

    const ModelConfig& m_config;
    const WeightSource& m_weights;
    HookVisitor& m_visitor;
    CancelToken m_cancel;
    KeyValueCache* m_cache;
    std::vector<Rows> m_prompts;
    at::Tensor m_ids; // [rows]
    at::Tensor m_positions; // [rows]
    std::optional<Rotation> m_rotation;
    at::Tensor m_residual; // [rows, d_model]
    at::Tensor m_q, m_z; // [rows, head, d_head]
    at::Tensor m_k, m_v; // [rows, key/value head, d_head], with a cache those before them too
};

Pass::Pass(
    const ModelConfig& config, const WeightSource& weights, const std::vector<std::vector<TokenId>>& prompts,
    HookVisitor& visitor, const CancelToken& cancel, KeyValueCache* cache)
    : m_config(config),
      m_weights(weights),
      m_visitor(visitor),
      m_cancel(cancel),
      m_cache(cache)
{
    std::int64_t rows = 0;
    for (const std::vector<TokenId>& prompt : prompts) {
        m_prompts.push_back({rows, static_cast<std::int64_t>(prompt.size())});
        rows += m_prompts.back().count;
    }
    const std::int64_t passed = cache != nullptr ? cache->length() : 0;
    m_ids = at::empty({rows}, at::kLong);
    m_positions = at::empty({rows}, at::kLong);
    for (std::size_t prompt = 0; prompt < prompts.size(); ++prompt) {
        const Rows& place = m_prompts[prompt];
        std::copy(
            prompts[prompt].begin(), prompts[prompt].end(), m_ids.data_ptr<std::int64_t>() + place.first);
        std::int64_t* positions = m_positions.data_ptr<std::int64_t>() + place.first;
        std::iota(positions, positions + place.count, passed);
    }
}

void Pass::show(Hook hook, int layer, const at::Tensor& rows) const
{
    const HookPoint point{hook, layer};
    if (!m_visitor.wants(point))
        return;
    for (std::size_t prompt = 0; prompt < m_prompts.size(); ++prompt)
        m_visitor.visit({point, prompt}, rows.narrow(0, m_prompts[prompt].first, m_prompts[prompt].count));
}

void Pass::embed()
{
    m_residual = m_weights.embedding(m_ids);
    m_rotation.emplace(m_config.rotary, m_positions, m_residual.scalar_type());
    if (m_config.embeddingScale != 1.0)
        m_residual = m_residual * m_config.embeddingScale;
    show(Hook::Embed, -1, m_residual);
    if (m_config.rotary.isUsed())
        return;
    const at::Tensor positions = at::index_select(m_weights.positions(), 0, m_positions);
    show(Hook::PosEmbed, -1, positions);
    m_residual = m_residual + positions;
}

void Pass::startAt(const ForwardStart& start)
{
    m_residual = start.residual.clone(); // visitors may write into it
    m_rotation.emplace(m_config.rotary, m_positions, m_residual.scalar_type());
}

at::Tensor Pass::norm(const NormPlace& place, const at::Tensor& x, const NormWeights& weights) const
{
    const at::Tensor input = normInput(x, m_config.norm);
    const at::Tensor scale = normScale(input, m_config.normEpsilon);
    // Squares overflow long before the residual does, and what is divided by infinity is a zero that looks
    // like a result.
    requireFinite(
        scale,
        place.layer < 0 ? QStringLiteral("The scale of the final norm")
                        : QStringLiteral("The scale of a norm in layer %1").arg(place.layer));
    show(place.scale, place.layer, scale);
    const at::Tensor result = normalised(input, scale, weights);
    show(place.normalized, place.layer, result);
    return result;
}

at::Tensor Pass::headNorm(const at::Tensor& rows, const NormWeights& weights) const
{
    if (!m_config.queryKeyNorm)
        return rows;
    return normed(rows, weights, m_config.norm, m_config.normEpsilon);
}

at::Tensor Pass::attend(int layer, const LayerWeights& weights)
{
    const at::Tensor x = norm({Hook::Ln1Scale, Hook::Ln1Normalized, layer}, m_residual, weights.ln1);
    const auto heads = [&](const at::Tensor& weight, const at::Tensor& bias, std::int64_t count) {
        return linear(x, weight, bias, m_cancel).view({x.size(0), count, m_config.dHead});
    };
    m_q = heads(weights.W_Q, weights.b_Q, m_config.nHeads);
    show(Hook::Q, layer, m_q);
    m_k = heads(weights.W_K, weights.b_K, m_config.nKeyValueHeads);
    show(Hook::K, layer, m_k);
    m_v = heads(weights.W_V, weights.b_V, m_config.nKeyValueHeads);
    show(Hook::V, layer, m_v);
    if (m_config.rotary.isUsed()) {
        m_q = m_rotation->rotate(headNorm(m_q, weights.qNorm));
        show(Hook::RotQ, layer, m_q);
        m_k = m_rotation->rotate(headNorm(m_k, weights.kNorm));
        show(Hook::RotK, layer, m_k);
    }
    if (m_cache != nullptr)
        std::tie(m_k, m_v) = m_cache->extend(layer, m_k, m_v);

    m_z = at::empty_like(m_q);
    const ScoreRule rule(m_config, layer);
    for (std::size_t prompt = 0; prompt < m_prompts.size(); ++prompt) {
        const std::int64_t queries = m_prompts[prompt].count;
        CausalAttention attention(
            queries, m_cache != nullptr ? m_k.size(0) : queries, rule, m_cancel, m_q.scalar_type());
        for (int head = 0; head < m_config.nHeads; ++head)
            attendHead(attention, layer, head, prompt);
    }
    show(Hook::Z, layer, m_z);
    if (m_visitor.wants({Hook::Result, layer}))
        showResult(layer, m_z, weights.W_O);
    const at::Tensor out = linear(m_z.flatten(1), weights.W_O, weights.b_O, m_cancel);
    if (!m_config.normsAfter)
        return out;
    return norm({Hook::Ln1PostScale, Hook::Ln1PostNormalized, layer}, out, weights.ln1Post);
}

void Pass::attendHead(CausalAttention& attention, int layer, int head, std::size_t prompt)
{
    const auto rowsOf = [&](const at::Tensor& all, std::int64_t which) { // [T, d_head], a view
        return all.narrow(0, m_prompts[prompt].first, m_prompts[prompt].count).select(1, which);
    };
    const std::int64_t group = head / m_config.groupSize();
    const auto keysOf = [&](const at::Tensor& all) {
        return m_cache != nullptr ? all.select(1, group) : rowsOf(all, group);
    };
    const at::Tensor& scores = attention.scores(rowsOf(m_q, head), keysOf(m_k));
    if (m_visitor.wants({Hook::Scores, layer}))
        m_visitor.visit({{Hook::Scores, layer}, prompt, head}, scores);
    const at::Tensor& pattern = attention.pattern();
    if (m_visitor.wants({Hook::Pattern, layer}))
        m_visitor.visit({{Hook::Pattern, layer}, prompt, head}, pattern);
    attention.mix(keysOf(m_v), rowsOf(m_z, head));
}

void Pass::showResult(int layer, const at::Tensor& z, const at::Tensor& W_O) const
{
    at::Tensor result = at::empty({z.size(0), m_config.nHeads, m_config.dModel}, z.options());
    for (std::int64_t head = 0; head < m_config.nHeads; ++head) {
        const at::Tensor writer = writerOfHead(W_O, head, m_config.dHead);
        result.select(1, head).copy_(linear(z.select(1, head), writer, {}, m_cancel));
    }
    show(Hook::Result, layer, result);
}

at::Tensor Pass::feedForward(int layer, const LayerWeights& weights) const
{
    const at::Tensor x = norm({Hook::Ln2Scale, Hook::Ln2Normalized, layer}, m_residual, weights.ln2);
    const at::Tensor in = linear(x, weights.W_in, weights.b_in, m_cancel);
    at::Tensor post;
    if (m_config.gatedMlp) {
        const at::Tensor gate = linear(x, weights.W_gate, weights.b_gate, m_cancel);
        show(Hook::MlpPre, layer, gate);
        show(Hook::MlpPreLinear, layer, in);
        post = activate(gate, m_config.activation, m_cancel).mul_(in);
    } else {
        show(Hook::MlpPre, layer, in);
        post = activate(in, m_config.activation, m_cancel);
    }
    show(Hook::MlpPost, layer, post);
    const at::Tensor out = linear(post, weights.W_out, weights.b_out, m_cancel);
    if (!m_config.normsAfter)
        return out;
    return norm({Hook::Ln2PostScale, Hook::Ln2PostNormalized, layer}, out, weights.ln2Post);
}

void Pass::runLayer(int layer)
{
    const std::shared_ptr<const LayerWeights> weights = m_weights.layer(layer, m_cancel);
    show(Hook::ResidPre, layer, m_residual);
    const at::Tensor attentionOut = attend(layer, *weights);
    show(Hook::AttnOut, layer, attentionOut);
    if (!m_config.parallelResidual) {
        m_residual = m_residual + attentionOut;
        show(Hook::ResidMid, layer, m_residual);
    }
    const at::Tensor mlpOut = feedForward(layer, *weights);
    show(Hook::MlpOut, layer, mlpOut);
    m_residual = m_residual + mlpOut;
    if (m_config.parallelResidual)
        m_residual.add_(attentionOut);
    show(Hook::ResidPost, layer, m_residual);
    requireFinite(m_residual, QStringLiteral("Layer %1").arg(layer));
}

void Pass::finish(LogitRows logitRows)
{
    const at::Tensor x =
        norm({Hook::FinalScale, Hook::FinalNormalized, -1}, m_residual, m_weights.finalNorm());
    const HookPoint logits{Hook::Logits, -1};
    if (!m_visitor.wants(logits))
        return;
    for (std::size_t prompt = 0; prompt < m_prompts.size(); ++prompt) {
        const Rows& rows = m_prompts[prompt];
        const std::int64_t count = logitRows == LogitRows::All ? rows.count : 1;
        const at::Tensor read = x.narrow(0, rows.first + rows.count - count, count);
        at::Tensor values = m_weights.unembed(read, m_cancel);
        softCap(values, m_config.logitSoftCap);
        requireFinite(values, QStringLiteral("The unembedding"));
        m_visitor.visit({logits, prompt}, values);
    }
}

} // namespace

KeyValueCache::KeyValueCache(const ModelConfig& config, std::int64_t capacity)
    : m_capacity(capacity),
      m_keys(static_cast<std::size_t>(config.nLayers)),
      m_values(static_cast<std::size_t>(config.nLayers))
{
}

std::pair<at::Tensor, at::Tensor>
KeyValueCache::extend(std::int64_t layer, const at::Tensor& k, const at::Tensor& v)
{
    const std::int64_t needed = m_length + k.size(0);
    const auto extended = [&](at::Tensor& kept, const at::Tensor& rows) {
        if (!kept.defined() || kept.size(0) < needed) {
            // Doubling keeps the copies few where a prompt grows token by token.
            const std::int64_t room = std::min(std::max(2 * needed, std::int64_t{64}), m_capacity);
            at::Tensor larger = at::empty({room, rows.size(1), rows.size(2)}, rows.options());
            if (kept.defined())
                larger.narrow(0, 0, m_length).copy_(kept.narrow(0, 0, m_length));
            kept = larger;
        }
        kept.narrow(0, m_length, rows.size(0)).copy_(rows);
        return kept.narrow(0, 0, needed);
    };
    const auto at = static_cast<std::size_t>(layer);
    return {extended(m_keys[at], k), extended(m_values[at], v)};
}

void forward(
    const ModelConfig& config, const WeightSource& weights, const std::vector<std::vector<TokenId>>& prompts,
    LogitRows logitRows, HookVisitor& visitor, const CancelToken& cancel, const ProgressFunction& progress,
    KeyValueCache* cache, const ForwardStart* start)
{
    Pass pass(config, weights, prompts, visitor, cancel, cache);
    const int nLayers = static_cast<int>(config.nLayers);
    if (start != nullptr)
        pass.startAt(*start);
    else
        pass.embed();
    for (int layer = start != nullptr ? start->layer : 0; layer < nLayers; ++layer) {
        cancel.throwIfCancelled();
        pass.runLayer(layer);
        if (progress)
            progress(layer + 1, nLayers);
    }
    cancel.throwIfCancelled();
    pass.finish(logitRows);
    if (cache != nullptr)
        cache->advance(static_cast<std::int64_t>(prompts.front().size()));
}

} // namespace headwaters
