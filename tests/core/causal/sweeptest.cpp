#include "core/causal/sweep.h"

#include "core/base/error.h"
#include "support/testing.h"

#include <algorithm>

using namespace headwaters;

namespace {

const CausalPlace place{
    .nLayers = 3, .nHeads = 4, .nKeyValueHeads = 2, .tokens = 5, .references = 0, .hasOther = true};

} // namespace

TEST_CASE("A sweep over heads has a cell for each, and begins each at its layer")
{
    const std::vector<SweepCell> cells = sweepCells({}, place);
    REQUIRE(cells.size() == 12);
    CHECK(cells.front().row == 2); // late layers first
    CHECK(cells[5].row == 1);
    CHECK(cells[5].columns == std::vector<int>{1});
    CHECK(cells[5].stack.items.front().heads == std::vector<HeadIndex>{{1, 1}});
    const SweepCost cost = sweepCost(cells, 3);
    CHECK(cost.forwards == 12);
    CHECK(cost.whole == Approx(4 * (3 + 2 + 1) / 3.0));
}

TEST_CASE("Heads that share keys have one cell")
{
    SweepRequest request;
    request.change.site = CausalSite::K;
    const std::vector<SweepCell> cells = sweepCells(request, place);
    REQUIRE(cells.size() == 6);
    CHECK(cells[1].columns == std::vector<int>{2, 3});
}

TEST_CASE("What lies under a sweep is done in every cell")
{
    SweepRequest request;
    request.under.items.push_back({.heads = {{0, 3}}});
    for (const SweepCell& cell : sweepCells(request, place)) {
        REQUIRE(cell.stack.items.size() == 2);
        CHECK(cell.stack.items.front().heads.front() == HeadIndex{0, 3});
    }
    CHECK(sweepCost(sweepCells(request, place), 3).whole == Approx(12));
}

TEST_CASE("Paths into a head come from the layers below")
{
    SweepRequest request;
    request.change.operation = CausalOperation::Path;
    request.change.receiver = {2, 1};
    CHECK(sweepCells(request, place).size() == 8);
    CHECK(sweepSize(request, place).rows == 3);
}

TEST_CASE("A path through recomputed MLPs costs a run from its sender more")
{
    SweepRequest request;
    request.change.operation = CausalOperation::DirectPath; // itself begins behind the last layer
    CHECK(sweepCost(sweepCells(request, place), 3).whole == Approx(0));
    request.change.recomputesMlps = true;
    const SweepCost cost = sweepCost(sweepCells(request, place), 3);
    CHECK(cost.forwards == 24);
    CHECK(cost.whole == Approx(4 * (3 + 2 + 1) / 3.0));
}

TEST_CASE("A map shows what was measured, its change or its share of the way")
{
    SweepMap map;
    map.size = {1, 2};
    map.clean = {.difference = 4};
    map.corrupted = CausalMeasures{.difference = 1};
    map.cells = {
        CausalMeasures{.difference = 3, .probability = 0.25, .rank = 7, .divergence = 0.5}, std::nullopt};
    const auto first = [&](SweepQuantity quantity) { return *map.values(quantity).front(); };
    CHECK(first(SweepQuantity::Change) == -1);
    CHECK(first(SweepQuantity::Normalised) == Approx(-1.0 / 3));
    CHECK(first(SweepQuantity::Divergence) == 0.5);
    CHECK(first(SweepQuantity::Probability) == 0.25);
    CHECK(first(SweepQuantity::Rank) == 7);
    CHECK_FALSE(map.values(SweepQuantity::Rank).back());
}

TEST_CASE("Edges that are not there have no cell")
{
    SweepRequest request;
    request.axes = SweepAxes::DestinationBySource;
    request.change.site = CausalSite::Scores;
    request.change.operation = CausalOperation::KnockOut;
    request.change.heads = {{1, 2}};
    CHECK(sweepCells(request, place).size() == 14); // 15 less the only edge of the first token
    request.change.site = CausalSite::Pattern;
    request.change.operation = CausalOperation::Patch;
    CHECK(sweepCells(request, place).size() == 15);
    request.change.heads.clear();
    CHECK_THROWS_AS(sweepCells(request, place), Error);
}

TEST_CASE("Axes that do not fit the site are refused")
{
    SweepRequest request;
    request.axes = SweepAxes::LayerByPosition;
    CHECK_THROWS_AS(sweepCells(request, place), Error);
    request.change.site = CausalSite::MlpOut;
    CHECK(sweepCells(request, place).size() == 15);
    request.axes = SweepAxes::LayerByHead;
    CHECK_THROWS_AS(sweepCells(request, place), Error);
    request.axes = SweepAxes::DestinationBySource;
    CHECK_THROWS_AS(sweepCells(request, place), Error);
}

TEST_CASE("Random heads are others, from layers beside")
{
    const std::vector<HeadIndex> heads{{0, 0}, {2, 3}, {2, 1}};
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        const std::vector<HeadIndex> drawn = randomHeads(heads, 4, 4, seed);
        REQUIRE(drawn.size() == heads.size());
        for (std::size_t at = 0; at < drawn.size(); ++at) {
            CHECK(std::find(heads.begin(), heads.end(), drawn[at]) == heads.end());
            CHECK(std::abs(drawn[at].layer - heads[at].layer) <= 1);
            CHECK(std::count(drawn.begin(), drawn.end(), drawn[at]) == 1);
        }
        CHECK(randomHeads(heads, 4, 4, seed) == drawn);
    }
    CHECK_THROWS_AS(randomHeads({{0, 0}, {0, 1}}, 1, 3, 1), Error);
}
