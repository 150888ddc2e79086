// Every way a configuration or a checkpoint can be wrong, and the sentence that says so.
#include "core/base/error.h"
#include "core/engine/model/model.h"
#include "engine/support/randommodel.h"
#include "support/testing.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

#include <functional>
#include <limits>

using namespace headwaters;

namespace {

QString loadFault(const RandomModel& random)
{
    const auto folder = random.write();
    try {
        (void)Model::load(openModelFolder(folder->path()), {});
    } catch (const Error& error) {
        CHECK(error.problem().kind == Problem::Kind::BadInput);
        CHECK(error.problem().summary.size() < 500);
        return error.problem().summary;
    }
    return {};
}

struct ConfigCase {
    const char* json; ///< replaces fields of the configuration
    const char* field; ///< the message names it
    const char* number; ///< and this
};

struct TensorCase {
    const char* what;
    std::function<void(std::map<QString, NamedTensor>&)> change;
    QStringList parts; ///< the message holds them
};

} // namespace

TEST_CASE("A configuration that cannot be honoured is refused by field and value")
{
    const ConfigCase fault = GENERATE(values<ConfigCase>({
        {R"({"model_type": "mamba"})", "model_type", "llama"},
        {R"({"model_type": 7})", "model_type", "7"},
        {R"({"model_type": null})", "model_type", "gpt2"},
        {R"({"model_type": null, "architectures": ["MambaForCausalLM"]})", "model_type", "gpt2"},
        {R"({"architectures": ["GPT2ForSequenceClassification"]})", "architectures",
         "GPT2ForSequenceClassification"},
        {R"({"architectures": "GPT2LMHeadModel"})", "architectures", "list"},
        {R"({"activation_function": "mish"})", "activation_function", "mish"},
        {R"({"activation_function": "gelu_10"})", "activation_function", "gelu_10"},
        {R"({"activation_function": 1})", "activation_function", "1"},
        {R"({"layer_norm_epsilon": -1e-5})", "layer_norm_epsilon", "-1e-05"},
        {R"({"layer_norm_epsilon": 1e30})", "layer_norm_epsilon", "1e+30"},
        {R"({"layer_norm_epsilon": "1e-5"})", "layer_norm_epsilon", "\"1e-5\""},
        {R"({"layer_norm_epsilon": null})", "layer_norm_epsilon", "null"},
        {R"({"n_layer": 0})", "n_layer", "0"},
        {R"({"n_layer": -2})", "n_layer", "-2"},
        {R"({"n_layer": 2.5})", "n_layer", "2.5"},
        {R"({"n_layer": "2"})", "n_layer", "\"2\""},
        {R"({"n_layer": null})", "n_layer", "null"},
        {R"({"n_layer": 1e18})", "n_layer", "4096"},
        {R"({"n_layer": 2, "num_hidden_layers": 3})", "num_hidden_layers", "3"},
        {R"({"n_head": 5})", "n_head", "5"},
        {R"({"n_head": 24})", "n_head", "24"},
        {R"({"n_head": 1e300})", "n_head", "1e+300"},
        {R"({"n_embd": 0})", "n_embd", "0"},
        {R"({"n_embd": 9007199254740992})", "n_embd", "9007199254740992"},
        {R"({"n_inner": 0})", "n_inner", "0"},
        {R"({"n_inner": -1})", "n_inner", "-1"},
        {R"({"n_positions": 0})", "n_positions", "0"},
        {R"({"vocab_size": 4294967296})", "vocab_size", "4294967296"},
        {R"({"vocab_size": true})", "vocab_size", "true"},
        {R"({"scale_attn_weights": "false"})", "scale_attn_weights", "false"},
        {R"({"scale_attn_by_inverse_layer_idx": 1})", "scale_attn_by_inverse_layer_idx", "1"},
        {R"({"reorder_and_upcast_attn": "yes"})", "reorder_and_upcast_attn", "yes"},
        {R"({"tie_word_embeddings": null})", "tie_word_embeddings", "null"},
        {R"({"add_cross_attention": true})", "add_cross_attention", "true"},
        {R"({"pruned_heads": {"0": [1]}})", "pruned_heads", "[1]"},
        {R"({"quantization_config": {"bits": 4}})", "quantization_config", "bits"},
        {R"({"auto_map": {"AutoModelForCausalLM": "modeling.Mine"}})", "auto_map", "Mine"},
    }));
    CAPTURE(fault.json);
    RandomModel random;
    const QJsonObject changes = QJsonDocument::fromJson(fault.json).object();
    REQUIRE_FALSE(changes.isEmpty());
    for (auto change = changes.begin(); change != changes.end(); ++change)
        random.config[change.key()] = change.value();
    const QString summary = loadFault(random);
    CAPTURE(summary);
    CHECK(summary.startsWith(QStringLiteral("config.json: ")));
    CHECK(summary.contains(QLatin1String(fault.field)));
    CHECK(summary.contains(QLatin1String(fault.number)));
}

