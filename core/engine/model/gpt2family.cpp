#include "core/engine/model/family.h"
#include "core/engine/model/familyfields.h"

namespace headwaters {

namespace {

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
    refuseSwitches(reader);
    ModelConfig config;
    const QString heads = QStringLiteral("n_head");
    config.nLayers =
        reader.count({QStringLiteral("n_layer"), QStringLiteral("num_hidden_layers")}, mostLayers);
    config.nHeads = reader.count({heads, QStringLiteral("num_attention_heads")}, widest);
    config.dModel = reader.count({QStringLiteral("n_embd"), QStringLiteral("hidden_size")}, widest);
    config.nKeyValueHeads = config.nHeads;
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

TensorLayout layout(const ModelConfig&)
{
    TensorLayout layout;
    layout.optionalPrefix = QStringLiteral("transformer.");
    layout.embedding = QStringLiteral("wte");
    layout.positions = QStringLiteral("wpe");
    layout.finalNorm = QStringLiteral("ln_f");
    layout.unembedding = QStringLiteral("lm_head");
    layout.layer = QStringLiteral("h.%1.");
    layout.ln1 = QStringLiteral("ln_1");
    layout.fusedOrder = TensorLayout::Fused::SideBySide;
    layout.fused = QStringLiteral("attn.c_attn");
    layout.output = QStringLiteral("attn.c_proj");
    layout.ln2 = QStringLiteral("ln_2");
    layout.in = QStringLiteral("mlp.c_fc");
    layout.out = QStringLiteral("mlp.c_proj");
    layout.outputsFirst = false;
    layout.biasesMayBeAbsent = true;
    layout.notWeights = {QStringLiteral(".attn.bias"), QStringLiteral(".attn.masked_bias")};
    return layout;
}

ModelConfig readGguf(const ConfigReader& reader)
{
    ModelConfig config;
    const QString name = QStringLiteral("gpt2");
    readGgufSizes(reader, name, config);
    refuseGroups(reader, config, QStringLiteral("gpt2.attention.head_count_kv"));
    config.normEpsilon = reader.number(QStringLiteral("gpt2.attention.layer_norm_epsilon"), 1e-5, 0.0, 1.0);
    return config;
}

TensorLayout ggufLayout(const ModelConfig&)
{
    TensorLayout layout = llamaGgufLayout();
    layout.positions = QStringLiteral("position_embd");
    layout.fusedOrder = TensorLayout::Fused::SideBySide;
    layout.fused = QStringLiteral("attn_qkv");
    layout.biasesMayBeAbsent = true;
    return layout;
}

} // namespace

const Family& gpt2Family()
{
    static const Family family{
        QStringLiteral("gpt2"),
        {QStringLiteral("GPT2LMHeadModel"), QStringLiteral("GPT2Model"),
         QStringLiteral("GPT2DoubleHeadsModel")},
        readConfig,
        layout,
        QStringLiteral("gpt2"),
        readGguf,
        ggufLayout,
    };
    return family;
}

} // namespace headwaters
