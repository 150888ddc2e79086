#pragma once

#include "core/engine/detect/bench.h"

namespace headwaters {

/// Subword-merge heads (specification 2.2), from prompts as subwordSentences makes them: attention of a
/// word's last token to its earlier ones, less attention over the same distances where they cross the border
/// of a word (0.4, weak 0.3), by flips of signs over prompts, since each brings its own control. So a head
/// that looks at the token before, whatever it is, is none.
[[nodiscard]] std::vector<TypeFinding> detectSubwordMerge(const Bench& bench, const TaskSet& set);

} // namespace headwaters
