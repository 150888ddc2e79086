#pragma once

#include "core/engine/detect/bench.h"
#include "core/heads/decision.h"

namespace headwaters {

/// What heads are worth where random tokens come a second time: mean natural logarithm of the probability of
/// the right next token, in second copies of some prompts of a set as repeatedTokens makes them.
struct RepeatWorth {
    double first = 0; ///< in the first copy, where nothing can be known
    double second = 0; ///< in the second
    std::vector<HeadSample> losses; ///< [head] of the second, a unit a token, where the head gives its mean
};
/// Each head alone: one pass for each, from its layer on. \throws Error: cancelled.
[[nodiscard]] RepeatWorth repeatWorth(const Bench& bench, const TaskSet& set);

/// Adds to findings, one a head, the causal evidence: what is lost in the second copy without the head,
/// against heads that do not have the type. The threshold is their 95th percentile. Not required: other heads
/// may take over.
void addRepeatLosses(const Bench& bench, const RepeatWorth& worth, std::vector<TypeFinding>& findings);

/// The same of heads together, against as many random ones.
struct JointLoss {
    double second = 0; ///< of the model as it is
    double without = 0; ///< without the heads
    double withoutRandom = 0; ///< without as many of the other heads, mean over draws
    double withoutRandomLeast = 0; ///< the worst of the draws
};
[[nodiscard]] JointLoss
jointLoss(const Bench& bench, const TaskSet& set, const std::vector<HeadIndex>& heads, int draws = 10);

} // namespace headwaters
