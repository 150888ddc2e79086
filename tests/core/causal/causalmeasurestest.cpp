#include "core/causal/causalmeasures.h"

#include "support/testing.h"

#include <cmath>

using namespace headwaters;

TEST_CASE("Measures of three logits by hand")
{
    // Probabilities 1/2, 1/4, 1/4.
    const std::vector<float> logits{static_cast<float>(std::log(2.0)), 0, 0};
    const std::vector<double> even(3, std::log(1.0 / 3));
    const CausalMeasures measures = measuresOf(logits, even, 1, 0);
    CHECK(measures.difference == Approx(-std::log(2.0)));
    CHECK(measures.probability == Approx(0.25));
    CHECK(measures.logProbability == Approx(std::log(0.25)));
    CHECK(measures.rank == 1); // the third logit is equal, not larger
    CHECK(measures.divergence == Approx((std::log(2.0 / 3) + 2 * std::log(4.0 / 3)) / 3));
    CHECK(measuresOf(logits, logProbabilities(logits), 0, 1).divergence == Approx(0).margin(1e-12));
    CHECK(measuresOf(logits, even, 0, 1).rank == 0);
}

TEST_CASE("Likeliest tokens stand in order, equal ones by their ids")
{
    const std::vector<float> logits{0, static_cast<float>(std::log(2.0)), 0};
    const std::vector<CausalToken> tokens = likeliestTokens(logits, 5);
    REQUIRE(tokens.size() == 3);
    CHECK(tokens[0].id == 1);
    CHECK(tokens[0].probability == Approx(0.5));
    CHECK(tokens[1].id == 0);
    CHECK(tokens[2].id == 2);
    CHECK(likeliestTokens(logits, 1).size() == 1);
}

TEST_CASE("A normalised effect is the share of the way between the prompts")
{
    CHECK(*normalisedEffect(CausalBase::Corrupted, 1, 3, -1) == Approx(0.5));
    CHECK(*normalisedEffect(CausalBase::Clean, 1, 3, -1) == Approx(-0.5));
    CHECK(*normalisedEffect(CausalBase::Clean, 3, 3, -1) == Approx(0));
    CHECK_FALSE(normalisedEffect(CausalBase::Clean, 1, 3, 2.95).has_value());
    CHECK_FALSE(normalisedEffect(CausalBase::Clean, 1, std::nan(""), 2).has_value());
}

TEST_CASE("The mean of measures is that of each, with a whole rank")
{
    const CausalMeasures all[] = {
        {.difference = 1, .probability = 0.25, .logProbability = -1, .rank = 2, .divergence = 0},
        {.difference = 4, .probability = 0.75, .logProbability = -3, .rank = 5, .divergence = 0.5}};
    const CausalMeasures mean = meanOf(all);
    CHECK(mean.difference == 2.5);
    CHECK(mean.probability == 0.5);
    CHECK(mean.logProbability == -2);
    CHECK(mean.rank == 4); // 3.5
    CHECK(mean.divergence == 0.25);
}
