#pragma once

#include "core/base/cancel.h"
#include "core/circuit/edgechange.h"
#include "core/engine/trace/firing.h"

namespace headwaters {

class TracedRun;

/// An edge of a circuit as a place in a run: which part writes, for which firing and side, along which
/// directions of the firing's head.
struct EdgePlace {
    PartRef part;
    bool isWholeHead = false; ///< SAD: what the head writes from all sources together
    Firing firing;
    EdgeSide side = EdgeSide::Query;
    TraceMethod method = TraceMethod::AccPlusPlus;
    std::vector<int> directions;

    /// The token that the part writes to.
    [[nodiscard]] int position() const
    {
        return side == EdgeSide::Query ? firing.destination : firing.source;
    }
};

/// The firing that a node of a circuit names. \throws Error (bad input) in one sentence: a node that is no
/// head, tokens that the prompt does not have or that the head does not see.
[[nodiscard]] Firing firingAt(const TracedRun& run, const CircuitNode& node);
/// Where an edge between two nodes lies in a run, without directions. \throws Error (bad input) in one
/// sentence: a downstream node that is no head, tokens that the prompt does not have or that the head does
/// not see, an upstream part that is not below the head or does not write to that token.
[[nodiscard]] EdgePlace edgePlace(
    const TracedRun& run, const CircuitNode& upstream, const CircuitNode& downstream, EdgeSide side,
    TraceMethod method);
/// The same with its directions: those of the target, where it names none those that carry the firing.
/// \throws Error (bad input) as above, for a direction that the head does not have or that stands twice, and
/// where there are none.
[[nodiscard]] EdgePlace
edgePlace(const TracedRun& run, const EdgeTarget& edge, TraceMethod method, const CancelToken& cancel);
/// `4.3 · to ← Mary → 5.5 · to ← John`, for messages.
[[nodiscard]] QString edgeTitle(const EdgeTarget& edge);

/// The directions that carry a firing on one side: SAD the fewest largest terms of its score, ACC those of
/// its relative score (specification 2, 4.2). ACC++ gives each edge its own, so for it there are none, as for
/// a side that ACC does not trace.
[[nodiscard]] std::vector<int> firingDirections(
    const TracedRun& run, const Firing& firing, EdgeSide side, TraceMethod method, const CancelToken& cancel);

/// Whether the head fires there by the method's own rule: SAD 0.5 and not on token 0, ACC the mean weight of
/// a row, ACC++ dynamic tau.
[[nodiscard]] bool fires(const TracedRun& run, const Firing& firing, TraceMethod method);

} // namespace headwaters
