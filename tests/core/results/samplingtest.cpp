#include "core/results/sampling.h"

#include "core/base/error.h"
#include "support/testing.h"

#include <cmath>
#include <limits>
#include <map>

using namespace headwaters;

namespace {

std::map<TokenId, int> drawMany(const SamplingSettings& settings, const std::vector<float>& logits, int times)
{
    Sampler sampler(settings);
    std::map<TokenId, int> counts;
    for (int at = 0; at < times; ++at)
        ++counts[sampler.draw(logits)];
    return counts;
}

// Probabilities 0.5, 0.25, 0.125, 0.125.
const std::vector<float> halves{std::log(0.125F), std::log(0.5F), std::log(0.25F), std::log(0.125F)};

} // namespace

TEST_CASE("Temperature 0 always takes the likeliest token, of equal ones the first")
{
    CHECK(drawMany({0.0, 1.0, 7}, {1, 3, 3, 2}, 50) == std::map<TokenId, int>{{1, 50}});
}

TEST_CASE("Tokens are drawn as often as they are likely")
{
    const auto counts = drawMany({1.0, 1.0, 1}, halves, 8000);
    const std::map<TokenId, double> expected{{0, 1000}, {1, 4000}, {2, 2000}, {3, 1000}};
    for (const auto& [id, count] : expected)
        CHECK(std::abs(counts.at(id) - count) < 5 * std::sqrt(count)); // five standard deviations
}

TEST_CASE("A low temperature sharpens: at 1/2 probabilities are squared")
{
    // 16 : 4 : 1 : 1 of 22
    const auto counts = drawMany({0.5, 1.0, 1}, halves, 11000);
    CHECK(std::abs(counts.at(1) - 8000) < 5 * std::sqrt(8000.0));
    CHECK(std::abs(counts.at(2) - 2000) < 5 * std::sqrt(2000.0));
}

TEST_CASE("top-p keeps the fewest likeliest tokens that reach it")
{
    CHECK(drawMany({1.0, 0.5, 1}, halves, 200) == std::map<TokenId, int>{{1, 200}});
    const auto two = drawMany({1.0, 0.6, 1}, halves, 3000);
    CHECK(two.size() == 2);
    CHECK(std::abs(two.at(1) - 2000) < 5 * std::sqrt(2000.0)); // 0.5 : 0.25
    CHECK(drawMany({1.0, 0.76, 1}, halves, 2000).count(3) == 0); // of equal ones the first
}

TEST_CASE("The same seed draws the same tokens, another seed others")
{
    const auto sequence = [](std::uint64_t seed) {
        Sampler sampler({1.0, 1.0, seed});
        std::vector<TokenId> ids;
        for (int at = 0; at < 40; ++at)
            ids.push_back(sampler.draw(halves));
        return ids;
    };
    CHECK(sequence(3) == sequence(3));
    CHECK(sequence(3) != sequence(4));
}

TEST_CASE("A temperature below 0 and a top-p outside 0 to 1 are refused with their number")
{
    CHECK_THROWS_AS(Sampler({-0.1, 1.0, 0}), Error);
    CHECK_THROWS_AS(Sampler({std::numeric_limits<double>::quiet_NaN(), 1.0, 0}), Error);
    CHECK_THROWS_AS(Sampler({1.0, 0.0, 0}), Error);
    CHECK_THROWS_AS(Sampler({1.0, 1.01, 0}), Error);
    CHECK_NOTHROW(Sampler({1.0, 1.0, 0}));
}
