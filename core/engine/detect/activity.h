#pragma once

#include "core/engine/detect/bench.h"

namespace headwaters {

/// What heads do at rest, by Bench::indexOf.
struct HeadActivity {
    std::vector<double> sink; ///< [head] mean attention to the first position, over families
    std::vector<double> self; ///< [head] mean attention of a position to itself, the first apart
    std::vector<double> leastSink; ///< [head] of the family in which it rests least
    /// [head] 0.9 on the first position in every family and, at the causal tier, among the fifth of heads
    /// whose replacement by their mean changes the output least. Below that tier the first part alone.
    std::vector<bool> inactive;
    std::vector<double> divergence; ///< [head] nats, of that replacement; empty below the causal tier
};

/// Reads some prompts of every family; sets without prompts say nothing. At the causal tier the output is
/// read at the ends of prompts of the first set that has any.
[[nodiscard]] HeadActivity headActivity(const Bench& bench, const std::vector<TaskSet>& families);

} // namespace headwaters
