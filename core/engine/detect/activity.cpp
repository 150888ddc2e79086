#include "core/engine/detect/activity.h"

#include "core/engine/detect/ablation.h"
#include "core/engine/detect/patternreading.h"

#include <algorithm>

namespace headwaters {

namespace {

constexpr std::size_t promptsOfFamily = 4;
constexpr double atRest = 0.9;
constexpr int lastPlaces = 4;

/// Mean divergence of the output where each head in turn gives its mean.
std::vector<double> divergences(const Bench& bench, const TaskSet& set)
{
    std::vector<std::vector<TokenId>> prompts;
    std::vector<AblationBench::Place> places;
    for (const TaskPrompt& prompt : set.prompts) {
        if (prompts.size() == promptsOfFamily)
            break;
        const auto size = static_cast<int>(prompt.ids.size());
        for (int position = std::max(size - 1 - lastPlaces, 1); position + 1 < size; ++position)
            places.push_back({prompts.size(), position, prompt.ids[static_cast<std::size_t>(position) + 1]});
        prompts.push_back(prompt.ids);
    }
    const AblationBench runs(bench, prompts, places);
    std::vector<double> means;
    for (int head = 0; head < bench.headCount(); ++head) {
        const AblationBench::Outcome outcome = runs.withoutHeads({bench.head(head)});
        double sum = 0;
        for (const double one : outcome.divergences)
            sum += one;
        means.push_back(sum / static_cast<double>(std::max<std::size_t>(places.size(), 1)));
    }
    return means;
}

} // namespace

HeadActivity headActivity(const Bench& bench, const std::vector<TaskSet>& families)
{
    const auto heads = static_cast<std::size_t>(bench.headCount());
    HeadActivity activity{
        std::vector<double>(heads),
        std::vector<double>(heads),
        std::vector<double>(heads, 1),
        std::vector<bool>(heads),
        {}};
    std::size_t read = 0;
    const TaskSet* first = nullptr;
    for (const TaskSet& family : families) {
        if (family.isEmpty())
            continue;
        ++read;
        first = first != nullptr ? first : &family;
        TaskSet some = family;
        some.prompts.resize(std::min(some.prompts.size(), promptsOfFamily));
        std::vector<double> sinks(heads);
        visitPatterns(bench, some, [&](std::size_t, int head, const float* pattern, int size) {
            const auto which = static_cast<std::size_t>(head);
            double sink = 0, self = 0;
            for (int query = 1; query < size; ++query) {
                sink += static_cast<double>(pattern[query * size]);
                self += static_cast<double>(pattern[query * size + query]);
            }
            const double all = std::max(size - 1, 1) * static_cast<double>(some.prompts.size());
            sinks[which] += sink / all;
            activity.self[which] += self / all;
        });
        for (std::size_t head = 0; head < heads; ++head) {
            activity.sink[head] += sinks[head];
            activity.leastSink[head] = std::min(activity.leastSink[head], sinks[head]);
        }
    }
    if (read == 0) {
        activity.leastSink.assign(heads, 0);
        return activity;
    }
    double limit = 0;
    if (bench.runs(Tier::Causal)) {
        activity.divergence = divergences(bench, *first);
        std::vector<double> sorted = activity.divergence;
        std::sort(sorted.begin(), sorted.end());
        limit = sorted[sorted.size() / 5];
    }
    for (std::size_t head = 0; head < heads; ++head) {
        activity.sink[head] /= static_cast<double>(read);
        activity.self[head] /= static_cast<double>(read);
        activity.inactive[head] = activity.leastSink[head] >= atRest
            && (activity.divergence.empty() || activity.divergence[head] <= limit);
    }
    return activity;
}

} // namespace headwaters
