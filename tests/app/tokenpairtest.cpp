#include "app/tokenpair.h"

#include "core/base/error.h"
#include "support/testing.h"

using namespace headwaters;

namespace {

// Best first: 2, 0, 3, 1.
const std::vector<float> logits{2.0F, -1.0F, 5.0F, 0.5F};

} // namespace

TEST_CASE("without a choice the pair is the likeliest token and the runner-up")
{
    CHECK(tokenPair({}, {}, logits) == TokenPair{2, 0});
}

TEST_CASE("what was chosen stays, and the other is the likeliest token besides it")
{
    CHECK(tokenPair(3, {}, logits) == TokenPair{3, 2});
    CHECK(tokenPair(2, {}, logits) == TokenPair{2, 0});
    CHECK(tokenPair({}, 1, logits) == TokenPair{2, 1});
    CHECK(tokenPair({}, 2, logits) == TokenPair{0, 2});
    CHECK(tokenPair(1, 3, logits) == TokenPair{1, 3});
}

TEST_CASE("an id beyond the vocabulary is refused with the range")
{
    CHECK_THROWS_WITH(tokenPair(4, {}, logits), Catch::Contains("#4") && Catch::Contains("#3"));
    CHECK_THROWS_WITH(tokenPair({}, -1, logits), Catch::Contains("rival"));
}
