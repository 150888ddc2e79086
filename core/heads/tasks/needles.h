#pragma once

#include "core/heads/taskset.h"

namespace headwaters {

/// How the needle is asked for.
enum class NeedleQuestion {
    Literal, ///< in the words that stand before it, so that induction can find it
    Paraphrase, ///< in others
};

/// A sentence with five code words, `The secret code of NAME is w1 ... w5.`, and one of another name, among
/// sentences about something else; then the question, and the first four of the words as if answered. Lengths
/// of 256, 512 and 900 tokens, at most 0.9 of the context, each at five depths from 0.1 to 0.9, `count`
/// prompts in turn, shorter ones oftener. Key `needle-literal` or `needle-paraphrase`; roles NEEDLE the five
/// words, ASK the positions that predict them, OTHER those words of the other name, END the first of ASK.
/// Target is w1, rival the other name's first word, others the other words of both. `corrupted` lacks the
/// needle: a third name's sentence with other words stands there.
[[nodiscard]] TaskSet
needles(const TaskGround& ground, NeedleQuestion question, int count, std::uint64_t seed);

} // namespace headwaters
