#pragma once

#include "core/engine/detect/bench.h"

namespace headwaters {

/// Syntactic heads (specification 2.2), from prompts with arcs (grammarSentences): for each relation, how
/// often the later word looks most (and with 0.1 at least) at the word that it belongs to, the first token
/// and itself apart, over what always looking one fixed number of words back would reach: (accuracy - base) /
/// (1 - base), of the best relation. A relation counts with 100 arcs, an accuracy of 0.3 and one of 0.1 above
/// the base. The null takes other earlier words for the right one. Tag: the relation.
[[nodiscard]] std::vector<TypeFinding> detectSyntactic(const Bench& bench, const TaskSet& set);

} // namespace headwaters
