#include "core/engine/model/arraymodel.h"
#include "core/base/error.h"
#include "engine/support/reference.h"
#include "engine/support/tinyreference.h"
#include "engine/support/tracemodelcase.h"
#include "support/testing.h"

#include <limits>

using namespace headwaters;

namespace {

/// What making the model says; empty where it can be made.
QString faultOf(const ModelArrays& weights)
{
    try {
        (void)modelFromArrays(weights.config, weights.arrays);
    } catch (const Error& error) {
        CHECK(error.problem().kind == Problem::Kind::BadInput);
        return error.problem().summary;
    }
    return {};
}

} // namespace

TEST_CASE("A model of any family and the model made from its arrays run alike")
{
    const QString name = GENERATE(
        QStringLiteral("gpt2-tiny"), QStringLiteral("gpt2-tiny-relu-untied"), QStringLiteral("gpt-neox-tiny"),
        QStringLiteral("llama-tiny"), QStringLiteral("llama-rope3-biased"), QStringLiteral("mistral-tiny"),
        QStringLiteral("qwen2-tiny"), QStringLiteral("qwen3-biased"), QStringLiteral("gemma2-tiny"));
    CAPTURE(name);
    const Reference reference(name);
    const auto stored = Model::load(openModelFolder(reference.folder()), {});
    const ModelArrays arrays = ModelArrays::of(*stored);
    const auto made = modelFromArrays(arrays.config, arrays.arrays, QStringLiteral("made"));
    CHECK(made->info().name == QStringLiteral("made"));
    CHECK(made->info().parameters == stored->info().parameters);
    CHECK(made->hookNames() == stored->hookNames());
    const CaptureRequest request{{reference.prompts().front().ids}, {QStringLiteral("*")}, true};
    const Capture expected = stored->capture(request, {}).front();
    const Capture got = made->capture(request, {}).front();
    REQUIRE(got.size() == expected.size());
    for (std::size_t at = 0; at < got.size(); ++at) {
        CAPTURE(got[at].name);
        CHECK(largestError(got[at], expected[at]) < 1e-6); // sums may be taken in another order
    }
}

TEST_CASE("Arrays that make no model are refused with their names and shapes")
{
    ModelArrays weights = TinyReference(QStringLiteral("abs")).weights;
    REQUIRE(faultOf(weights) == QString());
    QString expected;
    SECTION("one is missing")
    {
        weights.arrays.erase(weights.arrays.begin() + 4);
        expected = QStringLiteral("The array blocks.0.attn.W_Q is missing; its shape would be [3, 12, 4].");
    }
    SECTION("one is there twice")
    {
        weights.arrays.push_back(weights.arrays.front());
        expected = QStringLiteral("The array embed.W_E is there twice.");
    }
    SECTION("one is too many")
    {
        weights.arrays.push_back({QStringLiteral("blocks.0.mlp.W_gate"), {12, 20}, {}});
        expected = QStringLiteral("The array blocks.0.mlp.W_gate is no weight of this configuration.");
    }
    SECTION("one has another shape")
    {
        arrayOf(weights, QStringLiteral("blocks.1.attn.W_O")).shape = {12, 12};
        expected =
            QStringLiteral("The array blocks.1.attn.W_O has the shape [12, 12]; it must be [3, 4, 12].");
    }
    SECTION("one has too few numbers")
    {
        arrayOf(weights, QStringLiteral("unembed.b_U")).values.pop_back();
        expected = QStringLiteral("The array unembed.b_U of shape [17] has 16 numbers.");
    }
    SECTION("one holds no number")
    {
        arrayOf(weights, QStringLiteral("blocks.2.mlp.b_in")).values[3] =
            std::numeric_limits<float>::quiet_NaN();
        expected = QStringLiteral("Number 3 of the array blocks.2.mlp.b_in is not finite.");
    }
    SECTION("no layer")
    {
        weights.config.nLayers = 0;
        expected = QStringLiteral("The configuration's nLayers is 0; it must be at least 1.");
    }
    SECTION("heads that do not divide")
    {
        weights.config.nKeyValueHeads = 2;
        expected =
            QStringLiteral("The configuration's nKeyValueHeads is 2; it must divide the 3 query heads.");
    }
    SECTION("frequencies that fit no head")
    {
        weights.config.rotary = {4, {1.0}};
        expected = QStringLiteral("The configuration rotates 4 of the 4 dimensions of a head with 1 "
                                  "frequencies; each frequency is for two of them.");
    }
    SECTION("a norm over the head without rotary positions")
    {
        weights.config.queryKeyNorm = true;
        expected = QStringLiteral(
            "The configuration's queryKeyNorm is on, which is implemented with rotary positions only.");
    }
    SECTION("windows of other layers")
    {
        weights.config.windows = {3};
        expected = QStringLiteral("The configuration has 1 windows for 3 layers.");
    }
    CHECK(faultOf(weights) == expected);
}

TEST_CASE("Weights that stay in their file give no arrays")
{
    const auto mapped =
        Model::load(openModelFolder(testData(QStringLiteral("gpt2-tiny"))), {}, {}, WeightPlacement::Mapped);
    CHECK_THROWS_WITH(
        ModelArrays::of(*mapped),
        "The weights of gpt2-tiny stay in their file, so there are no arrays of them.");
}
