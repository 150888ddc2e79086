#pragma once

#include "core/engine/detect/bench.h"

namespace headwaters {

/// Runs prompts, some at a time, and shows the pattern of every head of each: `pattern` is [query, key] in
/// float32, contiguous, T x T, valid during the call. `head` counts as Bench::indexOf. Of one prompt, layers
/// are shown in their order; prompts that run together take turns in each layer. \throws Error: cancelled; as
/// forward.
using PatternVisitor = std::function<void(std::size_t prompt, int head, const float* pattern, int size)>;
void visitPatterns(
    const Bench& bench, const std::vector<std::vector<TokenId>>& prompts, const PatternVisitor& visit);
/// The same of a set's prompts.
void visitPatterns(const Bench& bench, const TaskSet& set, const PatternVisitor& visit);

} // namespace headwaters
