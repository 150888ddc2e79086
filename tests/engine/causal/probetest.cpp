#include "core/engine/causal/probe.h"

#include "core/engine/causal/endbench.h"
#include "core/engine/model/model.h"
#include "support/problem.h"

#include <cmath>
#include <numeric>

using namespace headwaters;

namespace {

std::shared_ptr<const Model> demo()
{
    return Model::load(openModelFolder(demoModel()), CancelToken(), {});
}

/// Prompts that end in one of two tokens; with pairs to steer by.
ProbeSet setOf(int items)
{
    ProbeSet set;
    set.key = QStringLiteral("endings");
    for (int item = 0; item < items; ++item) {
        ProbePrompt prompt;
        prompt.label = item % 2;
        prompt.group = item / 2;
        prompt.ids = {
            TokenId(300 + item), TokenId(500 + 7 * item), TokenId(400 + prompt.label), TokenId(700 + item)};
        prompt.position = 3;
        set.prompts.push_back(prompt);
        TaskPrompt contrast;
        contrast.ids = prompt.ids;
        contrast.target = 410;
        contrast.rival = 420;
        set.contrasts.prompts.push_back(contrast);
    }
    return set;
}

std::vector<float> hookOf(const Model& model, const std::vector<TokenId>& ids, const QString& name)
{
    const auto captures = model.capture({{ids}, {name}, true}, CancelToken(), {});
    for (const NamedTensor& tensor : captures.front()) {
        if (tensor.name == name)
            return tensor.values;
    }
    FAIL("no such hook");
    return {};
}

} // namespace

TEST_CASE("Features are what the hooks show at the item's position")
{
    const auto model = demo();
    ProbeSet set = setOf(20);
    set.prompts[17].position = 1;
    int told = 0;
    const ProbeFeatures features = probeFeatures(*model, set, CancelToken(), [&] { ++told; });
    CHECK(told == 20);
    CHECK(features.headCount() == 36);
    for (const std::size_t item : {std::size_t{0}, std::size_t{17}}) {
        const ProbePrompt& prompt = set.prompts[item];
        const std::vector<float> z = hookOf(*model, prompt.ids, QStringLiteral("blocks.3.attn.hook_z"));
        const LabelledItems items = itemsOfHead(features, set, 3 * 6 + 2);
        for (int at = 0; at < 32; ++at)
            CHECK(
                items.item(static_cast<int>(item))[at]
                == Approx(z[static_cast<std::size_t>((prompt.position * 6 + 2) * 32 + at)]).margin(1e-5));
        const std::vector<float> embed = hookOf(*model, prompt.ids, QStringLiteral("hook_embed"));
        double mean = 0;
        for (int position = 0; position <= prompt.position; ++position)
            mean += embed[static_cast<std::size_t>(position * 192 + 5)] / (prompt.position + 1.0);
        CHECK(features.mean[item * 192 + 5] == Approx(mean).margin(1e-5));
        CHECK(
            features.last[item * 192 + 5]
            == Approx(embed[static_cast<std::size_t>(prompt.position * 192 + 5)]));
    }
}

TEST_CASE("What one word says is read by the mean of the embeddings, so no head passes")
{
    const auto model = demo();
    const ProbeSet set = setOf(40);
    const ProbeFeatures features = probeFeatures(*model, set, CancelToken());
    ProbeRule rule;
    rule.draws = 20;
    const ProbeReport report =
        probeReport(probeSamples(features, set, rule, CancelToken()), features, set, rule);
    CHECK(report.items == 40);
    CHECK(report.groups == 20);
    CHECK(report.ones == 20);
    CHECK(report.baseline.auc > 0.95);
    for (const HeadProbe& probe : report.heads) {
        CHECK_FALSE(probe.passes);
        CHECK(probe.low <= probe.auc);
        CHECK(probe.auc <= probe.high);
    }
    // Some head carries the token before, and the choice between heads finds one.
    CHECK(report.selectedAuc > 0.9);
}

TEST_CASE("Steering adds alpha sigma u at the last position and nothing else")
{
    const auto model = demo();
    const ProbeSet set = setOf(20);
    const ProbeFeatures features = probeFeatures(*model, set, CancelToken());
    const HeadIndex head{4, 1};
    SteeringRule rule;
    rule.alpha = 3;
    rule.directions = 20;
    const SteeringResult result = steerHead(*model, set, features, head, rule, CancelToken());

    // The direction by hand: difference of means, and the deviation along it.
    const LabelledItems items = itemsOfHead(features, set, 4 * 6 + 1);
    std::vector<double> unit(32);
    for (int item = 0; item < 20; ++item) {
        for (std::size_t at = 0; at < 32; ++at)
            unit[at] +=
                (items.labels[static_cast<std::size_t>(item)] == 1 ? 0.1 : -0.1) * items.item(item)[at];
    }
    double norm = 0, sum = 0, squares = 0;
    for (const double entry : unit)
        norm += entry * entry;
    for (int item = 0; item < 20; ++item) {
        double along = 0;
        for (std::size_t at = 0; at < 32; ++at)
            along += unit[at] / std::sqrt(norm) * items.item(item)[at];
        sum += along;
        squares += along * along;
    }
    const double sigma = std::sqrt(squares / 20 - sum * sum / 400);
    CHECK(result.sigma == Approx(sigma).epsilon(1e-6));

    const EndBench bench(*model, set.contrasts.prompts, CancelToken());
    const auto moved = [&](double step) {
        std::vector<float> vector;
        for (const double entry : unit)
            vector.push_back(static_cast<float>(step * entry / std::sqrt(norm)));
        const EndAnswers answers = bench.added(head, vector);
        return std::accumulate(answers.differences.begin(), answers.differences.end(), 0.0) / 20;
    };
    const double up = moved(3 * sigma), down = moved(-3 * sigma);
    CHECK(result.up == Approx(up).margin(1e-4));
    CHECK(result.down == Approx(down).margin(1e-4));
    CHECK(result.effect == Approx((up - down) / 2).margin(1e-4));
    CHECK(result.random.size() == 20);
    CHECK(result.prompts == 20);
}

TEST_CASE("A prompt without a pair cannot be steered, and one label has no direction")
{
    const auto model = demo();
    ProbeSet set = setOf(20);
    const ProbeFeatures features = probeFeatures(*model, set, CancelToken());
    set.contrasts.prompts.clear();
    const Problem problem = problemOf([&] {
        (void)steerHead(*model, set, features, {0, 0}, {}, CancelToken());
    });
    CHECK(problem.summary.contains(QStringLiteral("endings")));
    ProbeSet same = setOf(4);
    ProbeRule rule;
    CHECK(problemOf([&] {
              (void)probeSamples(features, same, rule, CancelToken());
          }).summary.contains(QStringLiteral("2 groups")));
}
