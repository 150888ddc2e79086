#include "core/results/comparison.h"

#include "core/base/error.h"
#include "core/results/runresult.h"
#include "support/problem.h"
#include "support/testing.h"

#include <limits>

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

AttentionMap mapOf(Quantity quantity, int size, std::vector<float> values)
{
    AttentionMap map;
    map.head = {5, 1};
    map.quantity = quantity;
    map.size = size;
    map.values = std::move(values);
    return map;
}

ModelInfo shape(int nLayers, int nHeads)
{
    ModelInfo info;
    info.nLayers = nLayers;
    info.nHeads = nHeads;
    return info;
}

} // namespace

TEST_CASE("the difference of two maps is a - b in each cell and 0 where it is masked")
{
    const AttentionMap a = mapOf(Quantity::Pattern, 2, {1, 0, 0.75F, 0.25F});
    const AttentionMap b = mapOf(Quantity::Pattern, 2, {1, 0, 0.25F, 0.75F});
    const AttentionMap difference = differenceMap(a, b);
    CHECK(difference.values == std::vector<float>{0, 0, 0.5F, -0.5F});
    CHECK(difference.isDifference);
    CHECK(mapTitle(difference) == u"L5H1 · attention · after softmax · A − B"_s);
}

TEST_CASE("masked scores are minus infinity on both sides and 0 in their difference")
{
    const float masked = -std::numeric_limits<float>::infinity();
    const AttentionMap a = mapOf(Quantity::Score, 2, {1, masked, 3, 4});
    const AttentionMap b = mapOf(Quantity::Score, 2, {2, masked, 1, 4});
    CHECK(differenceMap(a, b).values == std::vector<float>{-1, 0, 2, 0});
}

TEST_CASE("maps of other sizes or quantities have no difference, and the sentence has both numbers")
{
    const AttentionMap two = mapOf(Quantity::Pattern, 2, {1, 0, 0.5F, 0.5F});
    const AttentionMap one = mapOf(Quantity::Pattern, 1, {1});
    const AttentionMap score = mapOf(Quantity::Score, 1, {1});
    CHECK(
        problemOf([&] { (void)differenceMap(two, one); }).summary
        == u"A has 2 tokens and B has 1 token: a difference needs as many tokens on both sides."_s);
    CHECK(
        problemOf([&] { (void)differenceMap(one, score); }).summary
        == u"A shows pattern and B shows score: a difference needs one quantity."_s);
}

TEST_CASE("a wall has a difference where tokens, layers and heads are as many on both sides")
{
    CHECK(wallDifferenceBlocked(shape(6, 6), shape(6, 6), 15, 15) == QString());
    CHECK(wallDifferenceBlocked(shape(6, 6), shape(6, 6), 15, 14).contains(u"15 tokens and B has 14"_s));
    const QString heads = wallDifferenceBlocked(shape(6, 6), shape(2, 4), 15, 15);
    CHECK(heads.contains(u"6 × 6"_s));
    CHECK(heads.contains(u"2 × 4"_s));
}

TEST_CASE("the mean difference of a head is taken over the cells up to the diagonal")
{
    // |a - b| is 0; 0.5, 0.5; 0.25, 0, 0.25: 1.5 over 6 cells. What is masked does not count.
    const std::vector<float> a{1, 9, 9, 0.75F, 0.25F, 9, 0.5F, 0.25F, 0.25F};
    const std::vector<float> b{1, 0, 0, 0.25F, 0.75F, 0, 0.25F, 0.25F, 0.5F};
    const HeadDifference difference = headDifference({2, 3}, a, b, 3);
    CHECK(difference.head == HeadIndex{2, 3});
    CHECK(difference.meanAbsolute == Approx(0.25));
    CHECK(difference.largest == 0.5F);
    CHECK(difference.picture.size == 3);
    CHECK(difference.picture.values == std::vector<float>{0, 0, 0, 0.5F, -0.5F, 0, 0.25F, 0, -0.25F});
}

TEST_CASE("the picture of a long difference keeps of each block the value farthest from zero")
{
    constexpr int size = 2 * Thumbnail::largest;
    std::vector<float> a(static_cast<std::size_t>(size) * size, 0.0F);
    std::vector<float> b = a;
    const auto at = [](int query, int key) { return static_cast<std::size_t>(query * size + key); };
    a[at(10, 4)] = 0.25F;
    b[at(11, 5)] = 0.5F;
    b[at(200, 0)] = 0.125F;
    const DifferencePicture picture = headDifference({}, a, b, size).picture;
    REQUIRE(picture.size == Thumbnail::largest);
    CHECK(picture.values[5 * Thumbnail::largest + 2] == -0.5F);
    CHECK(picture.values[100 * Thumbnail::largest] == -0.125F);
    CHECK(picture.values[0] == 0.0F);
}
