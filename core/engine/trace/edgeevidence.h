#pragma once

#include "core/base/cancel.h"
#include "core/circuit/edgechange.h"
#include "core/results/directions.h"

namespace headwaters {

class TracedRun;

/// How the part at an edge's upper end moves the score of the firing at its lower end, by singular direction
/// of the matrix that the method takes apart (specification 4.2, 5.3). Relative: at the source, minus the
/// mean over the other keys that the query sees. On the key side a part counts with what it writes at every
/// key, as the methods have it. The edge's directions are marked as listed; of SAD and ACC, whose edges name
/// none, those that carry the firing. In units of the score, scale included, before a cap: the listed shares
/// of an ACC edge add up to its weight times that scale. \throws Error (bad input) for an edge that leads to
/// no head and for places that the run does not have; cancelled.
[[nodiscard]] EdgeEvidence
edgeEvidence(const TracedRun& run, const EdgeTarget& edge, TraceMethod method, const CancelToken& cancel);

} // namespace headwaters
