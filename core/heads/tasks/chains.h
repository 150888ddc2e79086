#pragma once

#include "core/heads/taskset.h"

namespace headwaters {

/// How a state follows from the one before and the next input.
enum class ChainRule {
    Parity, ///< the state changes where the input is 1: nothing but a pointer into the input does it
    Copy, ///< the state is the input: induction does it too
};

/// What a prompt of chains looks like.
struct ChainShape {
    int shots = 6; ///< finished lines before the one that is asked for; fewer where the context is short
    int shortest = 3,
        longest = 7; ///< inputs of a line; they vary so that the next input stands at no one distance
};

/// `chain-parity`, `chain-copy`: lines of inputs and states, ` 0 1 1 = 0 1 0`, the last cut behind a state
/// (after Cabannes et al. 2024, arXiv 2406.02128). Target the next state, rival the other one; half of the
/// targets are 1. Roles of the last line: INPUT all inputs; STATE the states behind the first (which is its
/// input), READ for each the input that its successor takes; END. `count` prompts. Without a tokenizer four
/// tokens of the pool stand for 0, 1, = and the end of a line.
[[nodiscard]] TaskSet
chains(const TaskGround& ground, ChainRule rule, int count, std::uint64_t seed, const ChainShape& shape = {});

} // namespace headwaters
