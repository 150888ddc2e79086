#pragma once

#include "core/engine/detect/bench.h"

namespace headwaters {

/// Previous-token and positional heads (specification 2.1), both read from one pass over `random`
/// (uniqueTokens) and one over `text` (naturalText), which may be empty.
///
/// Previous token: mean attention to the token before, on random tokens (0.4, weak 0.15), and on text at
/// least half of that; the null is the same head's attention 2 to 16 tokens back. Tag `strict`: 9 of 10
/// queries look there most.
///
/// Positional: share of queries, from the 12th on, whose largest weight beyond the first token lies one fixed
/// number of tokens back (1 to 8), times how little patterns depend on the tokens (0.9, weak 0.6); the null
/// is the share at other distances. Tags `offset N`, `self` where the query itself is looked at most, `sink`
/// where the first token has 0.9 of the weight, which is a fixed key and no distance.
[[nodiscard]] std::vector<TypeFinding>
detectLocalHeads(const Bench& bench, const TaskSet& random, const TaskSet& text);

} // namespace headwaters
