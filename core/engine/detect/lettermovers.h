#pragma once

#include "core/engine/detect/bench.h"
#include "core/heads/scanstep.h"

namespace headwaters {

/// Letter movers (#18, García-Carrasco et al. 2024, arXiv 2405.04156) on a set of `splitAcronyms`: heads that
/// attend from the end to the capital of the word whose letter is asked for, and copy capitals: where they
/// attend to a capital, with or without a space before it, either form of it is among the 5 tokens that they
/// raise most. At the causal tier also the logit difference that is lost when the head's output at the end is
/// the twin's, relative to that between the prompts, and must be above zero. The score is the cube root of
/// the three, or the square root of the first two where the third was not measured.
[[nodiscard]] StepResult detectLetterMovers(const Bench& bench, const TaskSet& acronyms);

} // namespace headwaters
