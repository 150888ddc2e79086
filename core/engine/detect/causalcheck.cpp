#include "core/engine/detect/causalcheck.h"

#include "core/heads/controlsets.h"

#include <algorithm>
#include <numeric>
#include <set>

namespace headwaters {

namespace {

constexpr std::size_t mostHeads = 4;
constexpr double shareOfRemoval = 0.75; // of the layers: the lowest of several heads is a low one

double mean(const std::vector<double>& values)
{
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

} // namespace

std::vector<HeadIndex>
headsBut(const Bench& bench, const std::vector<HeadIndex>& heads, const std::vector<HeadIndex>& spared)
{
    std::set<HeadIndex> out(heads.begin(), heads.end());
    out.insert(spared.begin(), spared.end());
    std::vector<HeadIndex> rest;
    for (int head = 0; head < bench.headCount(); ++head) {
        if (!out.contains(bench.head(head)))
            rest.push_back(bench.head(head));
    }
    return rest;
}

std::size_t headsToRemove(const Bench& bench)
{
    return std::clamp<std::size_t>(static_cast<std::size_t>(bench.headCount()) / 6, 1, mostHeads);
}

std::optional<Confirmation> confirmHeads(
    const Bench& bench, const CausalTask& task, HeadType type, const std::vector<HeadIndex>& heads,
    const std::vector<HeadIndex>& spared, std::size_t most)
{
    const std::vector<HeadIndex> pool = headsBut(bench, heads, spared);
    const std::size_t count = std::min({heads.size(), pool.size(), most == 0 ? headsToRemove(bench) : most});
    if (task.prompts.empty() || count == 0)
        return {};
    Confirmation confirmation;
    confirmation.type = type;
    confirmation.heads.assign(heads.begin(), heads.begin() + static_cast<std::ptrdiff_t>(count));
    confirmation.task = task.key;
    confirmation.measure = task.measure;
    confirmation.prompts = static_cast<int>(task.prompts.size());
    const CausalRuns runs(bench, task);
    confirmation.clean = mean(runs.without({}));
    confirmation.without = mean(runs.without(confirmation.heads));
    for (const std::vector<HeadIndex>& set : controlSets(confirmation.heads, pool, controlDraws, bench.seed))
        confirmation.random.push_back(mean(runs.without(set)));
    return confirmation;
}

StepCost startCost(const TaskSet& set)
{
    StepCost cost;
    if (set.isEmpty())
        return cost;
    if (set.prompts.front().target)
        cost.add(set);
    const TaskSet some = promptsToRun(set);
    const bool hasTwins = std::any_of(some.prompts.begin(), some.prompts.end(), [](const TaskPrompt& prompt) {
        return prompt.corrupted.size() == prompt.ids.size();
    });
    cost.add(some, hasTwins ? 2 : 1);
    return cost;
}

StepCost confirmCost(const TaskSet& set)
{
    StepCost cost = startCost(set);
    if (!set.isEmpty())
        cost.addPartial(promptsToRun(set), 1 + controlDraws, shareOfRemoval);
    return cost;
}

} // namespace headwaters
