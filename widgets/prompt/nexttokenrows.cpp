#include "widgets/prompt/nexttokenrows.h"

#include <cstdlib>

namespace headwaters {

std::optional<int> NextTokenRow::gained() const
{
    if (!pinnedRank)
        return std::nullopt;
    return *pinnedRank - rank;
}

std::vector<NextTokenRow> nextTokenRows(
    const RunResult& run, const RunResult* pinned, const EffectSummary& effects, const Tokenizer& tokenizer,
    int count)
{
    const bool compares = pinned != nullptr && pinned->lastLogits.size() == run.lastLogits.size();
    std::vector<NextTokenRow> rows;
    const auto add = [&](const RankedLogit& ranked) {
        NextTokenRow row{
            tokenizer.token(ranked.id),
            ranked.logit,
            ranked.probability,
            ranked.rank,
            {},
            {},
            ranked.id == effects.target,
            ranked.id == effects.rival};
        if (compares) {
            const RankedLogit before = rankOf(pinned->lastLogits, ranked.id);
            row.pinnedProbability = before.probability;
            row.pinnedRank = before.rank;
        }
        rows.push_back(std::move(row));
    };

    bool targetListed = false;
    bool rivalListed = false;
    for (const RankedLogit& ranked : rankLogits(run.lastLogits, count)) {
        add(ranked);
        targetListed |= rows.back().target;
        rivalListed |= rows.back().rival;
    }
    if (rows.empty())
        return rows;
    std::vector<RankedLogit> others;
    if (!targetListed)
        others.push_back(rankOf(run.lastLogits, effects.target));
    if (!rivalListed && effects.rival != effects.target)
        others.push_back(rankOf(run.lastLogits, effects.rival));
    if (others.size() == 2 && others[1].logit > others[0].logit)
        std::swap(others[0], others[1]);
    for (const RankedLogit& ranked : others)
        add(ranked);
    return rows;
}

QString rankChangeText(std::optional<int> gained)
{
    if (!gained)
        return {};
    if (*gained == 0)
        return QStringLiteral("–");
    const int places = std::abs(*gained);
    const QString number = places < 1000
        ? QString::number(places)
        : QStringLiteral("%1k").arg(places / 1000.0, 0, 'f', places < 9950 ? 1 : 0);
    return (*gained > 0 ? QStringLiteral("▲") : QStringLiteral("▼")) + number;
}

} // namespace headwaters
