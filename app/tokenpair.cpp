#include "app/tokenpair.h"

#include "core/base/error.h"

#include <utility>

namespace headwaters {

namespace {

void checkToken(std::optional<TokenId> id, const std::vector<float>& logits, const QString& role)
{
    if (id && (*id < 0 || std::cmp_greater_equal(*id, logits.size())))
        throw badInput(QStringLiteral("The %1 #%2 is no token of the model, whose tokens are #0 to #%3.")
                           .arg(role, QString::number(*id), QString::number(logits.size() - 1)));
}

} // namespace

TokenPair
tokenPair(std::optional<TokenId> target, std::optional<TokenId> rival, const std::vector<float>& logits)
{
    checkToken(target, logits, QStringLiteral("target"));
    checkToken(rival, logits, QStringLiteral("rival"));
    const std::vector<RankedLogit> best = rankLogits(logits, 2);
    TokenPair pair;
    // With a rival given and no target, the target is still the likeliest token, unless that is the rival
    // itself.
    pair.target = target ? *target : (rival == best.front().id ? best.back().id : best.front().id);
    pair.rival = rival ? *rival : (pair.target == best.front().id ? best.back().id : best.front().id);
    return pair;
}

} // namespace headwaters
