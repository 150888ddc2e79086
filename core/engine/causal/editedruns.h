#pragma once

#include "core/engine/causal/causalcache.h"
#include "core/engine/causal/edit.h"

#include <functional>
#include <span>
#include <vector>

namespace headwaters {

/// Runs a prompt once for each list of edits, neighbours that start at the same layer side by side, and tells
/// the logits of the last position, in order. Returns the runs made, in runs of all layers. \throws Error:
/// cancelled; as forward.
using LogitsTold = std::function<void(std::size_t index, std::span<const float> logits)>;
double runEdited(
    const TransformerModel& model, const CausalCache& base, const std::vector<EditedRun>& runs,
    const CancelToken& cancel, const LogitsTold& told);

} // namespace headwaters
