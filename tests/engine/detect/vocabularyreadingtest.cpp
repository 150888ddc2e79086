#include "core/engine/detect/vocabularyreading.h"

#include "core/engine/model/transformermodel.h"
#include "core/files/modelfolder.h"
#include "engine/support/plainmodel.h"
#include "engine/support/tracemodelcase.h"
#include "support/testing.h"

#include <algorithm>
#include <cmath>

using namespace headwaters;

namespace {

/// A model of the test data and the same in plain loops.
struct Models {
    std::shared_ptr<const TransformerModel> model;
    ModelArrays arrays;

    explicit Models(const QString& name)
    {
        const auto stored = Model::load(openModelFolder(testData(name)), {});
        arrays = ModelArrays::of(*stored);
        model = std::dynamic_pointer_cast<const TransformerModel>(stored);
    }
};

/// Norm without shift, as heads' matrices read it.
plain::Row gained(plain::Row x, const plain::Row& gain, const ModelConfig& config)
{
    if (config.norm == NormKind::Layer)
        x = plain::centred(x);
    const double scale = std::sqrt(plain::dot(x, x) / static_cast<double>(x.size()) + config.normEpsilon);
    for (std::size_t at = 0; at < x.size(); ++at)
        x[at] = x[at] / scale * (gain.empty() ? 1 : gain[at]);
    return x;
}

/// What a head would add to all logits for a source.
plain::Row
plainLogits(const plain::Model& model, std::size_t layer, std::size_t head, const plain::Row& source)
{
    const plain::Layer& weights = model.layers[layer];
    plain::Row out = plain::times(
        plain::times(gained(source, weights.ln1Gain, model.config), weights.W_V[head]), weights.W_O[head]);
    for (std::size_t at = 0; at < out.size() && !weights.ln1PostGain.empty(); ++at)
        out[at] *= weights.ln1PostGain[at];
    if (model.config.norm == NormKind::Layer)
        out = plain::centred(out);
    for (std::size_t at = 0; at < out.size() && !model.finalGain.empty(); ++at)
        out[at] *= model.finalGain[at];
    return plain::times(out, model.W_U);
}

} // namespace

TEST_CASE("What heads would write for a token is what plain loops say, in every family")
{
    const QString name = GENERATE(
        QStringLiteral("gpt2-tiny"), QStringLiteral("gpt2-tiny-relu-untied"), QStringLiteral("gpt-neox-tiny"),
        QStringLiteral("llama-tiny"), QStringLiteral("qwen3-tiny"), QStringLiteral("gemma2-tiny"));
    CAPTURE(name);
    const Models models(name);
    const plain::Model plainModel(models.arrays);
    Bench bench;
    bench.model = models.model;
    bench.ground.beginOfText = 7;
    const std::vector<TokenId> tokens{5, 11, 42};
    const SourceRows rows = SourceRows::ofTokens(bench, tokens);
    CHECK(rows.tokens == tokens);
    const std::vector<TokenId> targets{42, 5, 100};
    const std::vector<VocabularyReading> readings = readVocabulary(bench, {rows, targets, 6});
    REQUIRE(readings.size() == static_cast<std::size_t>(bench.headCount()));
    for (int head = 0; head < bench.headCount(); ++head) {
        CAPTURE(head);
        const VocabularyReading& reading = readings[static_cast<std::size_t>(head)];
        const HeadIndex place = bench.head(head);
        for (std::size_t source = 0; source < tokens.size(); ++source) {
            plain::Row residual = plainModel.W_E[static_cast<std::size_t>(tokens[source])];
            if (place.layer == 0)
                residual = plain::scaled(residual, plainModel.config.embeddingScale);
            else
                residual = plainModel.run({7, tokens[source]}).layers[1].pre[1];
            const plain::Row expected = plainLogits(
                plainModel, static_cast<std::size_t>(place.layer), static_cast<std::size_t>(place.head),
                residual);
            const double largest = plain::largest({expected});
            for (std::size_t target = 0; target < targets.size(); ++target) {
                CHECK(
                    std::fabs(
                        reading.logit(static_cast<int>(source), static_cast<int>(target))
                        - expected[static_cast<std::size_t>(targets[target])])
                    < 1e-4 * (1 + largest));
            }
            plain::Row sorted = expected;
            std::sort(sorted.begin(), sorted.end());
            for (std::size_t rank = 0; rank < 6; ++rank) {
                CHECK(
                    std::fabs(static_cast<double>(reading.smallest[source * 6 + rank]) - sorted[rank])
                    < 1e-4 * (1 + largest));
                CHECK(
                    std::fabs(
                        static_cast<double>(reading.largest[source * 6 + rank])
                        - sorted[sorted.size() - 1 - rank])
                    < 1e-4 * (1 + largest));
            }
        }
    }
}

