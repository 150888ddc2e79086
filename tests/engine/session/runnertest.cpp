#include "core/engine/session/runner.h"

#include "core/base/error.h"
#include "core/results/headstatistics.h"
#include "core/results/headsummary.h"
#include "engine/support/plaintransformer.h"
#include "engine/support/randommodel.h"
#include "engine/support/reference.h"
#include "support/testing.h"

#include <QJsonArray>

#include <cmath>
#include <numeric>

using namespace headwaters;

namespace {

const QString mary = QStringLiteral("When Mary and John went to the store, John gave a drink to");

std::vector<TokenId> idsOf(const RunResult& result)
{
    std::vector<TokenId> ids;
    for (const Token& token : result.tokens)
        ids.push_back(token.id);
    return ids;
}

QString summaryOf(const std::function<void()>& work)
{
    try {
        work();
    } catch (const Error& error) {
        return error.problem().summary;
    }
    return {};
}

} // namespace

TEST_CASE("A run gives the reference's tokens and next tokens")
{
    Runner runner;
    CHECK_FALSE(runner.isOpen());
    runner.open(demoModel(), {});
    const Reference reference(QStringLiteral("demo"));
    for (const ReferencePrompt& prompt : reference.prompts()) {
        std::vector<int> told;
        const auto result = runner.run(
            7, {prompt.text, prompt.bos, {}, {}}, {},
            [&](std::shared_ptr<const LayerResult> layer) { told.push_back(layer->layer); });
        CHECK(result->run == 7);
        CHECK(runner.lastRun() == result);
        CHECK(idsOf(*result) == prompt.ids);
        CHECK(result->startsWithBeginOfText);
        CHECK(told == std::vector<int>{0, 1, 2, 3, 4, 5});
        const auto best = rankLogits(result->lastLogits, 5);
        for (std::size_t at = 0; at < 5; ++at) {
            CHECK(best[at].id == prompt.top[at].first);
            CHECK(best[at].probability == Approx(prompt.top[at].second).epsilon(1e-3));
        }
        CHECK(result->effects.target == best[0].id);
        CHECK(result->effects.rival == best[1].id);
        CHECK(result->effects.logitDifference == Approx(best[0].logit - best[1].logit));
    }
}

TEST_CASE("Target and rival that are left open are the likeliest tokens that are not the other")
{
    Runner runner;
    runner.open(demoModel(), {});
    const auto best = rankLogits(runner.run(1, {mary, true, {}, {}}, {})->lastLogits, 2);
    const TokenId top = best[0].id;
    const TokenId second = best[1].id;
    const auto pair = [&](std::optional<TokenId> target, std::optional<TokenId> rival) {
        const EffectSummary effects = runner.run(1, {mary, true, target, rival}, {})->effects;
        return std::pair(effects.target, effects.rival);
    };
    CHECK(pair({}, {}) == std::pair(top, second));
    CHECK(pair(second, {}) == std::pair(second, top));
    CHECK(pair(100, {}) == std::pair(100, top));
    CHECK(pair({}, top) == std::pair(second, top));
    CHECK(pair({}, 100) == std::pair(top, 100));
    CHECK(pair(100, 200) == std::pair(100, 200));
}

