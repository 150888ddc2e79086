#pragma once

#include "core/engine/detect/bench.h"
#include "core/heads/scanstep.h"
#include "core/heads/taskset.h"

namespace headwaters {

/// Content gatherers (Lieberum et al. 2023, arXiv 2307.09458; Merullo et al. 2024, arXiv 2310.08744) on
/// prompts of `coloredObjects` that the model answers right: attention from the end to the thing that is
/// asked for at least 0.2, above other tokens at like distances and twice theirs; and with that edge blocked,
/// the movers (heads that attend to the right colour by a quarter and raise it) attend to the right colour
/// less, in most prompts and by more than when a random head of its layer or a neighbouring one loses the
/// edge. Not measurable below the causal tier.
[[nodiscard]] StepResult detectContentGatherers(const Bench& bench, const TaskSet& objects);

} // namespace headwaters
