#include "core/engine/decompose/headscores.h"

#include "core/base/error.h"
#include "core/engine/decompose/headsvd.h"
#include "core/engine/session/runner.h"
#include "engine/support/directionreference.h"
#include "support/testing.h"

#include <cmath>
#include <numeric>

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

double sum(const std::vector<double>& values)
{
    return std::accumulate(values.begin(), values.end(), 0.0);
}

/// A run over the tokens of the reference, and what asks about its heads.
struct Asked {
    Runner runner;
    std::unique_ptr<HeadSvds> svds;

    explicit Asked(const QString& folder, const std::vector<TokenId>& ids = {})
    {
        runner.open(folder, {});
        RunRequest request;
        request.text = QStringLiteral("When Mary and John went to the store, John gave a drink to");
        request.ids = ids;
        (void)runner.run(3, request, {});
        svds = std::make_unique<HeadSvds>(runner.model());
    }
    [[nodiscard]] HeadScores scores(HeadIndex head) const
    {
        return HeadScores(runner.snapshot(), head, svds->one(head, DirectionKind::Qk, {}), {});
    }
};

std::vector<TokenId> idsOf(const QJsonValue& array)
{
    std::vector<TokenId> ids;
    for (const QJsonValue& id : array.toArray())
        ids.push_back(id.toInt());
    return ids;
}

} // namespace

TEST_CASE("A score's parts are those of the literal formula in NumPy, and both sums give it")
{
    int compared = 0;
    for (const DirectionReference& reference : directionReferences()) {
        if (reference.name == "qwen3-biased"_L1) // a folder without a tokenizer cannot run a prompt
            continue;
        const Asked asked(reference.folder, idsOf(reference.values["ids"_L1]));
        for (const QJsonValue& value : reference.values["rows"_L1].toArray()) {
            const HeadIndex head{value["layer"_L1].toInt(), value["head"_L1].toInt()};
            const int destination = value["destination"_L1].toInt();
            const int source = value["source"_L1].toInt();
            INFO(
                reference.name.toStdString()
                << " " << head.text().toStdString() << " " << destination << " " << source);
            const auto detail = asked.runner.headDetail(head, 0, 1, {});
            const double map = static_cast<double>(
                detail->scores[static_cast<std::size_t>(destination * detail->size + source)]);
            const HeadScores scores = asked.scores(head);
            if (std::isinf(map)) { // outside a layer's window
                CHECK_THROWS_AS(scores.row(destination, source), Error);
                continue;
            }
            const ScoreRow row = scores.row(destination, source);
            const double tolerance = head.layer == 0 ? 2e-6 : 2e-5; // of the run's residual in float32
            CHECK(row.score == Approx(value["score"_L1].toDouble()).margin(2e-5).epsilon(1e-5));
            CHECK(row.cappedScore == Approx(map).margin(2e-5).epsilon(1e-5));
            CHECK(largestError(row.dimensions, numbers(value["dimensions"_L1])) < tolerance);
            CHECK(largestError(row.directions, numbers(value["directions"_L1])) < tolerance);
            CHECK(std::fabs(sum(row.dimensions) - sum(row.directions)) < 1e-10);
            CHECK(row.score - sum(row.directions) == Approx(row.directionResidual).margin(1e-12));
            CHECK(std::fabs(row.dimensionResidual) < row.tolerance);
            CHECK(std::fabs(row.directionResidual) < row.tolerance);
            ++compared;
        }
    }
    CHECK(compared > 36);
}

TEST_CASE("Shares add up along the directions")
{
    ScoreRow row;
    row.score = 4;
    row.directions = {-2, 5, 1};
    CHECK(row.cumulativeShares() == std::vector<double>{0, -0.5, 0.75, 1});
    row.score = 0;
    CHECK(row.cumulativeShares().empty());
}

TEST_CASE("All directions rebuild the map, none give even attention")
{
    for (const QString& name : {QStringLiteral("gpt2-tiny"), QStringLiteral("gemma2-tiny")}) {
        const Asked asked(testData(name), {5, 9, 11, 200, 31, 7, 8, 15, 16, 40});
        const HeadIndex head{asked.runner.info().nLayers - 1, 1};
        const auto detail = asked.runner.headDetail(head, 0, 1, {});
        HeadScores scores = asked.scores(head);
        const int all = asked.runner.info().dHead;
        const PartialScores whole = scores.first(all, {});
        CHECK(whole.run == 3);
        CHECK(whole.k == all);
        CHECK(whole.explained == Approx(1));
        for (std::size_t at = 0; at < detail->scores.size(); ++at) {
            CHECK(whole.pattern[at] == Approx(detail->pattern[at]).margin(1e-5));
            if (std::isinf(detail->scores[at]))
                CHECK(whole.scores[at] == detail->scores[at]);
            else
                CHECK(whole.scores[at] == Approx(detail->scores[at]).margin(1e-4));
        }
        const PartialScores none = scores.first(0, {});
        for (int query = 0; query < none.size; ++query) {
            int visible = 0;
            for (int key = 0; key < none.size; ++key)
                visible += std::isinf(none.scores[static_cast<std::size_t>(query * none.size + key)]) ? 0 : 1;
            const auto first = static_cast<std::size_t>(query * none.size + query);
            CHECK(none.pattern[first] == Approx(1.0 / visible));
            CHECK(none.scores[first] == 0);
        }
        CHECK_THROWS_AS(scores.first(all + 1, {}), Error);
        CHECK_THROWS_AS(scores.first(-1, {}), Error);
    }
}

TEST_CASE("What the first directions explain is one minus the squared error over the variance")
{
    const Asked asked(demoModel());
    const HeadIndex head{5, 5};
    HeadScores scores = asked.scores(head);
    const auto detail = asked.runner.headDetail(head, 0, 1, {});
    const ExplainedScores& explained = scores.explained({});
    REQUIRE(explained.shares.size() == 33);
    for (const int k : {0, 1, 4, 20, 31}) {
        const PartialScores part = scores.first(k, {});
        double mean = 0;
        double count = 0;
        for (int query = 1; query < part.size; ++query) {
            for (int key = 0; key <= query; ++key) {
                mean +=
                    static_cast<double>(detail->scores[static_cast<std::size_t>(query * part.size + key)]);
                count += 1;
            }
        }
        mean /= count;
        double error = 0;
        double variance = 0;
        for (int query = 1; query < part.size; ++query) {
            for (int key = 0; key <= query; ++key) {
                const auto at = static_cast<std::size_t>(query * part.size + key);
                const auto score = static_cast<double>(detail->scores[at]);
                error += std::pow(score - static_cast<double>(part.scores[at]), 2);
                variance += std::pow(score - mean, 2);
            }
        }
        CHECK(part.explained == Approx(1 - error / variance).epsilon(1e-4));
        CHECK(explained.shares[static_cast<std::size_t>(k)] == part.explained);
    }
    CHECK(explained.shares.back() == Approx(1).margin(1e-12));
}

TEST_CASE("Pairs that do not exist or are masked are refused")
{
    const Asked asked(demoModel());
    const HeadScores scores = asked.scores({5, 5});
    CHECK_THROWS_WITH(scores.row(15, 0), "There is no position 15: the prompt has 15 tokens.");
    CHECK_THROWS_WITH(scores.row(3, -1), "There is no position -1: the prompt has 15 tokens.");
    CHECK_THROWS_WITH(scores.row(3, 4), "Position 3 does not see position 4, which comes after it.");
    CHECK_THROWS_AS(asked.scores({6, 0}), Error);
}
