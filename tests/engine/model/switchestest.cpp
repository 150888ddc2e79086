// Switches of the configuration that no fixture has, against a transformer in plain loops.
#include "core/engine/model/model.h"
#include "engine/support/plaintransformer.h"
#include "engine/support/randommodel.h"
#include "engine/support/reference.h"
#include "support/testing.h"

#include <QJsonArray>

using namespace headwaters;

namespace {

/// The largest error of a capture against the plain transformer, over all hooks that both have.
double largestError(const Capture& capture, const std::map<QString, std::vector<double>>& expected)
{
    double largest = 0;
    std::size_t compared = 0;
    for (const NamedTensor& tensor : capture) {
        const auto found = expected.find(tensor.name);
        if (found == expected.end())
            continue;
        ++compared;
        largest = std::max(
            largest,
            headwaters::largestError(
                tensor.values, std::vector<float>(found->second.begin(), found->second.end())));
    }
    REQUIRE(compared == expected.size());
    return largest;
}

void requireEqual(const RandomModel& random)
{
    const std::vector<std::vector<TokenId>> prompts{
        {0, 17, 300, 17, 4, 329}, {5}, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10}};
    const auto folder = random.write();
    const ModelFolder opened = openModelFolder(folder->path());
    const auto model = Model::load(opened, {});
    const PlainTransformer plain(opened);
    const auto captures = model->capture({prompts, {QStringLiteral("*")}, true}, {});
    REQUIRE(captures.size() == prompts.size());
    for (std::size_t prompt = 0; prompt < prompts.size(); ++prompt)
        CHECK(largestError(captures[prompt], plain.run(prompts[prompt])) < 2e-5);
}

QJsonObject with(const char* name, const QJsonValue& value)
{
    return {{QLatin1String(name), value}};
}

} // namespace

TEST_CASE("A batch of prompts of different length gives each prompt its own values")
{
    requireEqual(RandomModel());
}

TEST_CASE("Every switch of the configuration changes the arithmetic as it says")
{
    SECTION("exact gelu")
    {
        requireEqual(RandomModel(with("activation_function", QStringLiteral("gelu"))));
    }
    SECTION("relu")
    {
        requireEqual(RandomModel(with("activation_function", QStringLiteral("relu"))));
    }
    SECTION("scores divided by the layer's number")
    {
        requireEqual(RandomModel(with("scale_attn_by_inverse_layer_idx", true)));
    }
    SECTION("scores not divided by the square root of d_head")
    {
        requireEqual(RandomModel(with("scale_attn_weights", false)));
    }
    SECTION("both")
    {
        requireEqual(RandomModel(
            {{QStringLiteral("scale_attn_weights"), false},
             {QStringLiteral("scale_attn_by_inverse_layer_idx"), true}}));
    }
    SECTION("another epsilon")
    {
        requireEqual(RandomModel(with("layer_norm_epsilon", 0.05)));
    }
    SECTION("epsilon zero")
    {
        requireEqual(RandomModel(with("layer_norm_epsilon", 0.0)));
    }
    SECTION("an odd MLP")
    {
        requireEqual(RandomModel(with("n_inner", 33)));
    }
    SECTION("the default MLP")
    {
        requireEqual(RandomModel(with("n_inner", QJsonValue::Null)));
    }
    SECTION("an untied head")
    {
        requireEqual(RandomModel(with("tie_word_embeddings", false)));
    }
    SECTION("one head, one layer")
    {
        requireEqual(RandomModel({{QStringLiteral("n_head"), 1}, {QStringLiteral("n_layer"), 1}}));
    }
    SECTION("reorder_and_upcast_attn changes nothing in float32")
    {
        requireEqual(RandomModel(with("reorder_and_upcast_attn", true)));
    }
}

TEST_CASE("A tied head reads W_E even where the file holds another")
{
    RandomModel random;
    NamedTensor other = random.tensors.at(QStringLiteral("wte.weight"));
    other.name = QStringLiteral("lm_head.weight");
    for (float& value : other.values)
        value = -value;
    random.tensors[other.name] = other;
    requireEqual(random);
}

TEST_CASE("Half-width weights are widened exactly")
{
    RandomModel random;
    random.dtype = GENERATE(DType::BF16, DType::F16);
    requireEqual(random);
}

TEST_CASE("Absent biases are zero")
{
    RandomModel random;
    std::erase_if(
        random.tensors, [](const auto& entry) { return entry.first.endsWith(QLatin1String(".bias")); });
    requireEqual(random);
    const auto folder = random.write();
    // 330 x 12 + 32 x 12 + 2 x (2 x 12 + 12 x 36 + 12 x 12 + 2 x 12 x 20) + 12
    CHECK(Model::load(openModelFolder(folder->path()), {})->info().parameters == 3960 + 384 + 2 * 1080 + 12);
}

TEST_CASE("Canonical weights keep the log-probabilities whatever the switches")
{
    const QJsonObject changes = GENERATE(
        QJsonObject{}, with("tie_word_embeddings", false), with("scale_attn_by_inverse_layer_idx", true),
        with("activation_function", QStringLiteral("relu")));
    const auto folder = RandomModel(changes).write();
    const auto model = Model::load(openModelFolder(folder->path()), {});
    const CaptureRequest request{{{0, 5, 9, 300, 2}}, {QStringLiteral("logits")}, true};
    const NamedTensor plain = model->capture(request, {}).front().front();
    const NamedTensor folded = model->folded()->capture(request, {}).front().front();
    for (std::size_t row = 0; row < 5; ++row) {
        // Differences of logits are differences of log-probabilities.
        const std::size_t first = row * 330;
        for (std::size_t token = 1; token < 330; ++token) {
            const float a = plain.values[first + token] - plain.values[first];
            const float b = folded.values[first + token] - folded.values[first];
            REQUIRE(std::abs(a - b) < 1e-4F * (1 + std::abs(a)));
        }
    }
}

TEST_CASE("Old names of sizes, the prefix of the language model and stored masks are understood")
{
    RandomModel random;
    random.config = QJsonObject{
        {QStringLiteral("architectures"), QJsonArray{QStringLiteral("GPT2LMHeadModel")}},
        {QStringLiteral("num_hidden_layers"), 2},
        {QStringLiteral("num_attention_heads"), 2},
        {QStringLiteral("hidden_size"), 12},
        {QStringLiteral("n_inner"), 20},
        {QStringLiteral("max_position_embeddings"), 32},
        {QStringLiteral("vocab_size"), 330},
        {QStringLiteral("activation_function"), QStringLiteral("gelu_pytorch_tanh")},
        {QStringLiteral("unknown_key"), 5}};
    std::map<QString, NamedTensor> renamed;
    for (auto& [name, tensor] : random.tensors) {
        tensor.name = QStringLiteral("transformer.") + name;
        renamed[tensor.name] = tensor;
    }
    for (const char* name : {"transformer.h.0.attn.bias", "transformer.h.1.attn.masked_bias"})
        renamed[QLatin1String(name)] = {QLatin1String(name), {1}, {-1e4F}};
    random.tensors = renamed;
    const auto folder = random.write();
    const auto other = RandomModel().write();
    const CaptureRequest request{{{0, 5, 9}}, {QStringLiteral("logits")}, true};
    const auto model = Model::load(openModelFolder(folder->path()), {});
    const auto same = Model::load(openModelFolder(other->path()), {});
    CHECK(
        model->capture(request, {}).front().front().values
        == same->capture(request, {}).front().front().values);
    CHECK(model->info().parameters == same->info().parameters);
}
