#include "core/engine/model/family.h"

#include <QFileInfo>
#include <QRegularExpression>
#include <QSet>

namespace headwaters {

namespace {

// Bounds that no model reaches and no product of which overflows 63 bits.
constexpr std::int64_t mostLayers = 4096;
constexpr std::int64_t widest = 1 << 20;
constexpr std::int64_t longest = 1 << 26;

// n_ctx sized the causal mask of early programs; the positions are counted by the other two names.
std::int64_t readContext(const ConfigReader& reader)
{
    const QStringList names{QStringLiteral("n_positions"), QStringLiteral("max_position_embeddings")};
    const std::optional<std::int64_t> positions = reader.optionalCount(names, longest);
    const std::optional<std::int64_t> context = reader.optionalCount({QStringLiteral("n_ctx")}, longest);
    if (!positions && !context)
        return reader.count(names, longest);
    return positions ? *positions : *context;
}

ModelConfig readConfig(const ConfigReader& reader)
{
    reader.refuse(
        QStringLiteral("add_cross_attention"), QStringLiteral("cross-attention is not implemented"));
    reader.refuse(QStringLiteral("pruned_heads"), QStringLiteral("pruned heads are not implemented"));
    reader.refuse(
        QStringLiteral("quantization_config"), QStringLiteral("quantised weights are not implemented"));
    reader.refuse(
        QStringLiteral("compression_config"), QStringLiteral("compressed weights are not implemented"));
    reader.refuse(QStringLiteral("auto_map"), QStringLiteral("the model's arithmetic is in code of its own"));

    ModelConfig config;
    const QString heads = QStringLiteral("n_head");
    config.nLayers =
        reader.count({QStringLiteral("n_layer"), QStringLiteral("num_hidden_layers")}, mostLayers);
    config.nHeads = reader.count({heads, QStringLiteral("num_attention_heads")}, widest);
    config.dModel = reader.count({QStringLiteral("n_embd"), QStringLiteral("hidden_size")}, widest);
    config.dVocab = reader.count({QStringLiteral("vocab_size")}, longest);
    config.nCtx = readContext(reader);
    if (config.dModel % config.nHeads != 0)
        throw reader.fault(heads, QStringLiteral("it must divide n_embd, which is %1").arg(config.dModel));
    config.dHead = config.dModel / config.nHeads;
    config.dMlp = reader.optionalCount({QStringLiteral("n_inner")}, 16 * widest).value_or(4 * config.dModel);

    config.activation =
        readActivation(reader, QStringLiteral("activation_function"), QStringLiteral("gelu_new"));
    config.normEpsilon = reader.number(QStringLiteral("layer_norm_epsilon"), 1e-5, 0.0, 1.0);
    config.scaleScores = reader.flag(QStringLiteral("scale_attn_weights"), true);
    config.scaleScoresByLayer = reader.flag(QStringLiteral("scale_attn_by_inverse_layer_idx"), false);
    config.tiedUnembedding = reader.flag(QStringLiteral("tie_word_embeddings"), true);
    // reorder_and_upcast_attn computes scores in float32 where the rest is float16. Here all is float32.
    static_cast<void>(reader.flag(QStringLiteral("reorder_and_upcast_attn"), false));
    return config;
}

// Checkpoints of the language model carry the prefix, those of the bare transformer do not.
QString prefixOf(const TensorFile& file)
{
    const QString prefix = QStringLiteral("transformer.");
    return file.tensors().contains(prefix + QStringLiteral("wte.weight")) ? prefix : QString();
}

WeightSlot
into(const QString& name, std::vector<std::int64_t> shape, at::Tensor& tensor, bool optional = false)
{
    return {name, std::move(shape), optional, [&tensor](const at::Tensor& read) { tensor = read; }};
}

void addNorm(std::vector<WeightSlot>& slots, const QString& name, std::int64_t dModel, NormWeights& norm)
{
    slots.push_back(into(name + QStringLiteral(".weight"), {dModel}, norm.gain));
    slots.push_back(into(name + QStringLiteral(".bias"), {dModel}, norm.shift, true));
}

void addLayer(
    std::vector<WeightSlot>& slots, const QString& name, const ModelConfig& config, LayerWeights& layer)
{
    const std::int64_t d = config.dModel;
    addNorm(slots, name + QStringLiteral("ln_1"), d, layer.ln1);
    slots.push_back(
        {name + QStringLiteral("attn.c_attn.weight"),
         {d, 3 * d},
         false,
         [&layer, d](const at::Tensor& fused) { // queries, keys and values side by side
             layer.W_Q = fused.narrow(1, 0, d);
             layer.W_K = fused.narrow(1, d, d);
             layer.W_V = fused.narrow(1, 2 * d, d);
         }});
    slots.push_back(
        {name + QStringLiteral("attn.c_attn.bias"), {3 * d}, true, [&layer, d](const at::Tensor& fused) {
             layer.b_Q = fused.narrow(0, 0, d);
             layer.b_K = fused.narrow(0, d, d);
             layer.b_V = fused.narrow(0, 2 * d, d);
         }});
    slots.push_back(into(name + QStringLiteral("attn.c_proj.weight"), {d, d}, layer.W_O));
    slots.push_back(into(name + QStringLiteral("attn.c_proj.bias"), {d}, layer.b_O, true));
    addNorm(slots, name + QStringLiteral("ln_2"), d, layer.ln2);
    slots.push_back(into(name + QStringLiteral("mlp.c_fc.weight"), {d, config.dMlp}, layer.W_in));
    slots.push_back(into(name + QStringLiteral("mlp.c_fc.bias"), {config.dMlp}, layer.b_in, true));
    slots.push_back(into(name + QStringLiteral("mlp.c_proj.weight"), {config.dMlp, d}, layer.W_out));
    slots.push_back(into(name + QStringLiteral("mlp.c_proj.bias"), {d}, layer.b_out, true));
}

// A tensor inside a block that nobody asked for means another arithmetic (an adapter, a norm on queries) or
// more layers than the configuration says. The causal mask that old checkpoints store is neither.
void refuseUnknown(const TensorFile& file, const QString& prefix, const std::vector<WeightSlot>& slots)
{
    const QRegularExpression inBlock(
        QStringLiteral("^%1h\\.\\d+\\.").arg(QRegularExpression::escape(prefix)));
    const QRegularExpression mask(QStringLiteral("\\.attn\\.(masked_)?bias$"));
    QSet<QString> known;
    for (const WeightSlot& slot : slots)
        known.insert(slot.name);
    for (const auto& [name, view] : file.tensors()) {
        if (inBlock.match(name).hasMatch() && !mask.match(name).hasMatch() && !known.contains(name)) {
            throw badInput(
                QStringLiteral("%1: the tensor %2 has no place in a GPT-2 model of the layers that "
                               "config.json names.")
                    .arg(QFileInfo(view.file).fileName(), name));
        }
    }
}

std::vector<WeightSlot> weightSlots(const TensorFile& file, const ModelConfig& config, Weights& weights)
{
    const QString prefix = prefixOf(file);
    std::vector<WeightSlot> slots;
    slots.push_back(
        {prefix + QStringLiteral("wte.weight"),
         {config.dVocab, config.dModel},
         false,
         [&weights, tied = config.tiedUnembedding](const at::Tensor& read) {
             weights.W_E = read;
             if (tied)
                 weights.W_U = read.t();
         }});
    slots.push_back(into(prefix + QStringLiteral("wpe.weight"), {config.nCtx, config.dModel}, weights.W_pos));
    weights.layers.resize(static_cast<std::size_t>(config.nLayers));
    for (std::size_t layer = 0; layer < weights.layers.size(); ++layer)
        addLayer(slots, QStringLiteral("%1h.%2.").arg(prefix).arg(layer), config, weights.layers[layer]);
    addNorm(slots, prefix + QStringLiteral("ln_f"), config.dModel, weights.lnFinal);
    if (!config.tiedUnembedding) {
        slots.push_back(
            {QStringLiteral("lm_head.weight"),
             {config.dVocab, config.dModel},
             false,
             [&weights](const at::Tensor& read) { weights.W_U = read.t(); }});
    }
    refuseUnknown(file, prefix, slots);
    return slots;
}

} // namespace

const Family& gpt2Family()
{
    static const Family family{
        QStringLiteral("gpt2"),
        {QStringLiteral("GPT2LMHeadModel"), QStringLiteral("GPT2Model"),
         QStringLiteral("GPT2DoubleHeadsModel")},
        readConfig,
        weightSlots,
    };
    return family;
}

} // namespace headwaters
