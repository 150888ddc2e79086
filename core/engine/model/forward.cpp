#include "core/engine/model/forward.h"

#include "core/engine/model/arithmetic.h"

#include <cmath>
#include <numeric>

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
    if (!std::isfinite(values.sum().item<float>()) && !std::isfinite(values.abs().max().item<float>()))
        throw failure(QStringLiteral("%1 gave a number that is not finite in float32.").arg(source));
}

/// The state of one pass through the layers.
class Pass {
public:
    Pass(
        const ModelConfig& config, const Weights& weights, const std::vector<std::vector<TokenId>>& prompts,
        HookVisitor& visitor, const CancelToken& cancel);

    void embed();
    void runLayer(int layer);
    void finish(LogitRows logitRows);

private:
    void show(Hook hook, int layer, const at::Tensor& rows) const;
    at::Tensor norm(Hook scaleHook, Hook normalizedHook, int layer, const NormWeights& weights) const;
    at::Tensor attend(int layer);
    void attendHead(CausalAttention& attention, int layer, int head, std::size_t prompt);
    void showResult(int layer, const at::Tensor& z, const at::Tensor& W_O) const;
    at::Tensor feedForward(int layer) const;

    const ModelConfig& m_config;
    const Weights& m_weights;
    HookVisitor& m_visitor;
    CancelToken m_cancel;
    std::vector<Rows> m_prompts;
    at::Tensor m_ids; // [rows]
    at::Tensor m_positions; // [rows]
    at::Tensor m_residual; // [rows, d_model]
    at::Tensor m_q, m_k, m_v, m_z; // [rows, head, d_head]
};

