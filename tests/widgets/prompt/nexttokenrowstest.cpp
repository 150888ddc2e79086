#include "widgets/prompt/nexttokenrows.h"
#include "tests/support/testing.h"
#include "tests/widgets/support/samplerun.h"
#include "widgets/prompt/nexttokenmodel.h"

#include <cmath>

using namespace headwaters;

namespace {

/// Logits of four tokens, and of nothing else.
RunResult runWith(std::vector<float> logits)
{
    RunResult run;
    run.lastLogits = std::move(logits);
    return run;
}

EffectSummary between(TokenId target, TokenId rival)
{
    EffectSummary effects;
    effects.target = target;
    effects.rival = rival;
    return effects;
}

} // namespace

TEST_CASE("rows are sorted by logit with the softmax over all tokens")
{
    // exp(2, 1, 0, 3) = 7.389, 2.718, 1, 20.086; their sum is 31.193.
    const RunResult run = runWith({2, 1, 0, 3});
    const auto rows = nextTokenRows(run, nullptr, between(3, 0), *sampleTokenizer(), 3);
    REQUIRE(rows.size() == 3);
    CHECK(rows[0].token.id == 3);
    CHECK(rows[0].probability == Approx(0.6439).margin(1e-4));
    CHECK(rows[0].rank == 0);
    CHECK(rows[0].target);
    CHECK(rows[1].token.id == 0);
    CHECK(rows[1].probability == Approx(0.2369).margin(1e-4));
    CHECK(rows[1].rival);
    CHECK(rows[2].rank == 2);
    CHECK_FALSE(rows[0].gained());
}

TEST_CASE("the pinned run gives the places gained and lost")
{
    const RunResult run = runWith({2, 1, 0, 3});
    const RunResult pinned = runWith({4, 1, 2, 3}); // order 0 3 2 1, now 3 0 1 2
    const auto rows = nextTokenRows(run, &pinned, between(3, 0), *sampleTokenizer(), 4);
    CHECK(rows[0].gained() == 1); // token 3: from 1 to 0
    CHECK(rows[1].gained() == -1); // token 0: from 0 to 1
    CHECK(rows[2].gained() == 1); // token 1: from 3 to 2
    CHECK(rows[3].gained() == -1); // token 2: from 2 to 3
    // exp(4) of exp(4) + exp(1) + exp(2) + exp(3) = 84.791
    CHECK(rows[1].pinnedProbability.value() == Approx(0.6439).margin(1e-4));
}

TEST_CASE("a pinned run of another vocabulary is not compared")
{
    const RunResult run = runWith({2, 1, 0, 3});
    const RunResult pinned = runWith({4, 1, 2});
    for (const NextTokenRow& row : nextTokenRows(run, &pinned, between(3, 0), *sampleTokenizer(), 4))
        CHECK_FALSE(row.gained());
}

TEST_CASE("target and rival follow below the list where they are not in it")
{
    const RunResult run = runWith({2, 1, 0, 3});
    const auto rows = nextTokenRows(run, nullptr, between(2, 1), *sampleTokenizer(), 2);
    REQUIRE(rows.size() == 4);
    CHECK(rows[2].token.id == 1);
    CHECK(rows[2].rival);
    CHECK(rows[2].rank == 2);
    CHECK(rows[3].token.id == 2);
    CHECK(rows[3].target);
    CHECK(rows[3].rank == 3);
}

TEST_CASE("changes of rank are written with a triangle, long ones in thousands")
{
    CHECK(rankChangeText(std::nullopt) == QString());
    CHECK(rankChangeText(0) == QStringLiteral("–"));
    CHECK(rankChangeText(3) == QStringLiteral("▲3"));
    CHECK(rankChangeText(-999) == QStringLiteral("▼999"));
    CHECK(rankChangeText(1234) == QStringLiteral("▲1.2k"));
    CHECK(rankChangeText(-31415) == QStringLiteral("▼31k"));
}

TEST_CASE("the cells write probability with three and logit with one decimal")
{
    NextTokenModel model;
    const RunResult run = runWith({2, -1.26F, 0, 3});
    model.setRows(nextTokenRows(run, nullptr, between(3, 0), *sampleTokenizer(), 4));
    CHECK(model.index(0, NextTokenModel::TokenColumn).data().toString() == QStringLiteral("·and"));
    // 20.086 of 20.086 + 7.389 + 1 + 0.284 = 28.759
    CHECK(model.index(0, NextTokenModel::ProbabilityColumn).data().toString() == QStringLiteral("0.698"));
    CHECK(model.index(3, NextTokenModel::LogitColumn).data().toString() == QStringLiteral("−1.3"));
    CHECK(model.index(3, NextTokenModel::RankColumn).data().toString() == QStringLiteral("3"));
    CHECK(model.index(0, NextTokenModel::TokenColumn)
              .data(Qt::AccessibleTextRole)
              .toString()
              .contains(QStringLiteral("rank 0")));
}
