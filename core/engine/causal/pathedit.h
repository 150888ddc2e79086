#pragma once

#include "core/engine/causal/causalcache.h"
#include "core/engine/causal/edit.h"

#include <vector>

namespace headwaters {

/// What a path operation does to a run. The senders' results of the base run are exchanged for those of
/// `from`, at all positions, in the final residual or in what the receiver reads; nothing in between is
/// computed again, and the receiver's norm is, unless the path is linear. \throws Error: cancelled; memory.
[[nodiscard]] std::vector<Edit> pathEdits(
    const Intervention& intervention, const TransformerModel& model, CausalCache& base, CausalCache& from,
    const CancelToken& cancel);

} // namespace headwaters
