#pragma once

#include "core/base/cancel.h"
#include "core/engine/trace/firing.h"

#include <optional>

namespace headwaters {

class TracedRun;
struct UpstreamReadings;

/// How ACC++ takes a firing apart.
struct AccPlusPlusRule {
    double tau = 0; ///< removal goes on while the attention weight is at least this
    bool compat = false; ///< uncapped rows under a soft-cap; lists emptied at the limit of steps
    std::optional<EdgeSide> only = {}; ///< one side, the other stays empty; absent: both
};

/// ACC++ (arXiv 2602.13483; specification 5.3 by the factorised algorithm of 5.7): which (upstream part,
/// singular direction) pairs carry the attention weight. All pairs are ranked by integrated gradients of the
/// weight along the score row, then removed one by one until it falls below tau. `readings` are of the
/// firing's head. Memory grows with heads x tokens x d_head, never with tokens squared times directions.
[[nodiscard]] FiringTrace traceFiring(
    const TracedRun& run, const UpstreamReadings& readings, const Firing& firing, const AccPlusPlusRule& rule,
    const CancelToken& cancel);

} // namespace headwaters
