#include "core/engine/model/arrayslots.h"

namespace headwaters {

namespace {

using Extents = std::vector<std::int64_t>;

class Maker {
public:
    Maker(const ModelConfig& config, std::vector<ArraySlot>& slots) : m_config(config), m_slots(slots) { }

    void
    add(const QString& name, Extents shape, at::Tensor& tensor, bool optional = false,
        ArraySlot::Heads heads = ArraySlot::Heads::None)
    {
        m_slots.push_back({m_prefix + name, std::move(shape), optional, heads, &tensor});
    }
    void addNorm(const QString& name, std::int64_t width, NormWeights& norm, bool mayShift)
    {
        add(name + QStringLiteral(".w"), {width}, norm.gain, true);
        if (mayShift && m_config.norm == NormKind::Layer)
            add(name + QStringLiteral(".b"), {width}, norm.shift, true);
    }
    void addReader(const QString& letter, std::int64_t heads, at::Tensor& weight, at::Tensor& bias)
    {
        add(QStringLiteral("attn.W_") + letter, {heads, m_config.dModel, m_config.dHead}, weight, false,
            ArraySlot::Heads::Columns);
        if (m_config.queryKeyValueBias)
            add(QStringLiteral("attn.b_") + letter, {heads, m_config.dHead}, bias, true,
                ArraySlot::Heads::Rows);
    }
    void
    addMlpMatrix(const QString& name, std::int64_t in, std::int64_t out, at::Tensor& weight, at::Tensor& bias)
    {
        add(QStringLiteral("mlp.W_") + name, {in, out}, weight);
        if (m_config.mlpBias)
            add(QStringLiteral("mlp.b_") + name, {out}, bias, true);
    }
    void addLayer(int index, LayerWeights& layer)
    {
        m_prefix = QStringLiteral("blocks.%1.").arg(index);
        const std::int64_t d = m_config.dModel;
        addNorm(QStringLiteral("ln1"), d, layer.ln1, true);
        addReader(QStringLiteral("Q"), m_config.nHeads, layer.W_Q, layer.b_Q);
        addReader(QStringLiteral("K"), m_config.nKeyValueHeads, layer.W_K, layer.b_K);
        addReader(QStringLiteral("V"), m_config.nKeyValueHeads, layer.W_V, layer.b_V);
        if (m_config.queryKeyNorm) {
            addNorm(QStringLiteral("attn.q_norm"), m_config.dHead, layer.qNorm, false);
            addNorm(QStringLiteral("attn.k_norm"), m_config.dHead, layer.kNorm, false);
        }
        add(QStringLiteral("attn.W_O"), {m_config.nHeads, m_config.dHead, d}, layer.W_O, false,
            ArraySlot::Heads::Rows);
        if (m_config.outputBias)
            add(QStringLiteral("attn.b_O"), {d}, layer.b_O, true);
        addNorm(QStringLiteral("ln2"), d, layer.ln2, true);
        if (m_config.gatedMlp)
            addMlpMatrix(QStringLiteral("gate"), d, m_config.dMlp, layer.W_gate, layer.b_gate);
        addMlpMatrix(QStringLiteral("in"), d, m_config.dMlp, layer.W_in, layer.b_in);
        addMlpMatrix(QStringLiteral("out"), m_config.dMlp, d, layer.W_out, layer.b_out);
        if (m_config.normsAfter) {
            addNorm(QStringLiteral("ln1_post"), d, layer.ln1Post, false);
            addNorm(QStringLiteral("ln2_post"), d, layer.ln2Post, false);
        }
    }

private:
    const ModelConfig& m_config;
    std::vector<ArraySlot>& m_slots;
    QString m_prefix;
};

} // namespace

at::Tensor ArraySlot::fromArray(const at::Tensor& array) const
{
    switch (heads) {
    case Heads::Columns:
        return array.permute({1, 0, 2}).flatten(1).contiguous();
    case Heads::Rows:
        return array.flatten(0, 1);
    case Heads::None:
        break;
    }
    return array;
}

at::Tensor ArraySlot::toArray(const at::Tensor& ours) const
{
    if (heads == Heads::Columns)
        return ours.reshape({shape[1], shape[0], shape[2]}).permute({1, 0, 2}).contiguous();
    return ours.reshape(shape).contiguous();
}

std::vector<ArraySlot> arraySlots(const ModelConfig& config, Weights& weights)
{
    std::vector<ArraySlot> slots;
    Maker maker(config, slots);
    OuterWeights& outer = weights.outer;
    maker.add(QStringLiteral("embed.W_E"), {config.dVocab, config.dModel}, outer.W_E);
    if (!config.rotary.isUsed())
        maker.add(QStringLiteral("pos_embed.W_pos"), {config.nCtx, config.dModel}, outer.W_pos);
    maker.addNorm(QStringLiteral("ln_final"), config.dModel, outer.lnFinal, true);
    if (!config.tiedUnembedding)
        maker.add(QStringLiteral("unembed.W_U"), {config.dModel, config.dVocab}, outer.W_U);
    maker.add(QStringLiteral("unembed.b_U"), {config.dVocab}, outer.b_U, true);
    weights.layers.resize(static_cast<std::size_t>(config.nLayers));
    for (std::size_t layer = 0; layer < weights.layers.size(); ++layer)
        maker.addLayer(static_cast<int>(layer), weights.layers[layer]);
    return slots;
}

} // namespace headwaters
