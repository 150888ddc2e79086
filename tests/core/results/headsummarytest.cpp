#include "core/results/headsummary.h"

#include "support/testing.h"

using namespace headwaters;

TEST_CASE("The summary of a head counts what queries give to earlier positions but the first")
{
    const std::vector<float> pattern{
        1.0F,  0.0F, 0.0F,  0.0F, //
        0.5F,  0.5F, 0.0F,  0.0F, //
        0.25F, 0.5F, 0.25F, 0.0F, //
        0.0F,  0.0F, 0.75F, 0.25F,
    };
    const HeadSummary summary = summariseHead({2, 1}, pattern, 4);
    CHECK(summary.head == HeadIndex{2, 1});
    // Position 1 receives 0.5 and 0 from the two queries after it, position 2 receives 0.75 from one.
    CHECK(summary.receivedMass == Approx(0.75));
    CHECK(summary.entropy == Approx((0 + 1 + 1.5 + 0.8112781245) / 4));
    CHECK(summary.thumbnail.size == 4);
    CHECK(
        summary.thumbnail.values
        == std::vector<std::uint8_t>{255, 0, 0, 0, 128, 128, 0, 0, 64, 128, 64, 0, 0, 0, 191, 64});
}

TEST_CASE("A prompt of one or two tokens has no received mass")
{
    CHECK(summariseHead({0, 0}, std::vector<float>{1}, 1).receivedMass == 0.0F);
    CHECK(summariseHead({0, 0}, std::vector<float>{1}, 1).entropy == 0.0F);
    CHECK(summariseHead({0, 0}, std::vector<float>{1, 0, 0, 1}, 2).receivedMass == 0.0F);
}

TEST_CASE("The thumbnail of a long prompt keeps thin lines")
{
    // A previous-token head over 500 tokens: one bright cell in each row, which a mean would wash out.
    const int size = 500;
    std::vector<float> pattern(static_cast<std::size_t>(size * size), 0.0F);
    for (int query = 0; query < size; ++query)
        pattern[static_cast<std::size_t>(query * size + std::max(query - 1, 0))] = 1.0F;
    const Thumbnail thumbnail = makeThumbnail(pattern, size);
    REQUIRE(thumbnail.size == 128);
    REQUIRE(thumbnail.values.size() == 128 * 128);
    for (int row = 0; row < 128; ++row) {
        CHECK(int{thumbnail.values[static_cast<std::size_t>(row * 128 + row)]} == 255);
        if (row > 1)
            CHECK(int{thumbnail.values[static_cast<std::size_t>(row * 128 + row - 2)]} == 0);
    }
}
