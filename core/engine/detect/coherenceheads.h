#pragma once

#include "core/engine/detect/bench.h"
#include "core/heads/tasks/languages.h"

namespace headwaters {

/// Coherence (specification 2.8), a weak stand-in for what needs a multilingual
/// model, tagged `proxy`: what the head writes at the end on words of the
/// language that the examples ask for, less that on English words, and less
/// that on words of the other language, so that a head which always favours one
/// does not count. Beside it a probe of the language, and with Tier::Causal
/// steering along it. Mechanistic. \throws Error: cancelled.
[[nodiscard]] std::vector<TypeFinding>
detectCoherence(const Bench& bench, const LanguageSet& languages, const Competence& competence);

/// Faithfulness (#41): whether an answer rests on the reasons that a model
/// wrote before it. Such reasons are written neither by base models of less
/// than a billion parameters nor by a forced continuation.
[[nodiscard]] std::vector<TypeFinding> detectFaithfulness(const Bench& bench);

} // namespace headwaters
