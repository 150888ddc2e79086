#include "core/engine/model/family.h"
#include "core/engine/model/familyfields.h"

namespace headwaters {

namespace {

// GPT-NeoX and Pythia (Black et al. 2022, arXiv 2204.06745): attention and MLP read the same residual, and a
// part of each head is rotated.

ModelConfig readConfig(const ConfigReader& reader)
{
    refuseSwitches(reader);
    ModelConfig config;
    readSizes(reader, config, 0, 0);
    refuseGroups(reader, config, QStringLiteral("num_key_value_heads"));
    if (config.dHead * config.nHeads != config.dModel)
        throw reader.fault(
            QStringLiteral("head_dim"),
            QStringLiteral("the heads of GPT-NeoX make up hidden_size, which is %1").arg(config.dModel));
    config.normEpsilon = reader.number(QStringLiteral("layer_norm_eps"), 1e-5, 0.0, 1.0);
    config.activation = readActivation(reader, QStringLiteral("hidden_act"), QStringLiteral("gelu"));
    config.parallelResidual = reader.flag(QStringLiteral("use_parallel_residual"), true);
    config.tiedUnembedding = reader.flag(QStringLiteral("tie_word_embeddings"), false);
    config.queryKeyValueBias = reader.flag(QStringLiteral("attention_bias"), true);
    config.outputBias = config.queryKeyValueBias;

    // The share has had three names; rope_parameters is the newest place.
    const ConfigReader newer = reader.object(QStringLiteral("rope_parameters"));
    const QString partial = QStringLiteral("partial_rotary_factor");
    const QString older = QStringLiteral("rotary_pct");
    const double share = newer.has(partial) ? newer.number(partial, 0.25, 0.0, 1.0)
        : reader.has(older)                 ? reader.number(older, 0.25, 0.0, 1.0)
                                            : reader.number(partial, 0.25, 0.0, 1.0);
    const auto rotated = static_cast<std::int64_t>(static_cast<double>(config.dHead) * share);
    if (rotated < 1) {
        const ConfigReader& holder = newer.has(partial) ? newer : reader;
        throw holder.fault(
            newer.has(partial) || !reader.has(older) ? partial : older,
            QStringLiteral("of the %1 dimensions of a head none would be rotated").arg(config.dHead));
    }
    const QString base = QStringLiteral("rotary_emb_base");
    config.rotary = readRotary(
        reader, rotated, config.dHead, reader.has(base) ? base : QStringLiteral("rope_theta"), 10000.0);
    return config;
}

TensorLayout layout(const ModelConfig&)
{
    TensorLayout layout;
    layout.optionalPrefix = QStringLiteral("gpt_neox.");
    layout.embedding = QStringLiteral("embed_in");
    layout.finalNorm = QStringLiteral("final_layer_norm");
    layout.unembedding = QStringLiteral("embed_out");
    layout.layer = QStringLiteral("layers.%1.");
    layout.ln1 = QStringLiteral("input_layernorm");
    layout.fusedOrder = TensorLayout::Fused::HeadByHead;
    layout.fused = QStringLiteral("attention.query_key_value");
    layout.output = QStringLiteral("attention.dense");
    layout.ln2 = QStringLiteral("post_attention_layernorm");
    layout.in = QStringLiteral("mlp.dense_h_to_4h");
    layout.out = QStringLiteral("mlp.dense_4h_to_h");
    layout.notWeights = {
        QStringLiteral(".attention.bias"), QStringLiteral(".attention.masked_bias"),
        QStringLiteral(".rotary_emb.inv_freq")};
    return layout;
}

ModelConfig readGguf(const ConfigReader& reader)
{
    ModelConfig config;
    const QString name = QStringLiteral("gptneox");
    readGgufSizes(reader, name, config);
    refuseGroups(reader, config, QStringLiteral("gptneox.attention.head_count_kv"));
    config.normEpsilon =
        reader.number(QStringLiteral("gptneox.attention.layer_norm_epsilon"), 1e-5, 0.0, 1.0);
    config.activation = Activation::GeluErf;
    config.parallelResidual = reader.flag(QStringLiteral("gptneox.use_parallel_residual"), true);
    config.rotary = readGgufRotary(reader, name, config.dHead);
    return config;
}

TensorLayout ggufLayout(const ModelConfig&)
{
    TensorLayout layout = llamaGgufLayout();
    layout.fusedOrder = TensorLayout::Fused::SideBySide;
    layout.fused = QStringLiteral("attn_qkv");
    return layout;
}

} // namespace

const Family& gptNeoXFamily()
{
    static const Family family{
        QStringLiteral("gpt_neox"),
        {QStringLiteral("GPTNeoXForCausalLM"), QStringLiteral("GPTNeoXModel")},
        readConfig,
        layout,
        QStringLiteral("gptneox"),
        readGguf,
        ggufLayout,
    };
    return family;
}

} // namespace headwaters
