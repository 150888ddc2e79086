#pragma once

#include "core/engine/detect/bench.h"
#include "core/heads/scanstep.h"
#include "core/heads/taskset.h"

namespace headwaters {

/// Heads of multiple choice (Lieberum et al. 2023, arXiv 2307.09458; Wiegreffe et al. 2024, arXiv
/// 2407.15018), on prompts of `multipleChoice`. An option's span is its label and its text; M is the
/// attention to all spans from the end.
///
/// Of attention alone, whether the model does the task or not:
/// - Constant: M at least 0.2, spread over the options evenly (entropy 0.95 of its largest) and alike
/// wherever
///   the right one stands (total variation at most 0.1); twice what it gives other tokens at such distances.
/// - SingleLetter: M at least 0.2, of which one letter gets 0.7, also where it is not the answer, and follows
///   the letter when labels change places (in 0.6 of such prompts); twice the attention to other tokens. Tags
///   `letter C`, `single-position`.
///
/// Where the model does the task, on prompts that it answers right:
/// - CorrectLetter: attention to the right option 0.2 above that to the others, and its label raised.
/// - Amplification: half of its attention on the last four tokens and at most 0.2 on the options, the right
///   label raised, and the more so the further it is ahead below the head (r at least 0.5).
/// - Correct: raises each label where that label is right. Else tags `always C`, `one symbol only`.
[[nodiscard]] StepResult detectLabelHeads(const Bench& bench, const TaskSet& choices);

} // namespace headwaters
