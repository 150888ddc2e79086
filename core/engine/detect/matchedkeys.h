#pragma once

#include "core/engine/detect/bench.h"
#include "core/heads/decision.h"
#include "core/text/promptdraw.h"

#include <vector>

namespace headwaters {

/// Null N3: for spans of positions that the last one attends to, as many others of its keys that belong to no
/// span, each where there is such at a like distance (within a factor of two). Spans stay short where keys
/// run out. `size`: of the prompt; `skipFirst` leaves out the beginning-of-text token.
[[nodiscard]] std::vector<std::vector<int>>
matchedSpans(const std::vector<std::vector<int>>& spans, int size, bool skipFirst, PromptRandom& random);

/// Adds `drawsFor(bench)` draws to each head's null: means over prompts of which each gives one of its own
/// draws, `drawn` [prompt][head][draw].
void addPromptNulls(
    const Bench& bench, const std::vector<std::vector<std::vector<double>>>& drawn,
    std::vector<HeadSample>& samples, std::uint64_t seed);

} // namespace headwaters
