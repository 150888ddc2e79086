#pragma once

#include "core/engine/trace/tracer.h"

#include <memory>
#include <mutex>

namespace headwaters {

struct RunSnapshot;

/// Tracers for the runs that somebody looks at: canonical weights and decompositions are kept while the model
/// stays, the traced run while the run stays. Any thread may ask.
class SnapshotTracer {
public:
    /// A run with its model, ready to be traced.
    struct Traced {
        std::shared_ptr<const Tracer> tracer;
        std::shared_ptr<const TracedRun> run;
        std::shared_ptr<const Tokenizer> tokenizer;
        std::vector<TokenId> ids;
    };
    /// \throws Error: cancelled; an architecture that is not traced; memory.
    [[nodiscard]] Traced traced(
        const std::shared_ptr<const RunSnapshot>& snapshot, const CancelToken& cancel,
        const ProgressFunction& progress = {});

private:
    std::mutex m_mutex;
    std::shared_ptr<const Model> m_model;
    std::shared_ptr<const RunSnapshot> m_snapshot; ///< of `m_last.run`
    Traced m_last;
};

} // namespace headwaters
