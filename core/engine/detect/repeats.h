#pragma once

#include "core/engine/detect/bench.h"

namespace headwaters {

/// Random tokens twice, with periods of 50, 25 and 100 tokens, or the first one that the context holds;
/// `count` prompts of the first, half as many of the others.
[[nodiscard]] std::vector<TaskSet> repeatSets(const TaskGround& ground, int count, std::uint64_t seed);

/// Duplicate-token and induction heads (specification 2.1 and 2.4), read from the same prompts: `repeats` as
/// repeatSets makes them and `fresh` of freshSecondHalf, the control.
///
/// Duplicate token: mean attention of the second copy of the first set to the same token in the first copy
/// (0.3, weak 0.1), more than to the token after it.
///
/// Induction: mean attention of second copies of all sets to the token after the same token in the first
/// (0.4, weak 0.1) and, from the mechanistic tier on, what the head adds to the logit of the right next token
/// over the mean of the prompt's other tokens, above zero by flips of signs. Tags: `prefix-matching only`
/// where the second fails, `anti-induction` where it is three standard errors below zero, `long-prefix` where
/// more than one token must have matched.
///
/// From the causal tier on both have the loss of repeated tokens without the head besides (addRepeatLosses).
/// The null of both: the same head 2 to 8 keys beside its place, and in the control.
[[nodiscard]] std::vector<TypeFinding>
detectRepeats(const Bench& bench, const std::vector<TaskSet>& repeats, const TaskSet& fresh);

} // namespace headwaters