TEST_CASE("A size that is missing from the configuration is asked for by name")
{
    const QString field = GENERATE(
        QStringLiteral("n_layer"), QStringLiteral("n_head"), QStringLiteral("n_embd"),
        QStringLiteral("vocab_size"), QStringLiteral("n_positions"));
    RandomModel random;
    random.config.remove(field);
    CHECK(loadFault(random).contains(field + QStringLiteral(" is missing")));
}

TEST_CASE("Switches that are off, and keys that change nothing, are no fault")
{
    RandomModel random;
    for (const char* off :
         {"add_cross_attention", "reorder_and_upcast_attn", "use_cache", "summary_use_proj"})
        random.config[QLatin1String(off)] = false;
    random.config[QStringLiteral("pruned_heads")] = QJsonObject();
    random.config[QStringLiteral("quantization_config")] = QJsonValue::Null;
    random.config[QStringLiteral("n_ctx")] = 16; // sized a mask once; the positions count
    random.config[QStringLiteral("resid_pdrop")] = 0.1;
    CHECK(loadFault(random) == QString());
}

TEST_CASE("A checkpoint that does not fit its configuration is refused by tensor, shapes and numbers")
{
    const auto at = [](std::map<QString, NamedTensor>& tensors, const char* name) -> NamedTensor& {
        return tensors.at(QLatin1String(name));
    };
    const float nan = std::numeric_limits<float>::quiet_NaN();
    const float infinity = std::numeric_limits<float>::infinity();
    const std::vector<TensorCase> faults{
        {"a missing tensor",
         [](auto& tensors) { tensors.erase(QStringLiteral("h.1.attn.c_attn.weight")); },
         {QStringLiteral("h.1.attn.c_attn.weight"), QStringLiteral("missing"), QStringLiteral("[12, 36]")}},
        {"no embedding",
         [](auto& tensors) { tensors.erase(QStringLiteral("wte.weight")); },
         {QStringLiteral("wte.weight"), QStringLiteral("missing")}},
        {"a transposed matrix",
         [&](auto& tensors) {
             at(tensors, "h.0.attn.c_attn.weight").shape = {36, 12};
         },
         {QStringLiteral("h.0.attn.c_attn.weight"), QStringLiteral("[36, 12]"), QStringLiteral("[12, 36]")}},
        {"a flat matrix",
         [&](auto& tensors) { at(tensors, "h.0.mlp.c_fc.weight").shape = {240}; },
         {QStringLiteral("h.0.mlp.c_fc.weight"), QStringLiteral("[240]"), QStringLiteral("[12, 20]")}},
        {"fewer rows than the vocabulary",
         [&](auto& tensors) {
             at(tensors, "wte.weight").shape = {329, 12};
             at(tensors, "wte.weight").values.resize(329 * 12);
         },
         {QStringLiteral("wte.weight"), QStringLiteral("[329, 12]"), QStringLiteral("[330, 12]")}},
        {"fewer positions",
         [&](auto& tensors) {
             at(tensors, "wpe.weight").shape = {31, 12};
             at(tensors, "wpe.weight").values.resize(31 * 12);
         },
         {QStringLiteral("wpe.weight"), QStringLiteral("[31, 12]"), QStringLiteral("[32, 12]")}},
        {"NaN",
         [&](auto& tensors) { at(tensors, "h.1.mlp.c_proj.weight").values[25] = nan; },
         {QStringLiteral("h.1.mlp.c_proj.weight[2, 1]"), QStringLiteral("NaN")}},
        {"infinity",
         [&](auto& tensors) { at(tensors, "ln_f.bias").values[3] = infinity; },
         {QStringLiteral("ln_f.bias[3]"), QStringLiteral("infinite")}},
        {"minus infinity",
         [&](auto& tensors) { at(tensors, "wte.weight").values.back() = -infinity; },
         {QStringLiteral("wte.weight[329, 11]"), QStringLiteral("minus infinite")}},
        {"more layers than the configuration",
         [&](auto& tensors) {
             tensors[QStringLiteral("h.2.ln_1.weight")] = {
                 QStringLiteral("h.2.ln_1.weight"), {12}, std::vector<float>(12)};
         },
         {QStringLiteral("h.2.ln_1.weight")}},
        {"a part that GPT-2 does not have",
         [&](auto& tensors) {
             tensors[QStringLiteral("h.0.attn.q_norm.weight")] = {
                 QStringLiteral("h.0.attn.q_norm.weight"), {6}, std::vector<float>(6)};
         },
         {QStringLiteral("h.0.attn.q_norm.weight")}},
    };
    for (const TensorCase& fault : faults) {
        CAPTURE(fault.what);
        RandomModel random;
        fault.change(random.tensors);
        const QString summary = loadFault(random);
        CAPTURE(summary);
        CHECK(summary.contains(QStringLiteral("model.safetensors")));
        for (const QString& part : fault.parts)
            CHECK(summary.contains(part));
    }
}