TEST_CASE("The head that is computed again equals the head of the forward")
{
    Runner runner;
    runner.open(demoModel(), {});
    const auto run = runner.run(1, {mary, true, {}, {}}, {});
    const auto capture = runner.model()
                             ->capture(
                                 {{idsOf(*run)},
                                  {QStringLiteral("*.hook_pattern"), QStringLiteral("*.hook_attn_scores")},
                                  true},
                                 {})
                             .front();
    const std::size_t cells = run->tokens.size() * run->tokens.size();
    for (const NamedTensor& tensor : capture) {
        const int layer = tensor.name.section(QLatin1Char('.'), 1, 1).toInt();
        for (int head = 0; head < 6; ++head) {
            const auto detail = runner.headDetail({layer, head}, 822, 804, {});
            const auto first = tensor.values.begin() + static_cast<std::ptrdiff_t>(cells) * head;
            const std::vector<float> expected(first, first + static_cast<std::ptrdiff_t>(cells));
            const bool scores = tensor.name.endsWith(QLatin1String("scores"));
            CHECK(largestError(scores ? detail->scores : detail->pattern, expected) < 1e-5);
            if (scores)
                continue;
            const HeadSummary expectedSummary =
                summariseHead({layer, head}, expected, static_cast<int>(run->tokens.size()));
            const HeadSummary& summary =
                run->layers[static_cast<std::size_t>(layer)]->heads[static_cast<std::size_t>(head)];
            CHECK(summary.head == HeadIndex{layer, head});
            CHECK(summary.thumbnail.values == expectedSummary.thumbnail.values);
            CHECK(summary.entropy == Approx(expectedSummary.entropy).margin(1e-5));
            CHECK(summary.receivedMass == Approx(expectedSummary.receivedMass).margin(1e-5));
        }
    }
}

TEST_CASE("Effects, value norms and writes equal a transformer in plain loops")
{
    const bool tied = GENERATE(true, false);
    const auto folder = RandomModel({{QStringLiteral("tie_word_embeddings"), tied}}).write();
    Runner runner;
    runner.open(folder->path(), {});
    const auto run = runner.run(1, {QStringLiteral("The river rises in the hills."), true, {}, {}}, {});
    const std::vector<TokenId> ids = idsOf(*run);
    const std::size_t size = ids.size();
    const PlainTransformer plain(openModelFolder(folder->path()));
    const TokenId target = 12;
    const TokenId rival = 321;
    const EffectSummary effects = runner.effects(target, rival, {});
    for (int layer = 0; layer < 2; ++layer) {
        for (int head = 0; head < 2; ++head) {
            const std::vector<double> bySource = plain.effects(ids, layer, head, target, rival);
            const std::vector<double> norms = plain.valueNorms(ids, layer, head);
            const auto detail = runner.headDetail({layer, head}, target, rival, {});
            const AttentionMap map = attentionMap(*detail, Quantity::Effect);
            for (std::size_t key = 0; key < size; ++key) {
                CHECK(map.values[(size - 1) * size + key] == Approx(bySource[key]).margin(1e-5));
                CHECK(detail->valueNorm[key] == Approx(norms[key]).margin(1e-5));
            }
            const double sum = std::accumulate(bySource.begin(), bySource.end(), 0.0);
            CHECK(
                effects.heads[static_cast<std::size_t>(layer)][static_cast<std::size_t>(head)]
                == Approx(sum).margin(1e-5));
        }
    }
}

