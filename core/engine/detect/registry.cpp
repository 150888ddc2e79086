#include "core/engine/detect/registry.h"

#include <algorithm>
#include <map>

namespace headwaters {

namespace {

template <typename Item> void append(std::vector<Item>& all, const std::vector<Item>& more)
{
    all.insert(all.end(), more.begin(), more.end());
}

} // namespace

void ScanState::take(const StepResult& result)
{
    append(found.findings, result.findings);
    append(found.tasks, result.tasks);
    append(found.confirmations, result.confirmations);
    for (const AddedEvidence& added : result.added)
        addTo(found.findings, added);
    if (!result.sinks.empty())
        found.sinks = result.sinks;
    if (!result.inactive.empty())
        found.inactive = result.inactive;
    found.forwards += result.forwards;
    found.seconds += result.seconds;
}

std::vector<HeadIndex> ScanState::heads(HeadType type) const
{
    std::map<HeadIndex, double> best;
    for (const TypeFinding& finding : found.findings) {
        if (finding.type != type || (finding.finding != Finding::Yes && finding.finding != Finding::Weak))
            continue;
        const auto [place, isNew] = best.emplace(finding.head, finding.score);
        place->second = std::max(place->second, finding.score);
    }
    std::vector<std::pair<double, HeadIndex>> order;
    for (const auto& [head, score] : best)
        order.emplace_back(-score, head);
    std::sort(order.begin(), order.end());
    std::vector<HeadIndex> heads;
    for (const auto& [score, head] : order)
        heads.push_back(head);
    return heads;
}

void StepCost::add(const TaskSet& set, double passes)
{
    for (const TaskPrompt& prompt : set.prompts) {
        forwards += passes;
        tokens += passes * static_cast<double>(prompt.ids.size());
    }
}

void StepCost::addPartial(const TaskSet& set, double passes, double share)
{
    StepCost whole;
    whole.add(set, passes);
    forwards += whole.forwards;
    tokens += whole.tokens * share;
}

void StepCost::add(const std::vector<std::vector<TokenId>>& prompts, double passes)
{
    for (const std::vector<TokenId>& prompt : prompts) {
        forwards += passes;
        tokens += passes * static_cast<double>(prompt.size());
    }
}

} // namespace headwaters
