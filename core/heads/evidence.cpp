#include "core/heads/evidence.h"

namespace headwaters {

QString tierKey(Tier tier)
{
    switch (tier) {
    case Tier::Mechanistic:
        return QStringLiteral("mechanistic");
    case Tier::Causal:
        return QStringLiteral("causal");
    case Tier::Observed:
        break;
    }
    return QStringLiteral("observed");
}

Tier tierOf(Access access)
{
    switch (access) {
    case Access::Weights:
    case Access::Direct:
        return Tier::Mechanistic;
    case Access::Causal:
        return Tier::Causal;
    case Access::Attention:
    case Access::Probe:
        break;
    }
    return Tier::Observed;
}

} // namespace headwaters