TEST_CASE("Heads, MLPs, embeddings and biases add up to the logit difference")
{
    Runner runner;
    runner.open(demoModel(), {});
    const auto run = runner.run(1, {mary, true, {}, {}}, {});
    const auto target = static_cast<std::size_t>(run->effects.target);
    const auto rival = static_cast<std::size_t>(run->effects.rival);
    const std::size_t last = run->tokens.size() - 1;
    const auto tensor = [&](const QString& name) { return toFloat32(runner.weights()->tensors().at(name)); };
    const std::vector<float> W_E = tensor(QStringLiteral("wte.weight"));
    const std::vector<float> gain = tensor(QStringLiteral("ln_f.weight"));
    const std::vector<float> shift = tensor(QStringLiteral("ln_f.bias"));
    const std::size_t d = gain.size();

    std::map<QString, NamedTensor> hooks;
    const auto captures = runner.model()->capture({{idsOf(*run)}, {QStringLiteral("*")}, true}, {});
    for (const NamedTensor& hook : captures.front())
        hooks[hook.name] = hook;
    const double scale = static_cast<double>(hooks.at(QStringLiteral("ln_final.hook_scale")).values[last]);
    const auto direct =
        [&](const float* part) { // what a part of the last residual adds to target minus rival
            const double mean = std::accumulate(part, part + d, 0.0) / static_cast<double>(d);
            double sum = 0;
            for (std::size_t i = 0; i < d; ++i)
                sum += (static_cast<double>(part[i]) - mean) / scale * static_cast<double>(gain[i])
                    * static_cast<double>(W_E[target * d + i] - W_E[rival * d + i]);
            return sum;
        };
    double sum = direct(&hooks.at(QStringLiteral("hook_embed")).values[last * d])
        + direct(&hooks.at(QStringLiteral("hook_pos_embed")).values[last * d]);
    for (std::size_t layer = 0; layer < 6; ++layer) {
        sum += direct(tensor(QStringLiteral("h.%1.attn.c_proj.bias").arg(layer)).data());
        sum += direct(&hooks.at(QStringLiteral("blocks.%1.hook_mlp_out").arg(layer)).values[last * d]);
        const std::vector<float>& heads = run->effects.heads[layer];
        sum += std::accumulate(heads.begin(), heads.end(), 0.0);
    }
    for (std::size_t i = 0; i < d; ++i)
        sum += static_cast<double>(shift[i]) * static_cast<double>(W_E[target * d + i] - W_E[rival * d + i]);
    CHECK(sum == Approx(run->effects.logitDifference).margin(1e-4));
}

TEST_CASE("A map over several heads is their mean or maximum, cell by cell")
{
    Runner runner;
    runner.open(demoModel(), {});
    const auto run = runner.run(1, {mary, true, {}, {}}, {});
    const auto quantity =
        GENERATE(Quantity::Pattern, Quantity::Score, Quantity::ValueWeighted, Quantity::Effect);
    const auto aggregation = GENERATE(
        Aggregation::OneHead, Aggregation::LayerMean, Aggregation::LayerMax, Aggregation::ModelMean,
        Aggregation::ModelMax);
    const bool isMax = aggregation == Aggregation::LayerMax || aggregation == Aggregation::ModelMax;
    const bool isModel = aggregation == Aggregation::ModelMean || aggregation == Aggregation::ModelMax;
    std::vector<AttentionMap> maps;
    for (int layer = 0; layer < 6; ++layer) {
        for (int head = 0; head < 6; ++head) {
            if ((isModel || layer == 3) && (aggregation != Aggregation::OneHead || head == 2))
                maps.push_back(attentionMap(*runner.headDetail({layer, head}, 822, 804, {}), quantity));
        }
    }
    std::vector<float> expected;
    for (std::size_t cell = 0; cell < maps.front().values.size(); ++cell) {
        double value = static_cast<double>(maps.front().values[cell]);
        for (std::size_t at = 1; at < maps.size(); ++at) {
            const double next = static_cast<double>(maps[at].values[cell]);
            value = isMax ? std::max(value, next) : value + next;
        }
        expected.push_back(static_cast<float>(isMax ? value : value / static_cast<double>(maps.size())));
    }
    const auto map = runner.aggregate(quantity, aggregation, {3, 2}, 822, 804, {});
    CHECK(map->nHeads == static_cast<int>(maps.size()));
    CHECK(map->size == static_cast<int>(run->tokens.size()));
    CHECK(map->head == HeadIndex{3, 2});
    CHECK(map->quantity == quantity);
    CHECK(map->aggregation == aggregation);
    CHECK(largestError(map->values, expected) < 1e-5);
}

