#pragma once

#include "core/base/cancel.h"
#include "core/causal/setablation.h"
#include "core/engine/causal/causalrun.h"
#include "core/heads/taskset.h"

namespace headwaters {

/// What is done to the heads of a list: one change, or several whose outcomes count alike, each with its
/// heads left open.
struct SetChange {
    std::vector<Intervention> changes;
    std::vector<CausalPrompt> references; ///< that means are taken over and values are taken from
};

/// Each prompt of a set as it is and with each list of heads changed. Prompts without a target are passed
/// over. A target counts as right where its logit is above those of the rival and of all others, and where
/// there are none, of all tokens. `progress` counts prompts. \throws Error (bad input): no prompt with a
/// target; as CausalRun; cancelled.
[[nodiscard]] SetAblation ablateOverSet(
    const std::shared_ptr<const Model>& model, const std::vector<TaskPrompt>& prompts,
    const SetChange& change, const std::vector<std::vector<HeadIndex>>& lists, const CancelToken& cancel,
    const ProgressFunction& progress = {});

} // namespace headwaters
