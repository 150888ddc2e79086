#include "tests/widgets/support/samplerun.h"

#include "tests/support/testing.h"

#include <numeric>

using namespace headwaters;

TEST_CASE("the sample run is consistent in itself")
{
    const auto run = sampleRun();
    REQUIRE(run->tokens.size() == 15);
    CHECK(run->tokens[2].bytes == " Mary");
    CHECK(run->tokens[14].bytes == " to");
    const auto detail = sampleDetail({5, 5});
    CHECK(detail->pattern[14 * 15 + 2] == Approx(0.997).margin(0.001));
    for (int query = 0; query < 15; ++query) {
        const auto row = detail->pattern.begin() + query * 15;
        CHECK(std::accumulate(row, row + 15, 0.0) == Approx(1.0));
    }
    double effect = 0;
    for (std::size_t key = 0; key < 15; ++key)
        effect += detail->pattern[14 * 15 + key] * detail->writes[key] / detail->finalScale[14];
    CHECK(run->effects.heads[5][5] == Approx(effect));
    CHECK(run->layers[5]->heads[5].thumbnail.values[14 * 15 + 2] == 254);
    CHECK(sampleRun(300)->layers[0]->heads[0].thumbnail.size == 100);
}
