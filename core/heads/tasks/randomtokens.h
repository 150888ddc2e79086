#pragma once

#include "core/heads/taskset.h"

namespace headwaters {

// Prompts of random tokens, which show what a head does by place alone. Tokens of a prompt are drawn without
// replacement. What does not fit into the model's context, or needs more tokens than the pool holds, is cut;
// where fewer than `fewestRandomTokens` remain there are no prompts but a reason.

inline constexpr int fewestRandomTokens = 8;

/// `count` prompts of `length` different tokens behind the first one. Key `random-tokens`; no roles.
[[nodiscard]] TaskSet uniqueTokens(const TaskGround& ground, int count, std::uint64_t seed, int length = 60);

/// `count` prompts of `period` different tokens that stand there `times` times. Key `random-repeat`; roles
/// FIRST and SECOND are the positions of the first two copies, LAST those of the last one.
[[nodiscard]] TaskSet
repeatedTokens(const TaskGround& ground, int period, int times, int count, std::uint64_t seed);

/// The control for two copies: other tokens in the second half. Key `random-fresh`; roles as above. As long
/// as `repeatedTokens` with two copies, unless the pool is too small for that.
[[nodiscard]] TaskSet freshSecondHalf(const TaskGround& ground, int period, int count, std::uint64_t seed);

} // namespace headwaters
