#include "core/results/composition.h"

#include "support/testing.h"

using namespace headwaters;

namespace {

/// Head 1.0 of three layers of two heads: what it reads above, what reads it below.
HeadComposition sample()
{
    HeadComposition composition;
    composition.head = {1, 0};
    composition.nLayers = 3;
    composition.nHeads = 2;
    composition.byChance = 0.1;
    composition.with = {{{.20, .30, .05}}, {{.25, .09, .04}}, {}, {}, {{.11, .10, .40}}, {{.50, .12, .41}}};
    return composition;
}

} // namespace

TEST_CASE("The strongest compositions come kind by kind, first those a head reads, above what chance gives")
{
    const HeadIndex own{1, 0};
    const std::vector<CompositionEdge> expected{
        {CompositionKind::Query, {0, 1}, own, .25}, {CompositionKind::Query, {0, 0}, own, .20},
        {CompositionKind::Key, {0, 0}, own, .30},   {CompositionKind::Query, own, {2, 1}, .50},
        {CompositionKind::Query, own, {2, 0}, .11}, {CompositionKind::Key, own, {2, 1}, .12},
        {CompositionKind::Value, own, {2, 1}, .41}, {CompositionKind::Value, own, {2, 0}, .40}};
    CHECK(strongestCompositions(sample()) == expected); // .10 is not above .1
}

TEST_CASE("Of each kind and direction only so many are kept")
{
    const std::vector<CompositionEdge> edges = strongestCompositions(sample(), 1);
    REQUIRE(edges.size() == 5);
    CHECK(edges[0].sender == HeadIndex{0, 1});
    CHECK(edges[4].receiver == HeadIndex{2, 1});
    CHECK(edges[4].kind == CompositionKind::Value);
}

TEST_CASE("A model of one layer has nothing to compose with")
{
    HeadComposition composition;
    composition.nLayers = 1;
    composition.nHeads = 2;
    composition.with.resize(2);
    CHECK(strongestCompositions(composition).empty());
}
