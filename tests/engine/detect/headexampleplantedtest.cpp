#include "core/engine/detect/headexample.h"

#include "core/engine/causal/directreading.h"
#include "engine/support/demobench.h"
#include "engine/support/plantedmodel.h"
#include "support/problem.h"
#include "support/testing.h"

#include <numeric>

using namespace headwaters;
using namespace Qt::StringLiterals;

TEST_CASE("An example of a planted head is read again: its pattern, and what it adds by source token")
{
    // The duplicate head of the planted model looks at the earlier copy of the one token that repeats.
    constexpr TokenId again = planted::firstPlain;
    const EvidenceExample example{{planted::bos, again, again + 1, again, again + 2}, 3, 1};
    const HeadExampleReading reading =
        readExample(planted::model(), planted::duplicate, example, CancelToken());
    REQUIRE(reading.pattern.size() == 25);
    CHECK(reading.pattern[3 * 5 + 1] > 0.95F);
    CHECK(reading.pattern[2 * 5 + 3] == 0.0F); // a later token
    for (int query = 0; query < 5; ++query) {
        const auto row = reading.pattern.begin() + query * 5;
        CHECK(std::accumulate(row, row + 5, 0.0F) == Approx(1.0F));
    }
    CHECK(reading.isNext);
    CHECK(reading.target == again + 2);
}

TEST_CASE("The parts by source token add up to the head's direct effect on the token that follows")
{
    const EvidenceExample example{{1535, 300, 400, 500, 300}, 3, 1};
    const HeadIndex head{5, 1};
    const HeadExampleReading reading = readExample(demo(), head, example, CancelToken());
    REQUIRE(reading.attribution.size() == 5);
    CHECK(reading.attribution[4] == Approx(0).margin(1e-12)); // it comes behind the destination
    const DirectReading direct =
        directReading(*demo(), {{1535, 300, 400, 500, 300}, 3, {300}, false}, CancelToken());
    CHECK(
        std::accumulate(reading.attribution.begin(), reading.attribution.end(), 0.0)
        == Approx(direct.head(head.layer, head.head, 0)).margin(1e-6));
}

TEST_CASE("Where nothing follows the destination the token that is attended to is asked for")
{
    const HeadExampleReading reading = readExample(demo(), {2, 0}, {{1535, 300, 400}, 2, 1}, CancelToken());
    CHECK_FALSE(reading.isNext);
    CHECK(reading.target == 300);
}

TEST_CASE("An example that is none of the model is refused in a sentence")
{
    const auto refused = [](HeadIndex head, const EvidenceExample& example) {
        const Problem problem = problemOf([&] { (void)readExample(demo(), head, example, CancelToken()); });
        CHECK(problem.kind == Problem::Kind::BadInput);
        checkSentence(problem.summary);
    };
    refused({6, 0}, {{1535, 300}, 1, 0});
    refused({0, 6}, {{1535, 300}, 1, 0});
    refused({-1, 0}, {{1535, 300}, 1, 0});
    refused({0, 0}, {{1535, 300}, 2, 0});
    refused({0, 0}, {{1535, 300}, 1, -1});
    refused({0, 0}, {{}, 0, 0});
    refused({0, 0}, {{1535, 99'999}, 1, 0}); // no such token
}
