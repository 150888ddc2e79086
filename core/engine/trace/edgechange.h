#pragma once

#include "core/base/cancel.h"
#include "core/circuit/edgechange.h"

namespace headwaters {

class TracedRun;

/// Removes or boosts the signals of edges in a new run and measures what that does (specification 8), in
/// float64 on canonical weights.
///
/// The signal of an edge is what its part writes at the token it writes to, projected on the edge's
/// directions of the downstream head. Local: that head alone reads its normed residual with the signal,
/// divided by the scale of the norm, taken away, for its query or for its key, SAD for query, key and value;
/// it reads the clean run's residual whatever other edges do. Global: the signal is taken away from what the
/// upstream layer's attention or MLP writes, or from what enters layer 0, and all that comes later sees it.
/// To boost is to add what removing takes away. Signals of several edges that meet in one place are added,
/// all in one run.
///
/// ACC++ looks at queries and keys as rotary positions have turned them; so does the change, and taking an
/// edge's own directions away lowers the score by what the trace found. With `compat` it is as in the
/// reference programs: the projection ignores the rotation, the key of one head changes for all heads that
/// share it, a local change of the offset is divided by the norm's scale, and random directions are NumPy's.
///
/// \throws Error (bad input) as edgePlace, and for no edge, an edge given twice, an ACC++ edge without
/// directions or a side that ACC does not trace, a control for an edge that uses all directions, a target or
/// rival that is no token, a rival that is the target, a global change of the offset; cancelled.
[[nodiscard]] EdgeChangeResult changeEdges(
    const TracedRun& run, const EdgeChange& change, const CancelToken& cancel,
    const ProgressFunction& progress = {});

} // namespace headwaters
