#pragma once

#include "core/engine/detect/bench.h"

namespace headwaters {

/// How the model answers the prompts of a task, at their last position.
struct TaskAnswers {
    /// [prompt] 1 where the target's logit is above those of the rival and of all others, else 0; 0 for a
    /// prompt without a target.
    std::vector<double> correct;
    /// [prompt] the target's logit less the rival's; without a rival, less the mean of the others.
    std::vector<double> differences;
};

/// One forward a prompt. \throws Error: cancelled; as forward.
[[nodiscard]] TaskAnswers answersIn(const Bench& bench, const TaskSet& set);

/// Whether the model does the task (competenceOf). Prompts without a target, or with nothing to compare it
/// with, do not count; a set that cannot be asked is not passed, for its own reason.
[[nodiscard]] Competence competenceIn(const Bench& bench, const TaskSet& set, const TaskAnswers& answers);
/// As above, and asks the model first.
[[nodiscard]] Competence competenceIn(const Bench& bench, const TaskSet& set);

/// The prompts that the model answers right, which is where effects on the answer are measured.
[[nodiscard]] TaskSet answeredRight(const TaskSet& set, const TaskAnswers& answers);

} // namespace headwaters