TEST_CASE("What cannot be run is refused with the numbers")
{
    Runner runner;
    CHECK(summaryOf([&] {
              (void)runner.run(1, {mary, true, {}, {}}, {});
          }).contains(QStringLiteral("No model")));
    CHECK(summaryOf([&] {
              (void)runner.headDetail({0, 0}, 0, 1, {});
          }).contains(QStringLiteral("No prompt")));
    runner.open(demoModel(), {});
    const auto run = runner.run(1, {mary, true, {}, {}}, {});
    CHECK(summaryOf([&] {
              (void)runner.run(2, {QString(), true, {}, {}}, {});
          }).contains(QStringLiteral("empty")));
    const QString longer = summaryOf([&] {
        (void)runner.run(2, {QStringLiteral(" the").repeated(300), true, {}, {}}, {});
    });
    CHECK(longer.contains(QStringLiteral("301 tokens")));
    CHECK(longer.contains(QStringLiteral("256")));
    const QString token = summaryOf([&] { (void)runner.run(2, {mary, true, 1536, {}}, {}); });
    CHECK(token.contains(QStringLiteral("#1536")));
    CHECK(token.contains(QStringLiteral("1536 rows")));
    CHECK(summaryOf([&] { (void)runner.effects(0, -1, {}); }).contains(QStringLiteral("#-1")));
    CHECK(summaryOf([&] { (void)runner.headDetail({6, 0}, 0, 1, {}); }).contains(QStringLiteral("Layer 6")));
    CHECK(summaryOf([&] { (void)runner.headDetail({0, 6}, 0, 1, {}); }).contains(QStringLiteral("Head 6")));
    CHECK(summaryOf([&] {
              (void)runner.aggregate(Quantity::Pattern, Aggregation::LayerMean, {-1, 0}, 0, 1, {});
          }).contains(QStringLiteral("Layer -1")));
    CHECK(runner.lastRun() == run); // what failed has not taken it away
}

TEST_CASE("A folder that does not open leaves the open model usable")
{
    Runner runner;
    runner.open(demoModel(), {});
    const auto before = runner.run(1, {mary, true, {}, {}}, {});
    CHECK(summaryOf([&] { runner.open(testData(QStringLiteral("no-such-folder")), {}); }) != QString());
    RandomModel tooSmall({{QStringLiteral("vocab_size"), 300}}); // the tokenizer knows 320
    const auto folder = tooSmall.write();
    const QString summary = summaryOf([&] { runner.open(folder->path(), {}); });
    CHECK(summary.contains(QStringLiteral("320")));
    CHECK(summary.contains(QStringLiteral("config.json: the embedding has")));
    CHECK(summary.contains(QStringLiteral("300")));
    CHECK(runner.info().nLayers == 6);
    CHECK(runner.lastRun() == before);
    CHECK(runner.run(2, {mary, true, {}, {}}, {})->lastLogits == before->lastLogits);
}

TEST_CASE("A prompt as long as the context runs, and cancel stops it")
{
    RandomModel random(
        {{QStringLiteral("n_positions"), 1024},
         {QStringLiteral("n_embd"), 128},
         {QStringLiteral("n_head"), 4},
         {QStringLiteral("n_inner"), 512},
         {QStringLiteral("n_layer"), 4}});
    const auto folder = random.write();
    Runner runner;
    runner.open(folder->path(), {});
    const RunRequest request{QStringLiteral("a").repeated(1023), true, {}, {}};
    const auto run = runner.run(1, request, {});
    REQUIRE(run->tokens.size() == 1024);
    CHECK(run->layers[3]->heads[3].thumbnail.size == Thumbnail::largest);
    const auto detail = runner.headDetail({3, 3}, 1, 2, {});
    CHECK(detail->pattern.size() == 1024 * 1024);

    const CancelToken cancel;
    const QString summary = summaryOf([&] {
        (void)runner.run(2, request, cancel, [&](const std::shared_ptr<const LayerResult>& layer) {
            if (layer->layer == 1)
                cancel.cancel();
        });
    });
    CHECK(summary == cancelled().problem().summary);
    CHECK(runner.lastRun() == run);
    CHECK(runner.headDetail({3, 3}, 1, 2, {})->pattern == detail->pattern);
    CHECK(summaryOf([&] { (void)runner.headDetail({0, 0}, 1, 2, cancel); }) == cancelled().problem().summary);
}
