#pragma once

#include "core/engine/causal/causalcache.h"
#include "core/engine/causal/edit.h"

#include <vector>

namespace headwaters {

/// What a path operation does to a run. The senders' results of the base run are exchanged for those of
/// `from`, at all positions, in the final residual or in what the receiver reads. Of what is in between
/// nothing is computed again, or MLPs alone where the intervention says so, which takes a run whose cost is
/// added to `forwards`; the receiver's norm is, unless the path is linear. \throws Error: cancelled; memory.
[[nodiscard]] std::vector<Edit> pathEdits(
    const Intervention& intervention, const TransformerModel& model, CausalCache& base, CausalCache& from,
    const CancelToken& cancel, double& forwards);

} // namespace headwaters
