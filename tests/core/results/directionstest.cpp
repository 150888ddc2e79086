#include "core/results/directions.h"

#include "support/testing.h"

#include <limits>

using namespace headwaters;

namespace {

ScoreRow someRow()
{
    ScoreRow row;
    row.score = 4;
    row.dimensions = {1, 1, 2};
    row.directions = {-2, 5, 1};
    row.tolerance = 1e-3;
    return row;
}

} // namespace

TEST_CASE("A score row knows its sums, its shares and the direction that adds most")
{
    const ScoreRow row = someRow();
    CHECK(row.dimensionSum() == 4);
    CHECK(row.directionSum() == 4);
    CHECK(row.leadingDirection() == 1);
    CHECK(row.cumulativeShares() == std::vector<double>{0, -0.5, 0.75, 1});
    CHECK_FALSE(ScoreRow().leadingDirection());
    CHECK(ScoreRow().cumulativeShares().empty());
}

TEST_CASE("A residual beyond the tolerance, or none that is a number, is told")
{
    ScoreRow row = someRow();
    CHECK(row.isWithinTolerance());
    row.directionResidual = -2e-3;
    CHECK_FALSE(row.isWithinTolerance());
    row.directionResidual = 0;
    row.dimensionResidual = std::numeric_limits<double>::quiet_NaN();
    CHECK_FALSE(row.isWithinTolerance());
}

TEST_CASE("Kinds have words, and words kinds")
{
    for (const DirectionKind kind :
         {DirectionKind::Qk, DirectionKind::Sad, DirectionKind::AccQuery, DirectionKind::AccKey,
          DirectionKind::Ov})
        CHECK(directionKindFromKey(directionKindKey(kind)) == kind);
    CHECK_FALSE(directionKindFromKey(QStringLiteral("QK")));
}

TEST_CASE("A rebuilt map takes pattern and scores from the first directions and says so")
{
    HeadDetail detail;
    detail.head = {5, 1};
    detail.size = 2;
    detail.pattern = {1, 0, 0.5F, 0.5F};
    detail.scores = {1, -1, 2, 2};
    detail.valueNorm = {10, 20};
    PartialScores partial;
    partial.k = 3;
    partial.dHead = 8;
    partial.pattern = {1, 0, 0.25F, 0.75F};
    partial.scores = {7, -1, 8, 9};
    CHECK(rebuiltMap(detail, Quantity::Pattern, partial).values == partial.pattern);
    CHECK(rebuiltMap(detail, Quantity::Score, partial).values == partial.scores);
    const AttentionMap weighted = rebuiltMap(detail, Quantity::ValueWeighted, partial);
    CHECK(weighted.values == std::vector<float>{10, 0, 2.5F, 15});
    CHECK(weighted.isRebuilt());
    CHECK(mapTitle(weighted).endsWith(QStringLiteral(" · first 3 of 8 directions")));
    CHECK_FALSE(attentionMap(detail, Quantity::Pattern).isRebuilt());
}
