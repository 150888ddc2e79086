#pragma once

#include "core/engine/detect/ablationplan.h"
#include "core/engine/detect/bench.h"

namespace headwaters {

class AblationBench;

/// Prompts of which a measure in logits is taken again and again without heads: at some places, the logit of
/// the token that should follow over that of wrong ones.
struct CausalTask {
    QString key; ///< of the prompt set
    QString measure; ///< a noun phrase: `logit of the right name over the other`
    std::vector<std::vector<TokenId>> prompts; ///< empty: cannot be asked, or the model answers none right
    std::vector<AblationPlace> places; ///< in the order of the prompts, one or more each
    HeadReferences references;
    double sign = 1; ///< -1: the measure is of heads that work against the answer
};

/// Random tokens that come a second time: the right next token there over the mean of the vocabulary. A
/// probability would say nothing where the model is nearly sure. A removed head gives its mean over all
/// prompts and positions: these prompts have no template, and a mean of each position would leave what heads
/// say of places as it is.
[[nodiscard]] CausalTask repeatTask(const TaskSet& set);

/// What the answer is held against.
enum class Against {
    Rival,
    Others, ///< TaskPrompt::others, on average
    Vocabulary,
};
inline constexpr std::size_t causalPrompts = 16;
/// What is run of a set: at most 16 prompts, and 2048 tokens unless four prompts are longer; those of the
/// commonest variants and lengths first.
[[nodiscard]] TaskSet promptsToRun(const TaskSet& set);

/// The answers of promptsToRun of those that the model answers right (of all, on a bench without gates): it
/// is asked the whole set first. A removed head gives its mean over the prompts of the same variant and
/// length, position by position, over their twins where the set has them; where they are fewer than four,
/// over all prompts and positions. \throws Error: cancelled.
[[nodiscard]] CausalTask
answerTask(const Bench& bench, const TaskSet& set, Against against, const QString& measure);

/// What kind of thing is answered, whatever the right answer is: at the end of the prompts that answerTask
/// takes, the logits of the first four of TaskPrompt::others, which are of the right answer's kind, over the
/// targets and others of prompts of other kinds. Prompts whose kind has none beside it are left out.
/// \throws Error: cancelled.
[[nodiscard]] CausalTask kindTask(const Bench& bench, const TaskSet& set, const QString& measure);

/// A task's prompts, run once as they are and then without heads, each time from the first layer that
/// changes.
class CausalRuns {
public:
    /// The task has prompts. \throws Error: cancelled; memory.
    CausalRuns(const Bench& bench, const CausalTask& task);
    ~CausalRuns();
    CausalRuns(CausalRuns&&) noexcept;

    /// [prompt] the measure; with no heads removed, of the model as it is.
    [[nodiscard]] std::vector<double> without(const std::vector<HeadIndex>& heads) const;

private:
    const CausalTask& m_task;
    std::unique_ptr<AblationBench> m_runs;
};

} // namespace headwaters
