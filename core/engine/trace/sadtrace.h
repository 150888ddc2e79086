#pragma once

#include "core/circuit/sadgraph.h"
#include "core/engine/trace/sad.h"
#include "core/engine/trace/tracer.h"

namespace headwaters {

/// Traces one prompt by SAD (specification 3.2) into `graph`, and counts its firings by head. Each firing is
/// decomposed once; with `compat` its edges are told as often as the reference passes it, which its counts
/// show. Returns how many firings were decomposed.
int traceSad(
    const TracedRun& run, const TracePrompt& prompt, int number, const TraceRequest& request, SadGraph& graph,
    std::map<HeadIndex, int>& firings, const CancelToken& cancel);

} // namespace headwaters
