#pragma once

#include "core/engine/detect/causaltask.h"
#include "core/engine/detect/registry.h"

namespace headwaters {

/// Heads of one type, best first.
struct HeadsOfType {
    HeadType type = HeadType::PreviousToken;
    std::vector<HeadIndex> heads;
};

/// Of each type the first heads that are removed one by one.
inline constexpr std::size_t mostAlone = 12;
/// Heads that do nothing of the kind, each removed alone too: what a head loses is held against them.
inline constexpr std::size_t randomAlone = 20;

/// What share of the task's measure is lost without each of the first heads of each type alone, as causal
/// evidence that the types' rules do not ask for. All types share the random heads: drawn from all but the
/// heads of the types and `spared`, at most one layer from one that is removed unless there are fewer than 10
/// such. Each head is removed once, whatever number of types it has.
///
/// A unit is a prompt: the loss there over the mean measure of all prompts; the null holds the mean of each
/// random head; p flips the signs of what is lost beyond the random heads' mean, prompt by prompt, and q is
/// over the heads of the type. Significant, and Yes: at least a twentieth is lost and more than without any
/// of the random heads, z is 3 or more and q 0.05 at most. Otherwise No, which says only that the others can
/// do without it.
///
/// None where the task has no prompts or is not done at all, or fewer than 10 random heads are left.
/// \throws Error: cancelled; memory.
[[nodiscard]] std::vector<AddedEvidence> removedAlone(
    const Bench& bench, const CausalTask& task, const std::vector<HeadsOfType>& types,
    const std::vector<HeadIndex>& spared);

/// What that takes at the most, for so many types: mostAlone heads are found of each, and the model answers
/// all of the set right.
[[nodiscard]] StepCost removedAloneCost(const Bench& bench, const TaskSet& set, std::size_t types);

} // namespace headwaters
