#pragma once

#include "core/engine/detect/bench.h"
#include "core/heads/decision.h"

namespace headwaters {

/// What heads are worth where random tokens come a second time: the logit of the right next token over the
/// mean of the vocabulary, in some prompts of a set as repeatedTokens makes them. A probability would say
/// nothing where the model is nearly sure and several heads do the same.
struct RepeatWorth {
    double first = 0; ///< in the first copy, where nothing can be known
    double second = 0; ///< in the second
    std::vector<HeadSample> losses; ///< [head] of the second, a unit a token, where the head gives its mean
};
/// Each head alone: one pass for each, from its layer on. \throws Error: cancelled.
[[nodiscard]] RepeatWorth repeatWorth(const Bench& bench, const TaskSet& set);

/// Adds to findings, one a head, the causal evidence: what is lost in the second copy without the head,
/// against heads of which `idle` says that they do nothing of the kind. The threshold is their 95th
/// percentile. Not required: other heads may take over.
void addRepeatLosses(
    const Bench& bench, const RepeatWorth& worth, const std::vector<bool>& idle,
    std::vector<TypeFinding>& findings);

} // namespace headwaters
