#include "core/engine/detect/endreading.h"

#include "core/engine/causal/directreading.h"
#include "core/engine/model/transformermodel.h"
#include "core/files/modelfolder.h"
#include "support/testing.h"

#include <cmath>

using namespace headwaters;

namespace {

Bench benchOf(const QString& name)
{
    Bench bench;
    bench.model = TransformerModel::open(openModelFolder(testData(name)), {}, {});
    return bench;
}

const std::vector<std::vector<TokenId>> prompts{{3, 9, 27, 81, 12}, {4, 16, 64}};

double largestDifference(const at::Tensor& x, const at::Tensor& y)
{
    return (x - y).abs().max().item<double>();
}

} // namespace

TEST_CASE("Direct effects at a position are those of the reading that adds up to the logits")
{
    const QString name = GENERATE(
        QStringLiteral("gpt2-tiny"), QStringLiteral("gpt-neox-tiny"), QStringLiteral("llama-tiny"),
        QStringLiteral("gemma2-tiny"));
    CAPTURE(name);
    const Bench bench = benchOf(name);
    const std::vector<TokenId> tokens{7, 8, 90};
    const std::vector<int> positions{4, 1};
    const std::vector<EndRun> runs = endRuns(bench, {prompts, positions, tokens});
    const DirectEffects effects(bench, runs, tokens);
    for (std::size_t prompt = 0; prompt < prompts.size(); ++prompt) {
        const DirectReading reading =
            directReading(*bench.model, {prompts[prompt], positions[prompt], tokens}, {});
        for (int head = 0; head < bench.headCount(); ++head) {
            for (std::size_t token = 0; token < tokens.size(); ++token) {
                const double expected =
                    reading.head(bench.head(head).layer, bench.head(head).head, static_cast<int>(token));
                CHECK(
                    std::fabs(effects.at(head, prompt, token) - expected) < 1e-4 * (1 + std::fabs(expected)));
            }
        }
    }
    CHECK(runs[0].logits.size(0) == 3);
    CHECK(runs[1].attention[1].size(1) == 3);
    CHECK(std::fabs(runs[1].attention[0].select(0, 0).sum().item<double>() - 1) < 1e-5);
}

TEST_CASE("A run that starts at the first edit is the whole run with that edit")
{
    const Bench bench = benchOf(QStringLiteral("llama-tiny"));
    EndRequest request{prompts, {4, 2}, {7, 8}};
    request.keepEntering = true;
    const std::vector<EndRun> clean = endRuns(bench, request);
    const int head = bench.indexOf({bench.nLayers() - 1, 1});
    const at::Tensor z = at::zeros({2, bench.model->config().dHead}, at::kFloat);
    request.edits = {{head, z}};
    request.keepEntering = false;
    const std::vector<EndRun> whole = endRuns(bench, request);
    request.clean = &clean;
    const std::vector<EndRun> restarted = endRuns(bench, request);
    for (std::size_t prompt = 0; prompt < prompts.size(); ++prompt) {
        CHECK(largestDifference(whole[prompt].logits, restarted[prompt].logits) < 1e-5);
        CHECK(largestDifference(whole[prompt].logits, clean[prompt].logits) > 1e-3);
        for (std::size_t layer = 0; layer < whole[prompt].z.size(); ++layer)
            CHECK(largestDifference(whole[prompt].z[layer], restarted[prompt].z[layer]) < 1e-5);
        CHECK(whole[prompt].z.back().select(0, 1).abs().max().item<double>() == 0);
        CHECK(std::fabs(whole[prompt].finalScale - restarted[prompt].finalScale) < 1e-5);
    }
    const DirectEffects effects(bench, restarted, {7});
    CHECK(effects.at(head, 0, 0) == 0);
}

TEST_CASE("An edit that puts back what was there changes nothing")
{
    const Bench bench = benchOf(QStringLiteral("gpt2-tiny"));
    EndRequest request{prompts, {4, 2}, {7}};
    const std::vector<EndRun> clean = endRuns(bench, request);
    const at::Tensor z = at::stack({clean[0].z[0].select(0, 1), clean[1].z[0].select(0, 1)});
    request.edits = {{bench.indexOf({0, 1}), z}};
    const std::vector<EndRun> edited = endRuns(bench, request);
    for (std::size_t prompt = 0; prompt < prompts.size(); ++prompt)
        CHECK(largestDifference(clean[prompt].logits, edited[prompt].logits) < 1e-6);
}
