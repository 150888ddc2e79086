#pragma once

#include "core/base/cancel.h"
#include "core/circuit/edgechange.h"

#include <vector>

namespace headwaters {

class TracedRun;

/// In which form the signal of an edge is given (specification 5.5). Signals never leave the space that the
/// edge's directions span in the residual stream.
enum class SignalForm {
    Raw, ///< as it is written to the residual
    Normalized, ///< divided by the scale of the downstream layer's norm
    RotatedNormalized, ///< and turned by the rotary positions, as ACC++ reads it: for interpretation
};

/// The part's output at the token it writes to, projected on the edge's directions of the downstream head:
/// those of its queries or of its keys, of the matrix that the method takes apart. [d_model] The offset of
/// ACC++ is a part of the normed residual already and is never divided. SAD takes a head's whole output,
/// appends a 1 to it, and drops that coordinate again. \throws Error as changeEdges; cancelled.
[[nodiscard]] std::vector<double> edgeSignal(
    const TracedRun& run, const EdgeTarget& edge, TraceMethod method, SignalForm form,
    const CancelToken& cancel);

} // namespace headwaters
