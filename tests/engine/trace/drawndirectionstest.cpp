#include "core/engine/trace/drawndirections.h"
#include "support/testing.h"

#include <set>

using namespace headwaters;

TEST_CASE("A control draws as many other directions, and the same ones for the same seed")
{
    const std::vector<int> used{3, 0, 7};
    for (quint64 seed = 0; seed < 50; ++seed) {
        const std::vector<int> drawn = drawnDirections(used, 10, seed);
        CHECK(drawn == drawnDirections(used, 10, seed));
        std::set<int> different(drawn.begin(), drawn.end());
        CHECK(different.size() == 3);
        for (const int direction : used)
            CHECK(different.count(direction) == 0);
        CHECK(*different.begin() >= 0);
        CHECK(*different.rbegin() < 10);
    }
    CHECK(drawnDirections(used, 10, 1) != drawnDirections(used, 10, 2));
}

TEST_CASE("Where fewer directions are left than are used, a control takes all of them")
{
    const std::vector<int> drawn = drawnDirections({0, 1, 2, 3, 4}, 7, 5);
    CHECK(std::set<int>(drawn.begin(), drawn.end()) == std::set<int>{5, 6});
    CHECK(drawnDirections({0, 1}, 2, 5).empty());
}

TEST_CASE("The reference programs' draw is that of NumPy's RandomState")
{
    // numpy.random.RandomState(seed).permutation(unused)[:n], NumPy 2.
    CHECK(drawnAsReference({3, 0, 7}, 10, 0) == std::vector<int>{9, 4, 2});
    CHECK(drawnAsReference({3, 0, 7}, 10, 1) == std::vector<int>{9, 4, 2});
    CHECK(drawnAsReference({1, 5, 9, 20, 40}, 64, 0) == std::vector<int>{30, 39, 48, 32, 14});
    CHECK(
        drawnAsReference({2, 4, 10, 14, 17, 18, 26, 30, 39, 50, 56, 62}, 64, 7)
        == std::vector<int>{29, 35, 43, 21, 24, 37, 41, 38, 13, 1, 55, 19});
}
