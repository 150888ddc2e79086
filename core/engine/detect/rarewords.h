#pragma once

#include "core/engine/detect/bench.h"

namespace headwaters {

/// Rare-word heads (specification 2.1, experimental: none has been published for models that only look back),
/// from prompts as rareWordSentences makes them: share of the later queries whose largest weight beyond the
/// first token and themselves lies on the rare word (0.5), and how much more attention they pay it than a
/// common word in its place (0.1). The null of the share: the other nouns, and the common word.
[[nodiscard]] std::vector<TypeFinding> detectRareWords(const Bench& bench, const TaskSet& set);

} // namespace headwaters