TEST_CASE("An untied model without an unembedding is refused")
{
    RandomModel random({{QStringLiteral("tie_word_embeddings"), false}});
    random.tensors.erase(QStringLiteral("lm_head.weight"));
    const QString summary = loadFault(random);
    CHECK(summary.contains(QStringLiteral("lm_head.weight is missing")));
    CHECK(summary.contains(QStringLiteral("[330, 12]")));
}

TEST_CASE("Weights that overflow float32 fail by layer, not with nonsense")
{
    RandomModel random;
    for (float& value : random.tensors.at(QStringLiteral("h.1.mlp.c_proj.weight")).values)
        value = 3e38F;
    const auto folder = random.write();
    const auto model = Model::load(openModelFolder(folder->path()), {});
    try {
        (void)model->capture({{{1, 2, 3}}, {QStringLiteral("logits")}, true}, {});
        FAIL("it ran");
    } catch (const Error& error) {
        CHECK(error.problem().summary.contains(QStringLiteral("Layer 1")));
    }
}

TEST_CASE(
    "A residual whose squares overflow float32 fails by layer: norms by infinity would look like results")
{
    RandomModel random;
    for (float& value : random.tensors.at(QStringLiteral("wte.weight")).values)
        value *= 1e25F;
    const auto folder = random.write();
    const auto model = Model::load(openModelFolder(folder->path()), {});
    try {
        (void)model->capture({{{1, 2, 3}}, {QStringLiteral("logits")}, true}, {});
        FAIL("it ran");
    } catch (const Error& error) {
        CHECK(error.problem().summary.contains(QStringLiteral("norm in layer 0")));
    }
}

TEST_CASE("Large finite logits whose sum overflows are no fault")
{
    RandomModel random({{QStringLiteral("tie_word_embeddings"), false}});
    for (float& value : random.tensors.at(QStringLiteral("ln_f.weight")).values)
        value = 0;
    for (float& value : random.tensors.at(QStringLiteral("ln_f.bias")).values)
        value = 1;
    for (float& value : random.tensors.at(QStringLiteral("lm_head.weight")).values)
        value = 1e36F;
    const auto folder = random.write();
    const auto model = Model::load(openModelFolder(folder->path()), {});
    const auto captures = model->capture({{{1, 2, 3}}, {QStringLiteral("logits")}, true}, {});
    CHECK(captures.front().back().values.front() == Approx(12e36F)); // a row of 12 ones times 1e36
}

