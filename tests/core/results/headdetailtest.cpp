#include "core/results/headdetail.h"

#include "support/testing.h"

#include <limits>

using namespace headwaters;

TEST_CASE("Each quantity of a head follows from its detail by plain arithmetic")
{
    const float masked = -std::numeric_limits<float>::infinity();
    HeadDetail detail;
    detail.head = {3, 4};
    detail.size = 2;
    detail.pattern = {1.0F, 0.0F, 0.25F, 0.75F};
    detail.scores = {2.0F, masked, 1.0F, 3.0F};
    detail.valueNorm = {8.0F, 4.0F};
    detail.writes = {-6.0F, 10.0F};
    detail.finalScale = {2.0F, 5.0F};

    CHECK(attentionMap(detail, Quantity::Pattern).values == detail.pattern);
    CHECK(attentionMap(detail, Quantity::Score).values == detail.scores);
    CHECK(attentionMap(detail, Quantity::ValueWeighted).values == std::vector<float>{8.0F, 0.0F, 2.0F, 3.0F});
    const AttentionMap effect = attentionMap(detail, Quantity::Effect);
    CHECK(effect.at(0, 0) == Approx(-3.0));
    CHECK(effect.at(0, 1) == 0.0F);
    CHECK(effect.at(1, 0) == Approx(0.25 * -6 / 5));
    CHECK(effect.at(1, 1) == Approx(0.75 * 10 / 5));
    CHECK(effect.head == HeadIndex{3, 4});
    CHECK(effect.quantity == Quantity::Effect);
    CHECK(effect.aggregation == Aggregation::OneHead);
    CHECK(effect.isMasked(0, 1));
}
