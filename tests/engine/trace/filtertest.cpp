// The rules by which the methods decide how many are enough, on lists made by hand.
#include "core/engine/trace/filter.h"
#include "core/engine/trace/seeds.h"
#include "support/testing.h"

#include <limits>

using namespace headwaters;

namespace {

using Numbers = std::vector<double>;
using Indices = std::vector<int>;

double cut(const Numbers& values, double fraction)
{
    return cutOff(values, fraction);
}

Indices fewest(const Numbers& terms)
{
    return fewestTerms(terms, 1.0);
}

Indices prefix(const Numbers& terms)
{
    return prefixToWhole(terms);
}

PartContributions contributions(const Numbers& values)
{
    PartContributions all;
    for (std::size_t at = 0; at < values.size(); ++at)
        all.parts.push_back({static_cast<int>(at), 0, 0});
    all.values = values;
    return all;
}

Indices layersOf(const SeedChoice& choice)
{
    Indices layers;
    for (const PartShare& seed : choice.seeds)
        layers.push_back(seed.part.layer);
    return layers;
}

} // namespace

TEST_CASE("The largest come first, equal ones in their order")
{
    CHECK(descending(Numbers{1, 3, 2, 3, -1}) == std::vector<std::size_t>{1, 3, 2, 0, 4});
    CHECK(descending(Numbers{}).empty());
}

TEST_CASE("The cut is the value with which the sum passes the share")
{
    CHECK(cut({5, 1, 3, 1}, 0.7) == 3); // 5, then 8 > 7
    CHECK(cut({1, 7, 2}, 0.7) == 2); // 7 is not more than 7
    CHECK(cut({4, -1, 3, -2}, 0.7) == 4); // of 4, negative ones included, 2.8
    CHECK(cut({4, -1, 3, -2}, 1.0) == 3);
}

TEST_CASE("With a negative sum only the largest is kept")
{
    CHECK(cut({1, -2, 0.5, -3}, 0.7) == 1);
    CHECK(cut({-2, -3}, 0.7) == -2);
}

TEST_CASE("Where no prefix passes the share, all positive ones are kept")
{
    CHECK(cut({0.1, 0.7, 0.2}, 1.0) == 0.1);
    CHECK(cut({0.7, 0, 0.2}, 1.0) == 0.2);
    CHECK(cut({}, 0.7) == std::numeric_limits<double>::infinity());
    CHECK(cut({0, 0}, 0.7) == std::numeric_limits<double>::infinity());
}

TEST_CASE("SAD takes the fewest terms that overshoot the score")
{
    CHECK(fewest({3, -1, 5, -2}) == Indices{2, 0}); // 5 is not more than 5
    CHECK(fewest({4, -1, 1.5}) == Indices{0, 2}); // 4 < 4.5, then 5.5
    CHECK(fewest({6, -2, 0.5}) == Indices{0});
}

TEST_CASE("SAD takes all positive terms of a score without negative ones")
{
    CHECK(fewest({2, 0, 3}) == Indices{2, 0});
    CHECK(fewest({1}) == Indices{0});
}

TEST_CASE("A negative score is explained from below")
{
    CHECK(fewest({-5, 1, -3, 2}) == Indices{0, 2}); // -5 is not less than -5
    CHECK(fewest({-2, -3}) == Indices{1, 0});
}

TEST_CASE("ACC takes the shortest prefix whose share rounds to the whole")
{
    CHECK(prefix({3, -3, 5}) == Indices{2}); // exactly the whole is enough, unlike in SAD
    CHECK(prefix({1, -1, 3}) == Indices{2});
    CHECK(prefix({0.000006, 0.999994}) == Indices{1, 0}); // 0.99999
    CHECK(prefix({0.000004, 0.999996}) == Indices{1}); // 1.00000
    CHECK(prefix({2, 0, 1}) == Indices{0, 2});
}

TEST_CASE("ACC leaves a side alone whose sum is not positive")
{
    CHECK(prefix({1, -2}).empty());
    CHECK(prefix({1, -1}).empty());
    CHECK(prefix({}).empty());
}

TEST_CASE("A trace starts at the parts above the cut or half of the sum, whichever is lower")
{
    CHECK(layersOf(linearSeeds(contributions({10, -8, 1}))) == Indices{0}); // cut 10, half 1.5
    CHECK(layersOf(linearSeeds(contributions({2, 10, -8}))) == Indices{1, 0}); // cut 10, half 2
    CHECK(layersOf(linearSeeds(contributions({5, 4, -3, 1}))) == Indices{0, 1}); // cut 4, half 3.5
    CHECK(layersOf(linearSeeds(contributions({1, 0, 2}))) == Indices{2, 0}); // no negative one
    const SeedChoice choice = linearSeeds(contributions({2, 10, -8}));
    CHECK(choice.seeds.front().weight == 10);
    CHECK(choice.seeds.front().directions.empty());
    CHECK(choice.note == QString());
}

TEST_CASE("Nothing is traced where all parts together write nothing or against the direction")
{
    const SeedChoice choice = linearSeeds(contributions({1, -3}));
    CHECK(choice.seeds.empty());
    CHECK(
        choice.note
        == QStringLiteral("All parts together write -2 on the direction; without a positive sum there is "
                          "nothing to trace."));
    CHECK(linearSeeds(contributions({1, -1})).seeds.empty());
}

TEST_CASE("A part just below the cut is told as a near tie")
{
    CHECK(linearSeeds(contributions({2 - 1e-8, 10, -8 + 1e-8})).nearTies.size() == 1);
    CHECK(linearSeeds(contributions({1.9, 10, -7.9})).nearTies.empty());
}