Pass::Pass(
    const ModelConfig& config, const Weights& weights, const std::vector<std::vector<TokenId>>& prompts,
    HookVisitor& visitor, const CancelToken& cancel)
    : m_config(config),
      m_weights(weights),
      m_visitor(visitor),
      m_cancel(cancel)
{
    std::int64_t rows = 0;
    for (const std::vector<TokenId>& prompt : prompts) {
        m_prompts.push_back({rows, static_cast<std::int64_t>(prompt.size())});
        rows += m_prompts.back().count;
    }
    m_ids = at::empty({rows}, at::kLong);
    m_positions = at::empty({rows}, at::kLong);
    for (std::size_t prompt = 0; prompt < prompts.size(); ++prompt) {
        const Rows& place = m_prompts[prompt];
        std::copy(
            prompts[prompt].begin(), prompts[prompt].end(), m_ids.data_ptr<std::int64_t>() + place.first);
        std::int64_t* positions = m_positions.data_ptr<std::int64_t>() + place.first;
        std::iota(positions, positions + place.count, std::int64_t{0});
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
    const at::Tensor tokens = at::index_select(m_weights.W_E, 0, m_ids);
    show(Hook::Embed, -1, tokens);
    const at::Tensor positions = at::index_select(m_weights.W_pos, 0, m_positions);
    show(Hook::PosEmbed, -1, positions);
    m_residual = tokens + positions;
}

at::Tensor Pass::norm(Hook scaleHook, Hook normalizedHook, int layer, const NormWeights& weights) const
{
    const at::Tensor centre = centred(m_residual);
    const at::Tensor scale = normScale(centre, m_config.normEpsilon);
    // Squares overflow long before the residual does, and what is divided by infinity is a zero that looks
    // like a result.
    requireFinite(
        scale,
        layer < 0 ? QStringLiteral("The scale of the final norm")
                  : QStringLiteral("The scale of a norm in layer %1").arg(layer));
    show(scaleHook, layer, scale);
    const at::Tensor result = normalised(centre, scale, weights);
    show(normalizedHook, layer, result);
    return result;
}

at::Tensor Pass::attend(int layer)
{
    const LayerWeights& weights = m_weights.layers[static_cast<std::size_t>(layer)];
    const at::Tensor x = norm(Hook::Ln1Scale, Hook::Ln1Normalized, layer, weights.ln1);
    const auto heads = [&](const at::Tensor& rows) {
        return rows.view({x.size(0), m_config.nHeads, m_config.dHead});
    };
    m_q = heads(linear(x, weights.W_Q, weights.b_Q, m_cancel));
    show(Hook::Q, layer, m_q);
    m_k = heads(linear(x, weights.W_K, weights.b_K, m_cancel));
    show(Hook::K, layer, m_k);
    m_v = heads(linear(x, weights.W_V, weights.b_V, m_cancel));
    show(Hook::V, layer, m_v);

    m_z = at::empty_like(m_q);
    for (std::size_t prompt = 0; prompt < m_prompts.size(); ++prompt) {
        CausalAttention attention(m_prompts[prompt].count, m_cancel);
        for (int head = 0; head < m_config.nHeads; ++head)
            attendHead(attention, layer, head, prompt);
    }
    show(Hook::Z, layer, m_z);
    if (m_visitor.wants({Hook::Result, layer}))
        showResult(layer, m_z, weights.W_O);
    return linear(m_z.flatten(1), weights.W_O, weights.b_O, m_cancel);
}

void Pass::attendHead(CausalAttention& attention, int layer, int head, std::size_t prompt)
{
    const auto part = [&](const at::Tensor& all) { // [T, d_head], a view
        return all.narrow(0, m_prompts[prompt].first, m_prompts[prompt].count).select(1, head);
    };
    const at::Tensor& scores = attention.scores(part(m_q), part(m_k), m_config.scoreScale(layer));
    if (m_visitor.wants({Hook::Scores, layer}))
        m_visitor.visit({{Hook::Scores, layer}, prompt, head}, scores);
    const at::Tensor& pattern = attention.pattern();
    if (m_visitor.wants({Hook::Pattern, layer}))
        m_visitor.visit({{Hook::Pattern, layer}, prompt, head}, pattern);
    attention.mix(part(m_v), part(m_z));
}

void Pass::showResult(int layer, const at::Tensor& z, const at::Tensor& W_O) const
{
    at::Tensor result = at::empty({z.size(0), m_config.nHeads, m_config.dModel}, at::kFloat);
    for (std::int64_t head = 0; head < m_config.nHeads; ++head) {
        const at::Tensor writer = writerOfHead(W_O, head, m_config.dHead);
        result.select(1, head).copy_(linear(z.select(1, head), writer, {}, m_cancel));
    }
    show(Hook::Result, layer, result);
}

at::Tensor Pass::feedForward(int layer) const
{
    const LayerWeights& weights = m_weights.layers[static_cast<std::size_t>(layer)];
    const at::Tensor x = norm(Hook::Ln2Scale, Hook::Ln2Normalized, layer, weights.ln2);
    const at::Tensor pre = linear(x, weights.W_in, weights.b_in, m_cancel);
    show(Hook::MlpPre, layer, pre);
    const at::Tensor post = activate(pre, m_config.activation, m_cancel);
    show(Hook::MlpPost, layer, post);
    return linear(post, weights.W_out, weights.b_out, m_cancel);
}

void Pass::runLayer(int layer)
{
    show(Hook::ResidPre, layer, m_residual);
    const at::Tensor attentionOut = attend(layer);
    show(Hook::AttnOut, layer, attentionOut);
    m_residual = m_residual + attentionOut;
    show(Hook::ResidMid, layer, m_residual);
    const at::Tensor mlpOut = feedForward(layer);
    show(Hook::MlpOut, layer, mlpOut);
    m_residual = m_residual + mlpOut;
    show(Hook::ResidPost, layer, m_residual);
    requireFinite(m_residual, QStringLiteral("Layer %1").arg(layer));
}

void Pass::finish(LogitRows logitRows)
{
    const at::Tensor x = norm(Hook::FinalScale, Hook::FinalNormalized, -1, m_weights.lnFinal);
    const HookPoint logits{Hook::Logits, -1};
    if (!m_visitor.wants(logits))
        return;
    for (std::size_t prompt = 0; prompt < m_prompts.size(); ++prompt) {
        const Rows& rows = m_prompts[prompt];
        const std::int64_t count = logitRows == LogitRows::All ? rows.count : 1;
        const at::Tensor read = x.narrow(0, rows.first + rows.count - count, count);
        const at::Tensor values = linear(read, m_weights.W_U, m_weights.b_U, m_cancel);
        requireFinite(values, QStringLiteral("The unembedding"));
        m_visitor.visit({logits, prompt}, values);
    }
}

} // namespace

void forward(
    const ModelConfig& config, const Weights& weights, const std::vector<std::vector<TokenId>>& prompts,
    LogitRows logitRows, HookVisitor& visitor, const CancelToken& cancel, const ProgressFunction& progress)
{
    Pass pass(config, weights, prompts, visitor, cancel);
    const int nLayers = static_cast<int>(config.nLayers);
    pass.embed();
    for (int layer = 0; layer < nLayers; ++layer) {
        cancel.throwIfCancelled();
        pass.runLayer(layer);
        if (progress)
            progress(layer + 1, nLayers);
    }
    cancel.throwIfCancelled();
    pass.finish(logitRows);
}

} // namespace headwaters
