#pragma once

#include "core/base/cancel.h"
#include "core/engine/model/model.h"
#include "core/heads/evidence.h"
#include "core/text/tokenizer.h"

#include <memory>
#include <vector>

namespace headwaters {

/// Whether a model does the tasks that detectors ask of it, and those of the prompt library whose prompts
/// have a target and a rival: `prompts` of each, drawn from `seed`. What cannot be asked with the tokenizer
/// or the context says why. \throws Error: cancelled; as forward.
[[nodiscard]] std::vector<Competence> taskCompetences(
    const std::shared_ptr<const Model>& model, const std::shared_ptr<const Tokenizer>& tokenizer, int prompts,
    std::uint64_t seed, const CancelToken& cancel, const ProgressFunction& progress = {});

} // namespace headwaters