TEST_CASE("A model larger than the memory is refused before anything is read, with both numbers")
{
    // The header promises a terabyte, and the file, full of holes, has it.
    RandomModel random;
    random.config[QStringLiteral("n_positions")] = 1 << 26;
    random.config[QStringLiteral("n_embd")] = 4096;
    random.config[QStringLiteral("n_layer")] = 1;
    const std::int64_t d = 4096;
    const std::int64_t rows = 1 << 26;
    const std::vector<std::pair<const char*, std::vector<std::int64_t>>> shapes{
        {"wte.weight", {330, d}},
        {"wpe.weight", {rows, d}},
        {"h.0.ln_1.weight", {d}},
        {"h.0.attn.c_attn.weight", {d, 3 * d}},
        {"h.0.attn.c_proj.weight", {d, d}},
        {"h.0.ln_2.weight", {d}},
        {"h.0.mlp.c_fc.weight", {d, 20}},
        {"h.0.mlp.c_proj.weight", {20, d}},
        {"ln_f.weight", {d}}};
    QJsonObject header;
    std::int64_t offset = 0;
    for (const auto& [name, shape] : shapes) {
        const std::int64_t first = offset;
        offset += 4 * (shape.size() == 2 ? shape[0] * shape[1] : shape[0]);
        QJsonArray extents;
        for (const std::int64_t extent : shape)
            extents << qint64{extent};
        header[QLatin1String(name)] = QJsonObject{
            {QStringLiteral("dtype"), QStringLiteral("F32")},
            {QStringLiteral("shape"), extents},
            {QStringLiteral("data_offsets"), QJsonArray{qint64{first}, qint64{offset}}}};
    }
    const auto folder = random.write();
    const QByteArray json = QJsonDocument(header).toJson(QJsonDocument::Compact);
    QFile file(folder->filePath(QStringLiteral("model.safetensors")));
    REQUIRE(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    QByteArray length(8, '\0');
    for (int byte = 0; byte < 8; ++byte)
        length[byte] = static_cast<char>(json.size() >> (8 * byte));
    file.write(length + json);
    if (!file.resize(8 + json.size() + offset)) {
        WARN("this file system has no room for holes");
        return;
    }
    file.close();
    try {
        (void)Model::load(openModelFolder(folder->path()), {});
        FAIL("it was read");
    } catch (const Error& error) {
        CHECK(error.problem().kind == Problem::Kind::Failed);
        CHECK(error.problem().summary.contains(QStringLiteral("needs 1024")));
        CHECK(error.problem().summary.contains(QStringLiteral("GiB are available")));
    }
}

TEST_CASE("A cancelled load stops")
{
    const CancelToken cancel;
    cancel.cancel();
    CHECK_THROWS_AS(Model::load(openModelFolder(demoModel()), cancel), Error);
}

TEST_CASE("A capture refuses prompts and hooks that are not there")
{
    const auto model = Model::load(openModelFolder(demoModel()), {});
    const auto fault = [&](const CaptureRequest& request) {
        try {
            (void)model->capture(request, {});
        } catch (const Error& error) {
            return error.problem().summary;
        }
        return QString();
    };
    const QStringList all{QStringLiteral("*")};
    CHECK(fault({{{1}, {}}, all, true}).contains(QStringLiteral("empty")));
    CHECK(fault({{std::vector<TokenId>(257, 1)}, all, true}).contains(QStringLiteral("257 tokens")));
    CHECK(fault({{{1, 1536}}, all, true}).contains(QStringLiteral("#1536")));
    CHECK(fault({{{1, -1}}, all, true}).contains(QStringLiteral("#-1")));
    CHECK(fault({{{1}}, {QStringLiteral("blocks.6.*")}, true}).contains(QStringLiteral("blocks.6.*")));
}

TEST_CASE("A capture keeps what the globs choose, in forward order")
{
    const auto model = Model::load(openModelFolder(demoModel()), {});
    const auto kept = [&](const QStringList& globs) {
        QStringList names;
        const auto captures = model->capture({{{1, 2}}, globs, false}, {});
        for (const NamedTensor& tensor : captures.front())
            names << tensor.name;
        return names;
    };
    CHECK(kept({QStringLiteral("*")}) == model->hookNames());
    CHECK(model->hookNames().size() == 2 + 6 * 18 + 3);
    CHECK(
        kept({QStringLiteral("logits"), QStringLiteral("blocks.0.ln?.hook_scale")})
        == QStringList(
            {QStringLiteral("blocks.0.ln1.hook_scale"), QStringLiteral("blocks.0.ln2.hook_scale"),
             QStringLiteral("logits")}));
    CHECK(kept({QStringLiteral("*.hook_pattern")}).size() == 6);
    CHECK(kept({}).isEmpty());
    const NamedTensor last =
        model->capture({{{1, 2}}, {QStringLiteral("logits")}, false}, {}).front().front();
    CHECK(last.shape == std::vector<std::int64_t>{1, 1536});
    const NamedTensor every =
        model->capture({{{1, 2}}, {QStringLiteral("logits")}, true}, {}).front().front();
    CHECK(every.shape == std::vector<std::int64_t>{2, 1536});
    CHECK(
        std::equal(last.values.begin(), last.values.end(), every.values.begin() + 1536, [](float a, float b) {
            return std::abs(a - b) < 1e-4F;
        }));
}
