#pragma once

#include "core/heads/taskset.h"

namespace headwaters {

/// The prompts of every task that detectors ask, then those of the families of the prompt library that have a
/// target and a rival (`library-KEY`), about `prompts` of each. A set that cannot be asked says why.
[[nodiscard]] std::vector<TaskSet> taskSets(const TaskGround& ground, int prompts, std::uint64_t seed);

} // namespace headwaters
