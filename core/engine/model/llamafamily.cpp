#include "core/engine/model/family.h"
#include "core/engine/model/familyfields.h"

#include <cmath>

namespace headwaters {

namespace {

// Llama (Touvron et al. 2023, arXiv 2302.13971) and what came of it: root-mean-square norms, rotary
// positions, gated MLP, grouped keys and values. Mistral, Qwen 2 and Qwen 3 differ in a switch or two.

/// What all four read alike. `keyValueHeads` and `headSize` stand for absent fields, 0 for derived ones.
ModelConfig readShared(const ConfigReader& reader, std::int64_t keyValueHeads, std::int64_t headSize)
{
    refuseSwitches(reader);
    ModelConfig config;
    readSizes(reader, config, keyValueHeads, headSize);
    config.norm = NormKind::RootMeanSquare;
    config.normEpsilon = reader.number(QStringLiteral("rms_norm_eps"), 1e-6, 0.0, 1.0);
    config.gatedMlp = true;
    config.activation = readActivation(reader, QStringLiteral("hidden_act"), QStringLiteral("silu"));
    config.tiedUnembedding = reader.flag(QStringLiteral("tie_word_embeddings"), false);
    config.queryKeyValueBias = config.outputBias = config.mlpBias = false;
    const QString partial = QStringLiteral("partial_rotary_factor");
    if (reader.number(partial, 1.0, 0.0, 1.0) != 1.0)
        throw reader.fault(partial, QStringLiteral("this family rotates whole heads"));
    config.rotary = readRotary(reader, config.dHead, config.dHead, QStringLiteral("rope_theta"), 10000.0);
    return config;
}

bool everyLayer(std::int64_t)
{
    return true;
}

bool noLayer(std::int64_t)
{
    return false;
}

std::int64_t readWindow(const ConfigReader& reader, std::int64_t absent)
{
    const QString field = QStringLiteral("sliding_window");
    const std::optional<std::int64_t> window = reader.optionalCount({field}, longest);
    return window ? *window : reader.names().contains(field) ? 0 : absent;
}

ModelConfig readLlama(const ConfigReader& reader)
{
    ModelConfig config = readShared(reader, 0, 0);
    config.queryKeyValueBias = config.outputBias = reader.flag(QStringLiteral("attention_bias"), false);
    config.mlpBias = reader.flag(QStringLiteral("mlp_bias"), false);
    config.windows = readWindows(reader, config, 0, noLayer);
    return config;
}

ModelConfig readMistral(const ConfigReader& reader)
{
    ModelConfig config = readShared(reader, 8, 0);
    config.windows = readWindows(reader, config, readWindow(reader, 4096), everyLayer);
    return config;
}

// Qwen's window holds from layer `max_window_layers` on, and only where use_sliding_window says so.
void readQwenWindows(const ConfigReader& reader, ModelConfig& config)
{
    const bool used = reader.flag(QStringLiteral("use_sliding_window"), false);
    const std::int64_t window = used ? readWindow(reader, 4096) : 0;
    config.windows = readWindows(reader, config, window, everyLayer);
    if (!config.windows.empty() && !reader.has(QStringLiteral("layer_types"))) {
        const QString field = QStringLiteral("max_window_layers");
        const double layers = reader.number(field, 28, 0, static_cast<double>(mostLayers));
        if (layers != std::floor(layers))
            throw reader.fault(field, QStringLiteral("it must be a whole number"));
        const auto first = static_cast<std::size_t>(layers);
        for (std::size_t layer = 0; layer < std::min(first, config.windows.size()); ++layer)
            config.windows[layer] = 0;
    }
}

ModelConfig readQwen2(const ConfigReader& reader)
{
    ModelConfig config = readShared(reader, 32, 0);
    config.queryKeyValueBias = true;
    readQwenWindows(reader, config);
    return config;
}

ModelConfig readQwen3(const ConfigReader& reader)
{
    ModelConfig config = readShared(reader, 32, 128);
    config.queryKeyValueBias = config.outputBias = reader.flag(QStringLiteral("attention_bias"), false);
    config.queryKeyNorm = true;
    readQwenWindows(reader, config);
    return config;
}

TensorLayout layout(const ModelConfig& config)
{
    TensorLayout layout = llamaLayout();
    if (config.queryKeyNorm) {
        layout.queryNorm = QStringLiteral("self_attn.q_norm");
        layout.keyNorm = QStringLiteral("self_attn.k_norm");
    }
    return layout;
}

ModelConfig readGgufShared(const ConfigReader& reader, const QString& architecture)
{
    ModelConfig config;
    readGgufSizes(reader, architecture, config);
    config.norm = NormKind::RootMeanSquare;
    config.normEpsilon =
        reader.number(architecture + QStringLiteral(".attention.layer_norm_rms_epsilon"), 1e-6, 0.0, 1.0);
    config.gatedMlp = true;
    config.activation = Activation::Silu;
    config.queryKeyValueBias = config.outputBias = config.mlpBias = false;
    config.rotary = readGgufRotary(reader, architecture, config.dHead);
    if (config.rotary.dimensions != config.dHead)
        throw reader.fault(
            architecture + QStringLiteral(".rope.dimension_count"),
            QStringLiteral("this family rotates whole heads, which have %1").arg(config.dHead));
    const std::optional<std::int64_t> window =
        reader.optionalCount({architecture + QStringLiteral(".attention.sliding_window")}, longest);
    if (window)
        config.windows.assign(static_cast<std::size_t>(config.nLayers), *window);
    return config;
}

ModelConfig readGgufLlama(const ConfigReader& reader)
{
    return readGgufShared(reader, QStringLiteral("llama"));
}

ModelConfig readGgufQwen2(const ConfigReader& reader)
{
    ModelConfig config = readGgufShared(reader, QStringLiteral("qwen2"));
    config.queryKeyValueBias = true;
    return config;
}

ModelConfig readGgufQwen3(const ConfigReader& reader)
{
    ModelConfig config = readGgufShared(reader, QStringLiteral("qwen3"));
    config.queryKeyNorm = true;
    return config;
}

TensorLayout ggufLlamaLayout(const ModelConfig&)
{
    TensorLayout layout = llamaGgufLayout();
    layout.rotaryPairsInterleaved = true;
    return layout;
}

TensorLayout ggufQwenLayout(const ModelConfig& config)
{
    TensorLayout layout = llamaGgufLayout();
    if (config.queryKeyNorm) {
        layout.queryNorm = QStringLiteral("attn_q_norm");
        layout.keyNorm = QStringLiteral("attn_k_norm");
    }
    return layout;
}

} // namespace

const Family& llamaFamily()
{
    static const Family family{
        QStringLiteral("llama"),
        {QStringLiteral("LlamaForCausalLM"), QStringLiteral("LlamaModel"),
         QStringLiteral("LLaMAForCausalLM")},
        readLlama,
        layout,
        QStringLiteral("llama"),
        readGgufLlama,
        ggufLlamaLayout,
    };
    return family;
}

const Family& mistralFamily()
{
    static const Family family{
        QStringLiteral("mistral"),
        {QStringLiteral("MistralForCausalLM"), QStringLiteral("MistralModel")},
        readMistral,
        layout,
        {}, // llama.cpp calls it llama
    };
    return family;
}

const Family& qwen2Family()
{
    static const Family family{
        QStringLiteral("qwen2"),
        {QStringLiteral("Qwen2ForCausalLM"), QStringLiteral("Qwen2Model")},
        readQwen2,
        layout,
        QStringLiteral("qwen2"),
        readGgufQwen2,
        ggufQwenLayout,
    };
    return family;
}

const Family& qwen3Family()
{
    static const Family family{
        QStringLiteral("qwen3"),
        {QStringLiteral("Qwen3ForCausalLM"), QStringLiteral("Qwen3Model")},
        readQwen3,
        layout,
        QStringLiteral("qwen3"),
        readGgufQwen3,
        ggufQwenLayout,
    };
    return family;
}

} // namespace headwaters
