#pragma once

#include "core/heads/taskset.h"

namespace headwaters {

/// `indirect-object`: When Mary and John went to the store, John gave a drink to -> Mary. Half of the prompts
/// say the receiver first (ABBA), half second (BABA); the corrupted twin (ABC) has a third name for the
/// repeated one. Roles: `IO`, `S1`, `S1+1`, `S2`, `END`; target the receiver, rival the giver. Every word
/// that is drawn is one token. Own templates after Wang et al. 2023 (arXiv 2211.00593).
[[nodiscard]] TaskSet indirectObjects(const TaskGround& ground, int count, std::uint64_t seed);

} // namespace headwaters
