#include "core/engine/model/familyfields.h"

#include <QJsonArray>

#include <array>
#include <cmath>
#include <numbers>

namespace headwaters {

namespace {

struct Switch {
    const char* name;
    const char* why;
};

// Fields by which relatives of these families change the arithmetic.
constexpr std::array switches = std::to_array<Switch>({
    {"add_cross_attention", "cross-attention is not implemented"},
    {"pruned_heads", "pruned heads are not implemented"},
    {"quantization_config", "quantised weights of a Hugging Face folder are not implemented"},
    {"compression_config", "compressed weights are not implemented"},
    {"auto_map", "the model's arithmetic is in code of its own"},
    {"is_encoder_decoder", "only decoders are implemented"},
    {"alibi", "positions by ALiBi are not implemented"},
    {"use_alibi", "positions by ALiBi are not implemented"},
    {"clip_qkv", "clipped queries, keys and values are not implemented"},
    {"qk_layernorm", "a norm over queries and keys is implemented for Qwen3 only"},
    {"use_qk_norm", "a norm over queries and keys is implemented for Qwen3 only"},
    {"num_local_experts", "mixtures of experts are not implemented"},
    {"num_experts", "mixtures of experts are not implemented"},
    {"n_routed_experts", "mixtures of experts are not implemented"},
    {"no_rope_layers", "layers without positions are not implemented"},
    {"no_rope_layer_interval", "layers without positions are not implemented"},
    {"attention_chunk_size", "attention in chunks is not implemented"},
    {"embedding_multiplier", "multipliers of the arithmetic are not implemented"},
    {"residual_multiplier", "multipliers of the arithmetic are not implemented"},
    {"attention_multiplier", "multipliers of the arithmetic are not implemented"},
    {"logits_scaling", "multipliers of the arithmetic are not implemented"},
    {"logit_scale", "multipliers of the arithmetic are not implemented"},
    {"scale_emb", "multipliers of the arithmetic are not implemented"},
    {"scale_depth", "multipliers of the arithmetic are not implemented"},
    {"dim_model_base", "multipliers of the arithmetic are not implemented"},
    {"use_bidirectional_attention", "only causal attention is implemented"},
    {"attn_logit_softcapping", "capped scores are implemented for Gemma 2 only"},
    {"final_logit_softcapping", "capped logits are implemented for Gemma 2 only"},
    {"query_pre_attn_scalar", "another scale of scores is implemented for Gemma 2 only"},
});

void requireFinitePositive(double value, const ConfigReader& reader, const QString& name)
{
    if (!(value > 0) || !std::isfinite(value))
        throw reader.fault(name, QStringLiteral("it must be a number above 0"));
}

// The frequencies are rounded to float32 step by step as transformers does, since an angle at position
// 100,000 turns a rounding of its frequency into a visible difference.
std::vector<double> frequenciesOf(double base, std::int64_t dimensions)
{
    std::vector<double> frequencies;
    for (std::int64_t at = 0; at < dimensions; at += 2) {
        const float exponent = static_cast<float>(at) / static_cast<float>(dimensions);
        const auto power = static_cast<float>(std::pow(base, static_cast<double>(exponent)));
        frequencies.push_back(static_cast<double>(1.0F / power));
    }
    return frequencies;
}

/// A number as float32 holds it.
double rounded(double number)
{
    return static_cast<double>(static_cast<float>(number));
}

void divideAll(std::vector<double>& frequencies, double factor)
{
    for (double& frequency : frequencies)
        frequency = static_cast<double>(static_cast<float>(frequency) / static_cast<float>(factor));
}

/// Llama 3.1's stretching: slow rotations are divided by a factor, fast ones kept, those between blended.
void scaleAsLlama3(std::vector<double>& frequencies, const ConfigReader& scaling)
{
    const auto required = [&](const QString& name) {
        if (!scaling.has(name))
            throw scaling.fault(name, QStringLiteral("rope_type llama3 needs it"));
        return scaling.number(name, 0, 1e-6, 1e9);
    };
    const double factor = required(QStringLiteral("factor"));
    const double low = required(QStringLiteral("low_freq_factor"));
    const double high = required(QStringLiteral("high_freq_factor"));
    const double context = required(QStringLiteral("original_max_position_embeddings"));
    if (high <= low)
        throw scaling.fault(
            QStringLiteral("high_freq_factor"),
            QStringLiteral("it must be larger than low_freq_factor, which is %1").arg(low));
    for (double& frequency : frequencies) {
        const double length = 2.0 * std::numbers::pi / frequency;
        const double slow = frequency / factor;
        if (length > context / low) {
            frequency = rounded(slow);
        } else if (length >= context / high) {
            const double blend = (context / length - low) / (high - low);
            frequency = rounded((1 - blend) * slow + blend * frequency);
        }
    }
}

// The kind stands in `rope_type`, in older files in `type`.
QString scalingKind(const ConfigReader& scaling)
{
    const QString name = QStringLiteral("rope_type");
    const QString older = QStringLiteral("type");
    const QString kind = scaling.text(name, scaling.text(older, QStringLiteral("default")));
    static const QStringList known{
        QStringLiteral("default"), QStringLiteral("linear"), QStringLiteral("llama3")};
    if (!known.contains(kind))
        throw scaling.fault(
            scaling.has(name) ? name : older,
            QStringLiteral("of the rotary scalings, default, linear and llama3 are implemented"));
    return kind;
}

void scaleRotary(std::vector<double>& frequencies, const ConfigReader& scaling)
{
    const QString kind = scalingKind(scaling);
    if (kind == QLatin1String("llama3"))
        scaleAsLlama3(frequencies, scaling);
    if (kind != QLatin1String("linear"))
        return;
    const QString field = QStringLiteral("factor");
    const double factor = scaling.number(field, 0, 0, 1e9);
    requireFinitePositive(factor, scaling, field);
    divideAll(frequencies, factor);
}

} // namespace

void refuseSwitches(const ConfigReader& reader, const QStringList& honoured)
{
    for (const Switch& one : switches) {
        const QString name = QLatin1String(one.name);
        if (!honoured.contains(name))
            reader.refuse(name, QLatin1String(one.why));
    }
}

void checkHeads(const ConfigReader& reader, const ModelConfig& config, const QString& keyValueField)
{
    if (config.nHeads % config.nKeyValueHeads != 0)
        throw reader.fault(
            keyValueField, QStringLiteral("it must divide the %1 query heads").arg(config.nHeads));
}

void refuseGroups(const ConfigReader& reader, const ModelConfig& config, const QString& keyValueField)
{
    if (config.nKeyValueHeads != config.nHeads)
        throw reader.fault(
            keyValueField,
            QStringLiteral("this family has no grouped keys and values, and %1 heads").arg(config.nHeads));
}

void readSizes(
    const ConfigReader& reader, ModelConfig& config, std::int64_t keyValueHeads, std::int64_t headSize)
{
    const QString heads = QStringLiteral("num_attention_heads");
    const QString keyValue = QStringLiteral("num_key_value_heads");
    config.nLayers = reader.count({QStringLiteral("num_hidden_layers")}, mostLayers);
    config.nHeads = reader.count({heads}, widest);
    // Null is no absent field: it means as many as heads in every family.
    const bool absent = !reader.names().contains(keyValue);
    config.nKeyValueHeads = reader.optionalCount({keyValue}, widest)
                                .value_or(absent && keyValueHeads > 0 ? keyValueHeads : config.nHeads);
    config.dModel = reader.count({QStringLiteral("hidden_size")}, widest);
    config.dMlp = reader.count({QStringLiteral("intermediate_size")}, 16 * widest);
    config.dVocab = reader.count({QStringLiteral("vocab_size")}, longest);
    config.nCtx = reader.count({QStringLiteral("max_position_embeddings")}, longest);
    checkHeads(reader, config, keyValue);
    const std::optional<std::int64_t> given = reader.optionalCount({QStringLiteral("head_dim")}, widest);
    if (!given && headSize == 0 && config.dModel % config.nHeads != 0)
        throw reader.fault(
            heads, QStringLiteral("it must divide hidden_size, which is %1").arg(config.dModel));
    config.dHead = given.value_or(headSize > 0 ? headSize : config.dModel / config.nHeads);
}

void readGgufSizes(const ConfigReader& reader, const QString& architecture, ModelConfig& config)
{
    const auto key = [&](const char* name) {
        return QStringList{architecture + QLatin1Char('.') + QLatin1String(name)};
    };
    reader.refuse(key("expert_count").front(), QStringLiteral("mixtures of experts are not implemented"));
    config.nLayers = reader.count(key("block_count"), mostLayers);
    config.nHeads = reader.count(key("attention.head_count"), widest);
    config.nKeyValueHeads =
        reader.optionalCount(key("attention.head_count_kv"), widest).value_or(config.nHeads);
    config.dModel = reader.count(key("embedding_length"), widest);
    config.dMlp = reader.count(key("feed_forward_length"), 16 * widest);
    config.nCtx = reader.count(key("context_length"), longest);
    // Which the description adds from the embedding, since older files do not name it.
    config.dVocab = reader.count(key("vocab_size"), longest);
    checkHeads(reader, config, key("attention.head_count_kv").front());
    const std::optional<std::int64_t> given = reader.optionalCount(key("attention.key_length"), widest);
    if (!given && config.dModel % config.nHeads != 0)
        throw reader.fault(
            key("attention.head_count").front(),
            QStringLiteral("it must divide embedding_length, which is %1").arg(config.dModel));
    config.dHead = given.value_or(config.dModel / config.nHeads);
    const std::int64_t valueSize =
        reader.optionalCount(key("attention.value_length"), widest).value_or(config.dHead);
    if (valueSize != config.dHead)
        throw reader.fault(
            key("attention.value_length").front(),
            QStringLiteral("values of another size than the keys, which have %1, are not implemented")
                .arg(config.dHead));
}

Rotary readRotary(
    const ConfigReader& reader, std::int64_t dimensions, std::int64_t dHead, const QString& baseField,
    double base)
{
    // An odd number of dimensions is rounded up to whole pairs, with the frequencies of the odd number.
    const std::int64_t rotated = (dimensions + 1) / 2 * 2;
    if (dimensions < 1 || rotated > dHead)
        throw reader.fault(
            QStringLiteral("head_dim"),
            QStringLiteral("%1 of the %2 dimensions of a head are rotated, which does not make pairs")
                .arg(dimensions)
                .arg(dHead));
    const QString parameters = QStringLiteral("rope_parameters");
    const ConfigReader newer = reader.object(parameters);
    const QStringList fields = newer.names();
    for (const QString& field : fields) {
        if (newer.isObject(field))
            throw newer.fault(
                field,
                QStringLiteral("rotary positions that differ from layer to layer are not implemented"));
    }
    const QString newerBase = QStringLiteral("rope_theta");
    const ConfigReader& holder = newer.has(newerBase) ? newer : reader;
    const QString field = newer.has(newerBase) ? newerBase : baseField;
    const double theta = holder.number(field, base, 0, 1e15);
    requireFinitePositive(theta, holder, field);
    Rotary rotary{rotated, frequenciesOf(theta, dimensions)};
    scaleRotary(
        rotary.frequencies, reader.has(parameters) ? newer : reader.object(QStringLiteral("rope_scaling")));
    return rotary;
}

Rotary readGgufRotary(const ConfigReader& reader, const QString& architecture, std::int64_t dimensions)
{
    const QString start = architecture + QStringLiteral(".rope.");
    const QString size = start + QStringLiteral("dimension_count");
    const std::int64_t rotated = reader.optionalCount({size}, widest).value_or(dimensions);
    if (rotated < 2 || rotated % 2 != 0 || rotated > dimensions)
        throw reader.fault(
            size, QStringLiteral("it must be an even number up to the %1 of a head").arg(dimensions));
    const QString baseField = start + QStringLiteral("freq_base");
    const double base = reader.number(baseField, 10000.0, 0, 1e15);
    requireFinitePositive(base, reader, baseField);
    Rotary rotary{rotated, frequenciesOf(base, rotated)};

    const QString kindField = start + QStringLiteral("scaling.type");
    // Files from before there were several kinds name the factor alone.
    const QString kind = reader.text(kindField, QStringLiteral("linear"));
    const QString factorField = start
        + (reader.has(start + QStringLiteral("scaling.factor")) ? QStringLiteral("scaling.factor")
                                                                : QStringLiteral("scale_linear"));
    if (kind != QLatin1String("none") && kind != QLatin1String("linear"))
        throw reader.fault(
            kindField, QStringLiteral("of the rotary scalings, none and linear are implemented"));
    const double attention = reader.number(start + QStringLiteral("scaling.attn_factor"), 1.0, 0, 1e9);
    if (attention != 1.0)
        throw reader.fault(
            start + QStringLiteral("scaling.attn_factor"), QStringLiteral("only 1 is implemented"));
    // A factor of 0 means none, as llama.cpp reads it.
    const double factor = reader.number(factorField, 1.0, 0, 1e9);
    if (kind == QLatin1String("linear") && factor > 0)
        divideAll(rotary.frequencies, factor);
    return rotary;
}

std::vector<std::int64_t> readWindows(
    const ConfigReader& reader, const ModelConfig& config, std::int64_t window, bool (*bySize)(std::int64_t))
{
    const QString field = QStringLiteral("layer_types");
    const QStringList types = reader.texts(field);
    std::vector<std::int64_t> windows(static_cast<std::size_t>(config.nLayers), 0);
    if (!types.isEmpty() && types.size() != config.nLayers)
        throw reader.fault(field, QStringLiteral("it must name each of the %1 layers").arg(config.nLayers));
    bool any = false;
    for (std::size_t layer = 0; layer < windows.size(); ++layer) {
        bool sliding = window > 0 && bySize(static_cast<std::int64_t>(layer));
        if (!types.isEmpty()) {
            const QString& type = types[static_cast<qsizetype>(layer)];
            sliding = type == QLatin1String("sliding_attention");
            if (!sliding && type != QLatin1String("full_attention"))
                throw reader.fault(
                    field, QStringLiteral("full_attention and sliding_attention are implemented"));
            if (sliding && window <= 0)
                throw reader.fault(
                    QStringLiteral("sliding_window"),
                    QStringLiteral("layer_types names layers that need it"));
        }
        windows[layer] = sliding ? window : 0;
        any = any || sliding;
    }
    return any ? windows : std::vector<std::int64_t>();
}

TensorLayout llamaLayout()
{
    TensorLayout layout;
    layout.optionalPrefix = QStringLiteral("model.");
    layout.embedding = QStringLiteral("embed_tokens");
    layout.finalNorm = QStringLiteral("norm");
    layout.unembedding = QStringLiteral("lm_head");
    layout.layer = QStringLiteral("layers.%1.");
    layout.ln1 = QStringLiteral("input_layernorm");
    layout.query = QStringLiteral("self_attn.q_proj");
    layout.key = QStringLiteral("self_attn.k_proj");
    layout.value = QStringLiteral("self_attn.v_proj");
    layout.output = QStringLiteral("self_attn.o_proj");
    layout.ln2 = QStringLiteral("post_attention_layernorm");
    layout.gate = QStringLiteral("mlp.gate_proj");
    layout.in = QStringLiteral("mlp.up_proj");
    layout.out = QStringLiteral("mlp.down_proj");
    layout.notWeights = {QStringLiteral(".rotary_emb.inv_freq")};
    return layout;
}

TensorLayout llamaGgufLayout()
{
    TensorLayout layout;
    layout.embedding = QStringLiteral("token_embd");
    layout.finalNorm = QStringLiteral("output_norm");
    layout.unembedding = QStringLiteral("output");
    layout.layer = QStringLiteral("blk.%1.");
    layout.ln1 = QStringLiteral("attn_norm");
    layout.query = QStringLiteral("attn_q");
    layout.key = QStringLiteral("attn_k");
    layout.value = QStringLiteral("attn_v");
    layout.output = QStringLiteral("attn_output");
    layout.ln2 = QStringLiteral("ffn_norm");
    layout.gate = QStringLiteral("ffn_gate");
    layout.in = QStringLiteral("ffn_up");
    layout.out = QStringLiteral("ffn_down");
    layout.holdsWeightsOnly = true;
    layout.notWeights = {QStringLiteral(".attn_rot_embd.weight"), QStringLiteral("rope_freqs.weight")};
    return layout;
}

} // namespace headwaters
