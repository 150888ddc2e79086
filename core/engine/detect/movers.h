#pragma once

#include "core/engine/detect/bench.h"
#include "core/heads/scanstep.h"

namespace headwaters {

/// Movers of arguments (#14, Yao et al. 2024, arXiv 2405.17969): heads that attend from the end to the word
/// that an answer hangs on (`ARG`), copy words of its class, and raise it over others of the class, in two
/// classes or more. `sets` hold one class each, as `arguments` makes them; classes that the model cannot
/// answer do not count, and with fewer than two left none is a mover or not. One finding a head, with the
/// evidence of all classes. The score is the mean over classes of the cube root of attention over 0.6, copy
/// score and direct effect over the largest.
[[nodiscard]] StepResult detectMovers(const Bench& bench, const std::vector<TaskSet>& sets);

} // namespace headwaters
