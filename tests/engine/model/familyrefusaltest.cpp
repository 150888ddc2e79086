// Every switch that relatives of a family have and that is not implemented is refused by name.
#include "core/base/error.h"
#include "core/engine/model/model.h"
#include "support/testing.h"

#include <QJsonDocument>

using namespace headwaters;

namespace {

const QStringList& fixtures()
{
    static const QStringList names{QStringLiteral("gpt2-tiny"),  QStringLiteral("gpt-neox-tiny"),
                                   QStringLiteral("llama-tiny"), QStringLiteral("mistral-tiny"),
                                   QStringLiteral("qwen2-tiny"), QStringLiteral("qwen3-tiny"),
                                   QStringLiteral("gemma2-tiny")};
    return names;
}

/// What opening the fixture says where some fields of its config.json are others; a field that is to be
/// absent has the value "absent".
QString faultOf(const QString& name, const char* changes)
{
    ModelFolder folder = openModelFolder(testData(name));
    const QJsonObject fields = QJsonDocument::fromJson(changes).object();
    REQUIRE_FALSE(fields.isEmpty());
    for (auto field = fields.begin(); field != fields.end(); ++field) {
        if (field.value() == QStringLiteral("absent"))
            folder.config.remove(field.key());
        else
            folder.config[field.key()] = field.value();
    }
    try {
        (void)Model::load(folder, {});
    } catch (const Error& error) {
        CHECK(error.problem().kind == Problem::Kind::BadInput);
        return error.problem().summary;
    }
    return {};
}

struct Refusal {
    const char* json;
    const char* part; ///< of the message
    const char* allowedFor = ""; ///< a family that honours the switch
};

struct OfFamily {
    const char* name;
    const char* json;
    const char* part;
};

} // namespace

TEST_CASE("What no family implements is refused in each of them")
{
    const Refusal refusal = GENERATE(values<Refusal>({
        {R"({"quantization_config": {"bits": 4}})", "quantization_config is {\"bits\":4}"},
        {R"({"auto_map": {"A": "b.C"}})", "auto_map"},
        {R"({"is_encoder_decoder": true})", "is_encoder_decoder is true"},
        {R"({"add_cross_attention": true})", "add_cross_attention is true"},
        {R"({"use_bidirectional_attention": true})", "use_bidirectional_attention is true"},
        {R"({"alibi": true})", "alibi is true"},
        {R"({"clip_qkv": 8})", "clip_qkv is 8"},
        {R"({"qk_layernorm": true})", "qk_layernorm is true"},
        {R"({"num_experts": 8})", "num_experts is 8"},
        {R"({"num_local_experts": 8})", "num_local_experts is 8"},
        {R"({"n_routed_experts": 8})", "n_routed_experts is 8"},
        {R"({"no_rope_layers": [1, 0]})", "no_rope_layers is [1,0]"},
        {R"({"attention_chunk_size": 8192})", "attention_chunk_size is 8192"},
        {R"({"embedding_multiplier": 12})", "embedding_multiplier is 12"},
        {R"({"residual_multiplier": 0.25})", "residual_multiplier is 0.25"},
        {R"({"attention_multiplier": 0.5})", "attention_multiplier is 0.5"},
        {R"({"logits_scaling": 8})", "logits_scaling is 8"},
        {R"({"logit_scale": 0.0625})", "logit_scale is 0.0625"},
        {R"({"attn_logit_softcapping": 30})", "attn_logit_softcapping is 30", "gemma2-tiny"},
        {R"({"final_logit_softcapping": 30})", "final_logit_softcapping is 30", "gemma2-tiny"},
        {R"({"query_pre_attn_scalar": 100})", "query_pre_attn_scalar is 100", "gemma2-tiny"},
    }));
    CAPTURE(refusal.json);
    for (const QString& name : fixtures()) {
        CAPTURE(name);
        const QString fault = faultOf(name, refusal.json);
        if (name == QLatin1String(refusal.allowedFor))
            CHECK(fault == QString());
        else
            CHECK(fault.startsWith(QStringLiteral("config.json: ") + QLatin1String(refusal.part)));
    }
}

