#include "core/heads/controlsets.h"

#include "support/testing.h"

#include <algorithm>
#include <set>

using namespace headwaters;

namespace {

std::vector<HeadIndex> layers(int first, int last, int heads)
{
    std::vector<HeadIndex> all;
    for (int layer = first; layer <= last; ++layer) {
        for (int head = 0; head < heads; ++head)
            all.push_back({layer, head});
    }
    return all;
}

} // namespace

TEST_CASE("Random heads are of the same layers, each set once")
{
    const std::vector<HeadIndex> heads = {{1, 7}, {3, 7}, {3, 8}};
    const std::vector<HeadIndex> pool = layers(0, 4, 6);
    const auto sets = controlSets(heads, pool, 20, 1);
    REQUIRE(sets.size() == 20);
    CHECK(std::set(sets.begin(), sets.end()).size() == 20);
    for (const std::vector<HeadIndex>& set : sets) {
        REQUIRE(set.size() == 3);
        CHECK(std::set(set.begin(), set.end()).size() == 3);
        CHECK(set[0].layer == 1);
        CHECK(set[1].layer == 3);
        CHECK(set[2].layer == 3);
        for (const HeadIndex head : set)
            CHECK(std::find(pool.begin(), pool.end(), head) != pool.end());
    }
    CHECK(controlSets(heads, pool, 20, 1) == sets);
    CHECK(controlSets(heads, pool, 20, 2) != sets);
}

TEST_CASE("Where a layer has too few heads, random ones come from the nearest that have them")
{
    const auto sets = controlSets({{5, 0}, {5, 1}}, layers(0, 3, 4), 20, 1);
    REQUIRE(sets.size() == 20);
    // Six pairs of layer 3, then pairs of layers 2 and 3.
    for (std::size_t at = 0; at < 6; ++at)
        CHECK(sets[at][0].layer == 3);
    CHECK(std::all_of(sets.begin(), sets.end(), [](const auto& set) { return set[0].layer >= 2; }));
    const auto few = controlSets({{0, 9}}, layers(0, 3, 3), 8, 1);
    REQUIRE(few.size() == 8);
    for (std::size_t at = 0; at < few.size(); ++at)
        CHECK(few[at][0].layer == static_cast<int>(at / 3));
}

TEST_CASE("A small pool gives what it has")
{
    CHECK(controlSets({{0, 0}}, {{1, 0}, {2, 0}}, 20, 1).size() == 2);
    CHECK(controlSets({{0, 0}, {0, 1}}, {{1, 0}, {2, 0}}, 20, 1).size() == 1);
    CHECK(controlSets({{0, 0}, {0, 1}}, {{1, 0}}, 20, 1).empty());
    CHECK(controlSets({}, {{1, 0}}, 20, 1).empty());
}
