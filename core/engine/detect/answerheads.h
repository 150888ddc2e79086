#pragma once

#include "core/engine/detect/choicereading.h"
#include "core/heads/scanstep.h"

namespace headwaters {

/// Correct letter, amplification and correct heads from a multiple-choice set that was read (rules at
/// detectLabelHeads). Not measurable where the model does not do the task, or below the mechanistic tier.
[[nodiscard]] StepResult
answerFindings(const Bench& bench, const TaskSet& choices, const ChoiceReading& reading);

} // namespace headwaters
