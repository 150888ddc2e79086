#include "core/results/attentionmap.h"

#include "support/testing.h"

using namespace headwaters;

namespace {

AttentionMap mapWith(Quantity quantity, Aggregation aggregation, int nHeads)
{
    AttentionMap map;
    map.head = {5, 1};
    map.quantity = quantity;
    map.aggregation = aggregation;
    map.nHeads = nHeads;
    return map;
}

} // namespace

TEST_CASE("A map's title says which heads, which quantity, and where in the computation")
{
    CHECK(
        mapTitle(mapWith(Quantity::Pattern, Aggregation::OneHead, 1))
        == QStringLiteral("L5H1 · attention · after softmax"));
    CHECK(
        mapTitle(mapWith(Quantity::Score, Aggregation::LayerMean, 12))
        == QStringLiteral("mean of 12 heads of layer 5 · attention score · before softmax"));
    CHECK(mapTitle(mapWith(Quantity::ValueWeighted, Aggregation::ModelMax, 144))
              .startsWith(QStringLiteral("maximum of 144 heads · value-weighted")));
    CHECK(mapTitle(mapWith(Quantity::Effect, Aggregation::ModelMean, 144))
              .startsWith(QStringLiteral("mean of 144 heads · effect on target minus rival")));
}

TEST_CASE("A map names the hook it starts from")
{
    CHECK(
        hookName(mapWith(Quantity::Pattern, Aggregation::OneHead, 1))
        == QStringLiteral("blocks.5.attn.hook_pattern[1]"));
    CHECK(
        hookName(mapWith(Quantity::Score, Aggregation::OneHead, 1))
        == QStringLiteral("blocks.5.attn.hook_attn_scores[1]"));
    CHECK(
        hookName(mapWith(Quantity::Effect, Aggregation::LayerMax, 12))
        == QStringLiteral("blocks.5.attn.hook_pattern"));
    CHECK(
        hookName(mapWith(Quantity::ValueWeighted, Aggregation::ModelMean, 144))
        == QStringLiteral("blocks.*.attn.hook_pattern"));
}

TEST_CASE("Quantities have the words of the command line")
{
    CHECK(quantityKey(Quantity::Pattern) == QStringLiteral("pattern"));
    CHECK(quantityKey(Quantity::Score) == QStringLiteral("score"));
    CHECK(quantityKey(Quantity::ValueWeighted) == QStringLiteral("value-weighted"));
    CHECK(quantityKey(Quantity::Effect) == QStringLiteral("effect"));
}
