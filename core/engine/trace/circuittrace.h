#pragma once

#include "core/engine/trace/tracedrun.h"
#include "core/engine/trace/tracer.h"

#include <functional>

namespace headwaters {

/// ACC and ACC++ from seeds down to the embeddings (specification 4.5, 5.4). What a firing gets comes from
/// lower layers only, so firings are taken layer by layer from the top, those of one head together: each is
/// decomposed once, and one head's readings are in memory at a time. `layerDone` counts layers.
[[nodiscard]] Circuit traceCircuit(
    const TracedRun& run, const TracePrompt& prompt, const TraceRequest& request, const CancelToken& cancel,
    const std::function<void(int done)>& layerDone);

/// Heads among the parts that write on target minus rival: where a trace starts that names no heads.
[[nodiscard]] std::vector<TraceRoot>
headsThatWrite(const TracedRun& run, const TraceRequest& request, const CancelToken& cancel);

} // namespace headwaters
