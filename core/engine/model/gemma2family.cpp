#include "core/engine/model/family.h"
#include "core/engine/model/familyfields.h"

#include <cmath>

namespace headwaters {

namespace {

// Gemma 2 (Riviere et al. 2024, arXiv 2408.00118): norms before and behind attention and MLP, gains stored
// less 1, scores and logits capped, every other layer with a window, embeddings scaled.

constexpr double widestCap = 1e9;
constexpr double absentScoreCap = 50.0;
constexpr double absentLogitCap = 30.0;
constexpr std::int64_t absentWindow = 4096;

bool evenLayer(std::int64_t layer)
{
    return layer % 2 == 0;
}

void setArithmetic(ModelConfig& config)
{
    config.norm = NormKind::RootMeanSquare;
    config.normsAfter = true;
    config.gatedMlp = true;
    config.embeddingScale =
        static_cast<double>(static_cast<float>(std::sqrt(static_cast<double>(config.dModel))));
    config.queryKeyValueBias = config.outputBias = config.mlpBias = false;
}

/// A cap; null means none, an absent field what Gemma 2 was trained with.
double readCap(const ConfigReader& reader, const QString& name, double absent)
{
    if (!reader.names().contains(name))
        return absent;
    const double cap = reader.optionalNumber(name, 0.0, widestCap).value_or(0.0);
    if (cap == 0.0 && reader.has(name))
        throw reader.fault(name, QStringLiteral("it must be a number above 0, or null"));
    return cap;
}

ModelConfig readConfig(const ConfigReader& reader)
{
    refuseSwitches(
        reader,
        {QStringLiteral("attn_logit_softcapping"), QStringLiteral("final_logit_softcapping"),
         QStringLiteral("query_pre_attn_scalar")});
    ModelConfig config;
    readSizes(reader, config, 4, 256);
    setArithmetic(config);
    config.normEpsilon = reader.number(QStringLiteral("rms_norm_eps"), 1e-6, 0.0, 1.0);
    const QString activation = QStringLiteral("hidden_activation");
    config.activation = readActivation(reader, activation, QStringLiteral("gelu_pytorch_tanh"));
    config.tiedUnembedding = reader.flag(QStringLiteral("tie_word_embeddings"), true);
    config.queryKeyValueBias = config.outputBias = reader.flag(QStringLiteral("attention_bias"), false);
    config.scoreDivisor = reader.number(QStringLiteral("query_pre_attn_scalar"), 256, 1e-6, widestCap);
    config.scoreSoftCap = readCap(reader, QStringLiteral("attn_logit_softcapping"), absentScoreCap);
    config.logitSoftCap = readCap(reader, QStringLiteral("final_logit_softcapping"), absentLogitCap);
    config.rotary = readRotary(reader, config.dHead, config.dHead, QStringLiteral("rope_theta"), 10000.0);
    const QString window = QStringLiteral("sliding_window");
    const std::int64_t keys =
        reader.optionalCount({window}, longest).value_or(reader.names().contains(window) ? 0 : absentWindow);
    config.windows = readWindows(reader, config, keys, evenLayer);
    return config;
}

TensorLayout layout(const ModelConfig&)
{
    TensorLayout layout = llamaLayout();
    layout.ln1Post = QStringLiteral("post_attention_layernorm");
    layout.ln2 = QStringLiteral("pre_feedforward_layernorm");
    layout.ln2Post = QStringLiteral("post_feedforward_layernorm");
    layout.gainOffset = 1.0;
    return layout;
}

// The file does not name the scale of scores: it is the size of a head but for the model of 46 layers.
constexpr std::int64_t layersOf27b = 46;

ModelConfig readGguf(const ConfigReader& reader)
{
    const QString name = QStringLiteral("gemma2");
    ModelConfig config;
    readGgufSizes(reader, name, config);
    setArithmetic(config);
    config.normEpsilon =
        reader.number(QStringLiteral("gemma2.attention.layer_norm_rms_epsilon"), 1e-6, 0.0, 1.0);
    config.activation = Activation::GeluTanh;
    if (config.nLayers == layersOf27b)
        config.scoreDivisor = static_cast<double>(config.dModel) / static_cast<double>(config.nHeads);
    config.scoreSoftCap =
        reader.number(QStringLiteral("gemma2.attn_logit_softcapping"), absentScoreCap, 1e-6, widestCap);
    config.logitSoftCap =
        reader.number(QStringLiteral("gemma2.final_logit_softcapping"), absentLogitCap, 1e-6, widestCap);
    config.rotary = readGgufRotary(reader, name, config.dHead);
    const std::int64_t keys =
        reader.optionalCount({QStringLiteral("gemma2.attention.sliding_window")}, longest)
            .value_or(absentWindow);
    for (std::int64_t layer = 0; layer < config.nLayers; ++layer)
        config.windows.push_back(evenLayer(layer) ? keys : 0);
    return config;
}

TensorLayout ggufLayout(const ModelConfig&)
{
    TensorLayout layout = llamaGgufLayout(); // gains stand there as they are used
    layout.ln1Post = QStringLiteral("post_attention_norm");
    layout.ln2Post = QStringLiteral("post_ffw_norm");
    return layout;
}

} // namespace

const Family& gemma2Family()
{
    static const Family family{
        QStringLiteral("gemma2"),
        {QStringLiteral("Gemma2ForCausalLM"), QStringLiteral("Gemma2Model")},
        readConfig,
        layout,
        QStringLiteral("gemma2"),
        readGguf,
        ggufLayout,
    };
    return family;
}

} // namespace headwaters
