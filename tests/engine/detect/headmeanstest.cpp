#include "core/engine/detect/headmeans.h"

#include "support/testing.h"

using namespace headwaters;

namespace {

/// Two positions of one head with one number each.
at::Tensor z(float first, float second)
{
    at::Tensor values = at::empty({2, 1, 1}, at::kFloat);
    values.data_ptr<float>()[0] = first;
    values.data_ptr<float>()[1] = second;
    return values;
}

float number(const at::Tensor& mean, std::int64_t position)
{
    return mean[position][0][0].item<float>();
}

} // namespace

TEST_CASE("What stands in for a head is its mean over a group position by position, or over all of them")
{
    HeadMeans means(1, {0, 0, -1, 1});
    means.add(0, 0, z(1, 10));
    means.add(0, 1, z(3, 20));
    means.add(0, 2, z(5, 30));
    means.add(0, 3, z(7, 40));
    CHECK(means.of(0, 0).size(0) == 2);
    CHECK(number(means.of(0, 0), 0) == 2);
    CHECK(number(means.of(0, 1), 1) == 15);
    CHECK(number(means.of(0, 3), 0) == 7);
    REQUIRE(means.of(0, 2).size(0) == 1); // for every position, of all but the first ones
    CHECK(number(means.of(0, 2), 0) == 25);
}

TEST_CASE("Without groups the mean is over all positions but the first")
{
    HeadMeans means(1, {});
    means.add(0, 0, z(100, 4));
    means.add(0, 1, z(200, 6));
    REQUIRE(means.of(0, 1).size(0) == 1);
    CHECK(number(means.of(0, 1), 0) == 5);
}
