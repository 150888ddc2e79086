#include "core/engine/detect/causaltask.h"

#include "core/engine/detect/ablation.h"
#include "core/engine/detect/competence.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

namespace headwaters {

namespace {

constexpr std::size_t mostTokens = 2048; // what enters every layer is kept of all of them
constexpr std::size_t fewestPrompts = 4;
constexpr std::size_t fewestOfGroup = 4; // a mean over fewer still holds much of each
constexpr int placesOfPrompt = 4; // of a second copy
constexpr std::size_t answersOfKind = 4; // of each prompt

using GroupKey = std::pair<QString, std::size_t>; // variant, length

GroupKey groupOf(const TaskPrompt& prompt)
{
    return {prompt.variant, prompt.ids.size()};
}

HeadReferences referencesOf(const TaskSet& set)
{
    std::map<GroupKey, int> sizes, numbers;
    for (const TaskPrompt& prompt : set.prompts)
        ++sizes[groupOf(prompt)];
    HeadReferences references;
    bool hasTwins = false;
    for (const TaskPrompt& prompt : set.prompts) {
        const GroupKey group = groupOf(prompt);
        const bool isLarge = sizes.at(group) >= static_cast<int>(fewestOfGroup);
        const int number = static_cast<int>(numbers.size());
        references.groups.push_back(isLarge ? numbers.emplace(group, number).first->second : -1);
        const bool isTwin = prompt.corrupted.size() == prompt.ids.size();
        references.prompts.push_back(isTwin ? prompt.corrupted : prompt.ids);
        hasTwins = hasTwins || isTwin;
    }
    if (!hasTwins)
        references.prompts.clear();
    return references;
}

std::vector<TokenId> wrongOf(const TaskPrompt& prompt, Against against)
{
    if (against == Against::Rival && prompt.rival)
        return {*prompt.rival};
    return against == Against::Others ? prompt.others : std::vector<TokenId>();
}

TaskSet rightToRun(const Bench& bench, const TaskSet& set)
{
    return promptsToRun(bench.gates ? answeredRight(set, answersIn(bench, set)) : set);
}

/// What may be answered to a prompt.
std::set<TokenId> kindOf(const TaskPrompt& prompt)
{
    std::set<TokenId> kind(prompt.others.begin(), prompt.others.end());
    kind.insert(*prompt.target);
    return kind;
}

} // namespace

TaskSet promptsToRun(const TaskSet& set)
{
    std::map<GroupKey, std::size_t> sizes;
    for (const TaskPrompt& prompt : set.prompts)
        ++sizes[groupOf(prompt)];
    TaskSet some = set;
    std::stable_sort(some.prompts.begin(), some.prompts.end(), [&](const TaskPrompt& a, const TaskPrompt& b) {
        return sizes.at(groupOf(a)) > sizes.at(groupOf(b));
    });
    std::size_t count = 0, tokens = 0;
    while (count < std::min(some.prompts.size(), causalPrompts)) {
        tokens += some.prompts[count].ids.size();
        if (tokens > mostTokens && count >= fewestPrompts)
            break;
        ++count;
    }
    some.prompts.resize(count);
    return some;
}

CausalTask repeatTask(const TaskSet& set)
{
    CausalTask task{
        set.key, QStringLiteral("logit of tokens that come again over the vocabulary's"), {}, {}, {}};
    const TaskSet some = promptsToRun(set);
    for (std::size_t prompt = 0; prompt < some.prompts.size(); ++prompt) {
        const std::vector<TokenId>& ids = some.prompts[prompt].ids;
        const std::vector<int>& second = some.prompts[prompt].roles.at(QStringLiteral("SECOND"));
        // From the second quarter on, so that some tokens have matched.
        const auto from = static_cast<int>(second.size() / 4);
        const auto room = static_cast<int>(second.size()) - 1 - from;
        for (int place = 0; place < placesOfPrompt; ++place) {
            const int position = second.front() + from + place * room / placesOfPrompt;
            task.places.push_back({prompt, position, ids[static_cast<std::size_t>(position) + 1]});
        }
        task.prompts.push_back(ids);
    }
    return task;
}

CausalTask answerTask(const Bench& bench, const TaskSet& set, Against against, const QString& measure)
{
    CausalTask task{set.key, measure, {}, {}, {}};
    if (set.isEmpty())
        return task;
    const TaskSet some = rightToRun(bench, set);
    for (const TaskPrompt& prompt : some.prompts) {
        task.places.push_back(
            {task.prompts.size(), static_cast<int>(prompt.ids.size()) - 1, *prompt.target,
             wrongOf(prompt, against)});
        task.prompts.push_back(prompt.ids);
    }
    task.references = referencesOf(some);
    return task;
}

CausalTask kindTask(const Bench& bench, const TaskSet& set, const QString& measure)
{
    CausalTask task{set.key, measure, {}, {}, {}};
    if (set.isEmpty())
        return task;
    std::set<TokenId> all;
    for (const TaskPrompt& prompt : set.prompts)
        all.merge(kindOf(prompt));
    TaskSet some = rightToRun(bench, set);
    std::erase_if(some.prompts, [&all](const TaskPrompt& prompt) {
        return prompt.others.empty() || kindOf(prompt).size() == all.size();
    });
    for (const TaskPrompt& prompt : some.prompts) {
        const std::set<TokenId> kind = kindOf(prompt);
        std::vector<TokenId> rest;
        std::set_difference(all.begin(), all.end(), kind.begin(), kind.end(), std::back_inserter(rest));
        for (std::size_t at = 0; at < std::min(answersOfKind, prompt.others.size()); ++at)
            task.places.push_back(
                {task.prompts.size(), static_cast<int>(prompt.ids.size()) - 1, prompt.others[at], rest});
        task.prompts.push_back(prompt.ids);
    }
    task.references = referencesOf(some);
    return task;
}

CausalRuns::CausalRuns(const Bench& bench, const CausalTask& task)
    : m_task(task),
      m_runs(std::make_unique<AblationBench>(bench, task.prompts, task.places, task.references))
{
}

CausalRuns::~CausalRuns() = default;
CausalRuns::CausalRuns(CausalRuns&&) noexcept = default;

std::vector<double> CausalRuns::without(const std::vector<HeadIndex>& heads) const
{
    const AblationBench::Outcome outcome = m_runs->withoutHeads(heads);
    std::vector<double> measures(m_task.prompts.size());
    std::vector<int> places(m_task.prompts.size());
    for (std::size_t place = 0; place < m_task.places.size(); ++place) {
        measures[m_task.places[place].prompt] += m_task.sign * outcome.logits[place];
        ++places[m_task.places[place].prompt];
    }
    for (std::size_t prompt = 0; prompt < measures.size(); ++prompt)
        measures[prompt] /= places[prompt];
    return measures;
}

} // namespace headwaters
