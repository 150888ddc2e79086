#pragma once

#include "app/cli/arguments.h"
#include "core/heads/taskset.h"
#include "core/results/modelinfo.h"

namespace headwaters {

/// The prompts that --set names, each with a target: a task by its name, about --count prompts of it drawn
/// from --seed, or a list of one's own. \throws Error (bad input) that names the file and the prompt, or the
/// tasks that there are; (failure) where the task cannot be asked of this model.
[[nodiscard]] TaskSet scoredSet(
    const Arguments& arguments, const std::shared_ptr<const Tokenizer>& tokenizer, const ModelInfo& info);

} // namespace headwaters
