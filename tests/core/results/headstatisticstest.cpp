#include "core/results/headstatistics.h"

#include "support/testing.h"

#include <cmath>
#include <limits>
#include <random>

using namespace headwaters;

namespace {

// Four queries; position 2 receives 1.75 of the whole mass of 4, position 0 receives 1.5.
const std::vector<float> four{
    1.0F, 0.0F, 0.0F,  0.0F, //
    0.5F, 0.5F, 0.0F,  0.0F, //
    0.0F, 0.0F, 1.0F,  0.0F, //
    0.0F, 0.0F, 0.75F, 0.25F,
};

AttentionMap mapOf(const std::vector<float>& values, int size, Quantity quantity = Quantity::Pattern)
{
    AttentionMap map;
    map.quantity = quantity;
    map.size = size;
    map.values = values;
    return map;
}

std::vector<float> randomPattern(int size)
{
    std::mt19937 random(3);
    std::vector<float> pattern(static_cast<std::size_t>(size) * static_cast<std::size_t>(size), 0.0F);
    for (int query = 0; query < size; ++query) {
        float sum = 0;
        const auto row = pattern.begin() + query * size;
        for (int key = 0; key <= query; ++key)
            sum += row[key] = static_cast<float>(random() % 1000 + 1);
        for (int key = 0; key <= query; ++key)
            row[key] /= sum;
    }
    return pattern;
}

} // namespace

TEST_CASE("The first position is always a sink, others where more than half of all mass rests")
{
    CHECK(sinkPositions(four, 4) == std::vector<int>{0});
    const std::vector<float> onSecond{1, 0, 0, 0, 1, 0, 0, 1, 0}; // 2 of 3 on position 1
    CHECK(sinkPositions(onSecond, 3) == std::vector<int>{0, 1});
    const std::vector<float> exactlyHalf{1, 0, 0, 1}; // 1 of 2 on position 1: half is not more than half
    CHECK(sinkPositions(exactlyHalf, 2) == std::vector<int>{0});
    CHECK(sinkPositions({1}, 1) == std::vector<int>{0});
    CHECK(sinkPositions({}, 0).empty());
}

TEST_CASE("Received and given mass count what is not on sinks")
{
    CHECK(receivedMass(four, 4, {}) == std::vector<float>{1.5F, 0.5F, 1.75F, 0.25F});
    CHECK(receivedMass(four, 4, {0}) == std::vector<float>{0.0F, 0.5F, 1.75F, 0.25F});
    CHECK(givenMass(four, 4, {}) == std::vector<float>{1, 1, 1, 1});
    CHECK(givenMass(four, 4, {0, 2, 99, -1}) == std::vector<float>{0.0F, 0.5F, 0.0F, 0.25F});
}

TEST_CASE("Entropy is in bits")
{
    const std::vector<float> entropy = rowEntropy(four, 4);
    CHECK(entropy[0] == 0.0F);
    CHECK(entropy[1] == 1.0F);
    CHECK(entropy[2] == 0.0F);
    CHECK(entropy[3] == Approx(0.8112781245));
    const std::vector<float> even{1, 0, 0, 0, 0.5F, 0.5F, 0, 0, 1, 0, 0, 0, 0.25F, 0.25F, 0.25F, 0.25F};
    CHECK(rowEntropy(even, 4)[3] == 2.0F);
}

TEST_CASE("The distance profile is a mean over the queries that reach that far back")
{
    const std::vector<float> profile = distanceProfile(four, 4);
    CHECK(profile[0] == Approx((1 + 0.5 + 1 + 0.25) / 4));
    CHECK(profile[1] == Approx((0.5 + 0 + 0.75) / 3));
    CHECK(profile[2] == 0.0F);
    CHECK(profile[3] == 0.0F);
}

TEST_CASE("A map without sinks has rows that sum to 1 again and says what went")
{
    double removed = -1;
    const AttentionMap rest = withoutSinks(mapOf(four, 4), {0, 2}, &removed);
    CHECK(
        rest.values
        == std::vector<float>{
            0, 0, 0, 0, //
            0, 1, 0, 0, //
            0, 0, 0, 0, //
            0, 0, 0, 1});
    CHECK(removed == Approx(3.25 / 4));
    CHECK(withoutSinks(mapOf(four, 4), {}, nullptr).values == four);
}

TEST_CASE("Quantities that are no distribution lose their sink columns and nothing else")
{
    const float masked = -std::numeric_limits<float>::infinity();
    const std::vector<float> scores{2, masked, masked, 1, -3, masked, 4, 5, 6};
    double removed = -1;
    const AttentionMap rest = withoutSinks(mapOf(scores, 3, Quantity::Score), {1}, &removed);
    CHECK(rest.values == std::vector<float>{2, masked, masked, 1, 0, masked, 4, 0, 6});
    CHECK(removed == Approx(8.0 / 21.0));
}

TEST_CASE("The top lines are the fewest entries that reach the share, largest first")
{
    const auto lines = topLines(four, 4, {}, 0.7); // 2.8 of 4
    REQUIRE(lines.size() == 4);
    CHECK(lines[0].weight == 1.0F);
    CHECK(lines[0].query == 0);
    CHECK(lines[1].query == 2);
    CHECK(lines[2].weight == 0.75F);
    CHECK(lines[3].query == 1); // of the two halves the smaller key comes first
    CHECK(lines[3].key == 0);

    const auto noSink = topLines(four, 4, {0}, 0.7); // 1.75 of 2.5
    REQUIRE(noSink.size() == 2);
    CHECK(noSink[1].weight == 0.75F);
    CHECK(topLines(four, 4, {}, 1.0).size() == 6);
    CHECK(topLines(four, 4, {}, 0.0).empty());
    CHECK(topLines({1}, 1, {0}, 0.7).empty());
}

TEST_CASE("The top lines of a long prompt leave out nothing larger than what they hold")
{
    const int size = 200;
    const std::vector<float> pattern = randomPattern(size);
    const auto lines = topLines(pattern, size, {0}, 0.7);
    double all = 0;
    for (int query = 0; query < size; ++query) {
        for (int key = 1; key <= query; ++key)
            all += static_cast<double>(pattern[static_cast<std::size_t>(query * size + key)]);
    }
    double kept = 0;
    for (std::size_t at = 0; at < lines.size(); ++at) {
        kept += static_cast<double>(lines[at].weight);
        REQUIRE((at == 0 || lines[at].weight <= lines[at - 1].weight));
    }
    CHECK(kept >= 0.7 * all);
    CHECK(kept - static_cast<double>(lines.back().weight) < 0.7 * all);
}
