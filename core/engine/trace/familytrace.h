#pragma once

#include "core/circuit/merge.h"
#include "core/circuit/sadgraph.h"
#include "core/engine/trace/tracedrun.h"
#include "core/engine/trace/tracer.h"

namespace headwaters {

/// A request with a prompt's own target and rival.
[[nodiscard]] TraceRequest requestOf(const TracePrompt& prompt, const TraceRequest& request);

/// Traces prompt after prompt and merges what it finds.
class FamilyTrace {
public:
    FamilyTrace(const TraceRequest& request, const CancelToken& cancel);

    void add(const TracedRun& run, const TracePrompt& prompt, int number);
    [[nodiscard]] Circuit finish();

private:
    TraceRequest m_request;
    const CancelToken& m_cancel;
    SadGraph m_sad;
    std::map<HeadIndex, int> m_firings;
    std::vector<PromptCircuit> m_circuits;
    int m_decomposed = 0;
    int m_prompts = 0;
};

} // namespace headwaters
