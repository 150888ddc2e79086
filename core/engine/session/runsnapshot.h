#pragma once

#include "core/engine/session/runtrace.h"

namespace headwaters {

/// A finished run with its model: all that its heads are computed from. Immutable and shared, so that another
/// thread may read it while the runner it came from goes on.
struct RunSnapshot {
    std::shared_ptr<const TransformerModel> model;
    std::shared_ptr<const Tokenizer> tokenizer;
    std::shared_ptr<const RunResult> result;
    std::shared_ptr<const RunTrace> trace;
};

} // namespace headwaters