TEST_CASE("Rotary scalings other than linear and llama3 are refused wherever positions rotate")
{
    const Refusal refusal = GENERATE(values<Refusal>({
        {R"({"rope_scaling": {"type": "yarn", "factor": 2}})", "rope_scaling.type is \"yarn\""},
        {R"({"rope_scaling": {"rope_type": "dynamic", "factor": 2}})",
         "rope_scaling.rope_type is \"dynamic\""},
        {R"({"rope_scaling": {"rope_type": "longrope"}})", "rope_scaling.rope_type is \"longrope\""},
        {R"({"rope_scaling": {"rope_type": 3}})", "rope_scaling.rope_type is 3"},
        {R"({"rope_scaling": "linear"})", "rope_scaling is \"linear\""},
        {R"({"rope_scaling": {"type": "linear"}})", "rope_scaling.factor is missing"},
        {R"({"rope_scaling": {"type": "linear", "factor": 0}})", "rope_scaling.factor is 0"},
        {R"({"rope_scaling": {"rope_type": "llama3", "factor": 8}})",
         "rope_scaling.low_freq_factor is missing"},
        {R"({"rope_parameters": {"rope_type": "yarn", "factor": 2}})",
         "rope_parameters.rope_type is \"yarn\""},
        {R"({"rope_parameters": {"full_attention": {"rope_theta": 5e4}}})",
         "rope_parameters.full_attention is"},
    }));
    CAPTURE(refusal.json);
    for (const QString& name : fixtures().mid(1)) {
        CAPTURE(name);
        CHECK(faultOf(name, refusal.json)
                  .startsWith(QStringLiteral("config.json: ") + QLatin1String(refusal.part)));
    }
}

TEST_CASE("A family's own fields are checked")
{
    const OfFamily row = GENERATE(values<OfFamily>({
        {"llama-tiny", R"({"num_key_value_heads": 4})", "num_key_value_heads is 4: it must divide the 6"},
        {"llama-tiny", R"({"num_key_value_heads": "2"})", "num_key_value_heads is \"2\""},
        {"llama-tiny", R"({"head_dim": 7})", "head_dim is 7"},
        {"llama-tiny", R"({"partial_rotary_factor": 0.5})", "partial_rotary_factor is 0.5"},
        {"llama-tiny", R"({"mlp_bias": "no"})", "mlp_bias is \"no\""},
        {"llama-tiny", R"({"rope_theta": 0})", "rope_theta is 0"},
        {"mistral-tiny", R"({"sliding_window": 0})", "sliding_window is 0"},
        {"mistral-tiny", R"({"layer_types": ["full_attention"]})", "layer_types is [\"full_attention\"]"},
        {"qwen2-tiny", R"({"use_sliding_window": true, "sliding_window": 4, "max_window_layers": 1.5})",
         "max_window_layers is 1.5"},
        {"gemma2-tiny", R"({"attn_logit_softcapping": 0})", "attn_logit_softcapping is 0"},
        {"gemma2-tiny", R"({"query_pre_attn_scalar": null})", "query_pre_attn_scalar is null"},
        {"gemma2-tiny", R"({"hidden_activation": "mish"})", "hidden_activation is \"mish\""},
        {"gpt-neox-tiny", R"({"rotary_pct": 0.01})", "rotary_pct is 0.01"},
        {"gpt-neox-tiny", R"({"rotary_pct": 2})", "rotary_pct is 2"},
        {"gpt-neox-tiny", R"({"num_key_value_heads": 1})", "num_key_value_heads is 1"},
    }));
    CAPTURE(row.name, row.json);
    const QString fault = faultOf(QLatin1String(row.name), row.json);
    CAPTURE(fault);
    CHECK(fault.startsWith(QStringLiteral("config.json: ") + QLatin1String(row.part)));
}

TEST_CASE("A null number of key/value heads means as many as heads, an absent one the family's own")
{
    const QString whole = QStringLiteral("mistral-unwindowed"); // 4 heads, and null in its file
    CHECK(Model::load(openModelFolder(testData(whole)), {})->info().nKeyValueHeads == 4);
    CHECK(
        faultOf(whole, R"({"num_key_value_heads": "absent"})").contains(QStringLiteral("must divide the 4")));
}
