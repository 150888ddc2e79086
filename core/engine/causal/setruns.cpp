#include "core/engine/causal/setruns.h"

#include "core/base/error.h"
#include "core/engine/model/model.h"

#include <algorithm>

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t listsAtOnce = 32;

CausalPrompt causalPrompt(const TaskPrompt& prompt)
{
    CausalPrompt asked{prompt.ids, {}};
    for (const auto& [role, positions] : prompt.roles) {
        if (positions.size() == 1)
            asked.roles[role] = positions.front();
    }
    return asked;
}

bool isRight(const TaskPrompt& prompt, std::span<const float> logits)
{
    const float target = logits[static_cast<std::size_t>(*prompt.target)];
    const auto isBelow = [&](TokenId id) { return logits[static_cast<std::size_t>(id)] < target; };
    if (!prompt.rival && prompt.others.empty())
        return std::count_if(logits.begin(), logits.end(), [&](float one) { return one >= target; }) == 1;
    return (!prompt.rival || isBelow(*prompt.rival))
        && std::all_of(prompt.others.begin(), prompt.others.end(), isBelow);
}

/// One prompt's part of the scores.
class PromptRuns {
public:
    PromptRuns(
        const std::shared_ptr<const Model>& model, const TaskPrompt& prompt, const SetChange& change,
        const CancelToken& cancel)
        : m_prompt(prompt),
          m_change(change),
          m_cancel(cancel),
          m_run(
              model,
              {causalPrompt(prompt), std::nullopt, change.references, *prompt.target,
               // Only the target is read off the measures.
               *prompt.target == 0 ? 1 : 0},
              cancel)
    {
    }

    void addClean(SetScores& scores)
    {
        add(scores, m_run.logits({InterventionStack()}, CausalBase::Clean, m_cancel));
    }

    /// Lists of one layer run side by side; some at a time, since each run gives the whole vocabulary.
    void addChanged(std::vector<SetScores>& scores, const std::vector<std::vector<HeadIndex>>& lists)
    {
        const std::size_t each = m_change.changes.size();
        for (std::size_t first = 0; first < lists.size(); first += listsAtOnce) {
            const std::size_t end = std::min(first + listsAtOnce, lists.size());
            std::vector<InterventionStack> stacks;
            for (std::size_t list = first; list < end; ++list) {
                for (Intervention one : m_change.changes) {
                    one.heads = lists[list];
                    stacks.push_back({{one}});
                }
            }
            const std::vector<std::vector<float>> logits = m_run.logits(stacks, CausalBase::Clean, m_cancel);
            for (std::size_t list = first; list < end; ++list)
                add(scores[list], std::span(logits).subspan((list - first) * each, each));
        }
    }

private:
    void add(SetScores& scores, std::span<const std::vector<float>> all)
    {
        double correct = 0, loss = 0;
        for (const std::vector<float>& logits : all) {
            correct += isRight(m_prompt, logits) ? 1 : 0;
            loss -= logProbabilities(logits)[static_cast<std::size_t>(*m_prompt.target)];
        }
        scores.correct.push_back(correct / static_cast<double>(all.size()));
        scores.losses.push_back(loss / static_cast<double>(all.size()));
    }

    const TaskPrompt& m_prompt;
    const SetChange& m_change;
    const CancelToken& m_cancel;
    CausalRun m_run;
};

} // namespace

SetAblation ablateOverSet(
    const std::shared_ptr<const Model>& model, const std::vector<TaskPrompt>& prompts,
    const SetChange& change, const std::vector<std::vector<HeadIndex>>& lists, const CancelToken& cancel,
    const ProgressFunction& progress)
{
    SetAblation ablation;
    ablation.changed.resize(lists.size());
    for (std::size_t at = 0; at < prompts.size(); ++at) {
        if (!prompts[at].target)
            continue;
        PromptRuns runs(model, prompts[at], change, cancel);
        runs.addClean(ablation.clean);
        runs.addChanged(ablation.changed, lists);
        if (progress)
            progress(static_cast<int>(at + 1), static_cast<int>(prompts.size()));
    }
    if (ablation.clean.losses.empty())
        throw badInput(u"No prompt of the set has a target, so nothing can be scored."_s);
    return ablation;
}

} // namespace headwaters