TEST_CASE("A source in a prompt is the residual behind the first block where it stands")
{
    const Models models(QStringLiteral("llama-tiny"));
    const plain::Model plainModel(models.arrays);
    Bench bench;
    bench.model = models.model;
    TaskPrompt prompt;
    prompt.ids = {3, 9, 27, 81};
    const SourceRows rows = SourceRows::inPrompts(bench, {prompt, prompt}, {{1, 3}, {2}});
    CHECK(rows.tokens == std::vector<TokenId>{9, 81, 27});
    const plain::Matrix residual = plainModel.run(prompt.ids).layers[1].pre;
    for (const auto& [row, position] : {std::pair{0, 1}, {1, 3}, {2, 2}}) {
        const at::Tensor values = rows.behindFirst.select(0, row).contiguous();
        for (std::size_t at = 0; at < residual.front().size(); ++at)
            CHECK(
                std::fabs(
                    static_cast<double>(values.data_ptr<float>()[at])
                    - residual[static_cast<std::size_t>(position)][at])
                < 1e-4);
    }
}

TEST_CASE("Weights in their file read as weights in memory")
{
    const ModelFolder folder = openModelFolder(testData(QStringLiteral("llama-tiny")));
    std::vector<std::vector<VocabularyReading>> readings;
    for (const WeightPlacement placement : {WeightPlacement::Resident, WeightPlacement::Mapped}) {
        Bench bench;
        bench.model = TransformerModel::open(folder, {}, {}, placement);
        readings.push_back(readVocabulary(bench, {SourceRows::ofTokens(bench, {5, 11}), {11, 5}, 5}));
    }
    REQUIRE(readings[0].size() == readings[1].size());
    for (std::size_t head = 0; head < readings[0].size(); ++head) {
        CHECK(readings[0][head].logits == readings[1][head].logits);
        CHECK(readings[0][head].largest == readings[1][head].largest);
    }
}

TEST_CASE("A relation score counts the targets among the largest, and its null what shuffled targets give")
{
    // Two sources, three targets, of which the first is the largest for the first source and so on.
    VocabularyReading reading{2, 3, 2, {9, 1, 8, 0, 7, 2}, {9, 8, 7, 2}, {-5, 1, -4, 0}};
    CHECK(reading.isAmongLargest(0, 0, 1));
    CHECK_FALSE(reading.isAmongLargest(0, 2, 1));
    CHECK(reading.isAmongLargest(0, 2, 2));
    CHECK(reading.isAmongSmallest(0, 1, 2));
    CHECK_FALSE(reading.isAmongSmallest(0, 1, 1));
    const HeadSample sample = relationSample(Bench(), reading, {{0, 1}, {0, 1}, 1}, false, 50);
    CHECK(sample.units == std::vector<double>{1, 1});
    CHECK(sample.nulls.size() < 50); // the shuffle that changes nothing does not count
    for (const double null : sample.nulls)
        CHECK(null == 0);
    CHECK(relationSample(Bench(), reading, {{1, 0}, {0, 0}, 2}, true, 1).units == std::vector<double>{1});
}

TEST_CASE("A head that writes nothing copies nothing")
{
    const VocabularyReading silent{1, 1, 2, {0}, {0, 0}, {0, 0}};
    CHECK_FALSE(silent.isAmongLargest(0, 0, 2));
    CHECK_FALSE(silent.isAmongSmallest(0, 0, 2));
}
