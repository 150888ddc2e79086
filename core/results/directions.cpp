#include "core/results/directions.h"

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
