// Weights that stay in their file give what weights in memory give, in all that a window asks of a run.
#include "core/base/error.h"
#include "core/engine/session/runner.h"
#include "engine/support/randommodel.h"
#include "engine/support/reference.h"
#include "support/testing.h"

using namespace headwaters;

namespace {

QString textOfTokens(int count)
{
    QString text;
    for (int word = 0; word < count; ++word)
        text += QChar(QLatin1Char('a')) + QString::number(word % 7);
    return text.left(count);
}

/// Two runners with the same model and the same run.
struct Both {
    Runner resident, mapped;

    Both(const QString& path, const QString& prompt)
    {
        for (auto* const runner : {&resident, &mapped}) {
            const bool stays = runner == &mapped;
            runner->open(path, {}, {}, {}, stays ? WeightPlacement::Mapped : WeightPlacement::Resident);
            REQUIRE(runner->info().weightsStayInFile == stays);
            (void)runner->run(1, {prompt, true, {}, {}}, {});
        }
    }
};

void requireSameHeads(const Both& both)
{
    const ModelInfo& info = both.resident.info();
    // From the last layer to the first, as a reader who jumps about would ask.
    for (int layer = info.nLayers - 1; layer >= 0; --layer) {
        for (const int head : {info.nHeads - 1, 0}) {
            const auto one = both.resident.headDetail({layer, head}, 5, 9, {});
            const auto other = both.mapped.headDetail({layer, head}, 5, 9, {});
            CHECK(largestError(other->pattern, one->pattern) < 1e-6);
            CHECK(largestError(other->scores, one->scores) < 1e-5);
            CHECK(largestError(other->valueNorm, one->valueNorm) < 1e-5);
            CHECK(largestError(other->writes, one->writes) < 1e-5);
            CHECK(largestError(other->finalScale, one->finalScale) < 1e-5);
        }
    }
}

void requireSame(const QString& path, const QString& prompt, int tokens)
{
    const Both both(path, prompt);
    const auto run = both.resident.lastRun();
    const auto other = both.mapped.lastRun();
    CHECK(static_cast<int>(run->tokens.size()) == tokens);
    CHECK(largestError(other->lastLogits, run->lastLogits) < 1e-5);
    requireSameHeads(both);

    const EffectSummary effects = both.resident.effects(5, 9, {});
    const EffectSummary others = both.mapped.effects(5, 9, {});
    CHECK(others.logitDifference == Approx(effects.logitDifference).margin(1e-4));
    for (std::size_t layer = 0; layer < effects.heads.size(); ++layer)
        CHECK(largestError(others.heads[layer], effects.heads[layer]) < 1e-5);
    for (const Quantity quantity : {Quantity::Pattern, Quantity::Effect}) {
        const auto map = both.resident.aggregate(quantity, Aggregation::ModelMean, {0, 0}, 5, 9, {});
        const auto otherMap = both.mapped.aggregate(quantity, Aggregation::ModelMean, {0, 0}, 5, 9, {});
        CHECK(otherMap->nHeads == map->nHeads);
        CHECK(largestError(otherMap->values, map->values) < 1e-5);
    }
}

} // namespace

TEST_CASE("A run of several hundred tokens is the same with the weights in their file")
{
    const auto folder = RandomModel({{QStringLiteral("n_positions"), 512}}).write();
    requireSame(folder->path(), textOfTokens(400), 401);
}

TEST_CASE("Every family's heads, effects and maps are the same with the weights in their file")
{
    const QString name = GENERATE(values<QString>(
        {QStringLiteral("gpt-neox-tiny"), QStringLiteral("llama-tiny"), QStringLiteral("mistral-tiny"),
         QStringLiteral("qwen2-tiny"), QStringLiteral("qwen3-tiny"), QStringLiteral("gemma2-tiny")}));
    CAPTURE(name);
    requireSame(testData(name), textOfTokens(50), 51);
}

TEST_CASE("The canonical form of weights that stay in their file is refused")
{
    Runner runner;
    runner.open(testData(QStringLiteral("llama-tiny")), {}, {}, {}, WeightPlacement::Mapped);
    CHECK_THROWS_AS(runner.model()->folded(), Error);
}
