#pragma once

#include "core/base/cancel.h"
#include "core/circuit/tracerequest.h"
#include "core/results/directions.h"

namespace headwaters {

class TracedRun;

/// What a head that looks from one token to another gets, and whom it gives to in this run, by ACC++
/// (core/engine/trace/accpp.h).
///
/// Gets: the upstream parts that carry the attention, of both sides, as shares of it. Gives: later heads that
/// attend with tau or more, from the destination token or to it, and in whose attention this head's reading
/// of this source is found; each firing's side is decomposed as a trace would. Where there are more such
/// firings than `mostRows` allows, the strongest are, and the note says how many were left. At the token
/// whose prediction the request explains stands besides what the head writes on target minus rival, in
/// logits.
///
/// Of `request` tau, tauScale, compat, position, the first target and the rival count. `progress` counts
/// firings. \throws Error (bad input) for a head, a token or a target that the run does not have; cancelled.
[[nodiscard]] HeadNeighbours headNeighbours(
    const TracedRun& run, HeadIndex head, int destination, int source, const TraceRequest& request,
    const CancelToken& cancel, const ProgressFunction& progress = {});

} // namespace headwaters
