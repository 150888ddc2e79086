#include "core/results/runresult.h"

#include "core/base/error.h"
#include "support/testing.h"

#include <cmath>

using namespace headwaters;

TEST_CASE("Logits are ranked highest first, equal ones by id, with exact probabilities")
{
    const std::vector<float> logits{1.0F, 3.0F, 2.0F, 3.0F, -1.0F};
    const auto ranked = rankLogits(logits, 4);
    REQUIRE(ranked.size() == 4);
    CHECK(ranked[0].id == 1);
    CHECK(ranked[1].id == 3);
    CHECK(ranked[2].id == 2);
    CHECK(ranked[3].id == 0);
    CHECK(ranked[0].rank == 0);
    CHECK(ranked[1].rank == 0); // nothing is strictly larger
    CHECK(ranked[2].rank == 2);
    CHECK(ranked[3].rank == 3);
    const double sum = std::exp(1.0) + 2 * std::exp(3.0) + std::exp(2.0) + std::exp(-1.0);
    CHECK(ranked[2].probability == Approx(std::exp(2.0) / sum).epsilon(1e-12));
}

TEST_CASE("Large logits do not overflow, and counts beyond the vocabulary are cut")
{
    const auto ranked = rankLogits({1e30F, 1e30F, 0.0F}, 10);
    REQUIRE(ranked.size() == 3);
    CHECK(ranked[0].probability == Approx(0.5));
    CHECK(ranked[2].probability == 0.0);
    CHECK(rankLogits({1.0F}, 0).empty());
    CHECK(rankLogits({1.0F}, -1).empty());
    CHECK(rankLogits({}, 3).empty());
}

TEST_CASE("Rank and probability of one token agree with the ranking")
{
    const std::vector<float> logits{0.5F, -2.0F, 4.0F, 0.5F};
    for (const RankedLogit& ranked : rankLogits(logits, 4)) {
        const RankedLogit one = rankOf(logits, ranked.id);
        CHECK(one.rank == ranked.rank);
        CHECK(one.logit == ranked.logit);
        CHECK(one.probability == Approx(ranked.probability));
    }
    CHECK_THROWS_AS(rankOf(logits, 4), Error);
    CHECK_THROWS_AS(rankOf(logits, -1), Error);
}

TEST_CASE("Predictions carry the tokens that ids stand for")
{
    const auto predictions = topPredictions({0.0F, 1.0F}, 1, [](TokenId id) {
        return Token{id, QByteArray::number(id), false};
    });
    REQUIRE(predictions.size() == 1);
    CHECK(predictions[0].token.id == 1);
    CHECK(predictions[0].token.bytes == QByteArray("1"));
    CHECK(predictions[0].rank == 0);
}
