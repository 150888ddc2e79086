#pragma once

#include "core/engine/detect/causaltask.h"
#include "core/engine/detect/registry.h"
#include "core/heads/confirmation.h"

#include <optional>

namespace headwaters {

/// How many heads are removed together: four, or a sixth of the model's heads where that is less.
[[nodiscard]] std::size_t headsToRemove(const Bench& bench);
inline constexpr int controlDraws = 20;

/// What the task loses without the first of `heads` together (headsToRemove, or `most`), and without as many
/// random heads: these are drawn from all but `heads` and `spared`, of the same layers where they can be
/// (controlSets). None where the task has no prompts, or no heads are left to draw from.
/// \throws Error: cancelled; memory.
[[nodiscard]] std::optional<Confirmation> confirmHeads(
    const Bench& bench, const CausalTask& task, HeadType type, const std::vector<HeadIndex>& heads,
    const std::vector<HeadIndex>& spared, std::size_t most = 0);

/// What that takes where heads are found and the model answers all of the set right.
[[nodiscard]] StepCost confirmCost(const TaskSet& set);
/// What it takes before any head is removed: the set is asked, then what is run of it goes through as it is,
/// and its twins.
[[nodiscard]] StepCost startCost(const TaskSet& set);

/// The model's heads but those.
[[nodiscard]] std::vector<HeadIndex>
headsBut(const Bench& bench, const std::vector<HeadIndex>& heads, const std::vector<HeadIndex>& spared);

} // namespace headwaters
