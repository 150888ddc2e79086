#include "core/results/directions.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace headwaters {

QString directionKindKey(DirectionKind kind)
{
    switch (kind) {
    case DirectionKind::Qk:
        return QStringLiteral("qk");
    case DirectionKind::Sad:
        return QStringLiteral("sad");
    case DirectionKind::AccQuery:
        return QStringLiteral("acc-dest");
    case DirectionKind::AccKey:
        return QStringLiteral("acc-src");
    case DirectionKind::Ov:
        break;
    }
    return QStringLiteral("ov");
}

std::optional<DirectionKind> directionKindFromKey(const QString& key)
{
    for (const DirectionKind kind :
         {DirectionKind::Qk, DirectionKind::Sad, DirectionKind::AccQuery, DirectionKind::AccKey,
          DirectionKind::Ov}) {
        if (directionKindKey(kind) == key)
            return kind;
    }
    return std::nullopt;
}

double ScoreRow::dimensionSum() const
{
    return std::accumulate(dimensions.begin(), dimensions.end(), 0.0);
}

double ScoreRow::directionSum() const
{
    return std::accumulate(directions.begin(), directions.end(), 0.0);
}

bool ScoreRow::isWithinTolerance() const
{
    return std::fabs(dimensionResidual) <= tolerance && std::fabs(directionResidual) <= tolerance;
}

std::optional<int> ScoreRow::leadingDirection() const
{
    if (directions.empty())
        return std::nullopt;
    return static_cast<int>(std::max_element(directions.begin(), directions.end()) - directions.begin());
}

AttentionMap rebuiltMap(const HeadDetail& detail, Quantity quantity, const PartialScores& partial)
{
    HeadDetail rebuilt = detail;
    rebuilt.pattern = partial.pattern;
    rebuilt.scores = partial.scores;
    AttentionMap map = attentionMap(rebuilt, quantity);
    map.firstDirections = partial.k;
    map.ofDirections = partial.dHead;
    return map;
}

std::vector<double> ScoreRow::cumulativeShares() const
{
    std::vector<double> shares;
    if (score == 0)
        return shares;
    double sum = 0;
    shares.push_back(0);
    for (const double direction : directions) {
        sum += direction;
        shares.push_back(sum / score);
    }
    return shares;
}

} // namespace headwaters
