#pragma once

#include "core/base/cancel.h"
#include "core/causal/intervention.h"

#include <memory>

namespace headwaters {

class CausalRun;
struct RunSnapshot;

/// The run of a snapshot with a stack on, as a snapshot of its own: one forward of all layers. What is read
/// of it later (maps of heads, differences, the lens) has the changes in it. It has the number of the run
/// it came from; its effects are for the pair of `run`. \throws Error: as CausalRun::edits; cancelled.
[[nodiscard]] std::shared_ptr<const RunSnapshot> changedRun(
    CausalRun& run, const RunSnapshot& unchanged, const InterventionStack& stack, const CancelToken& cancel);

} // namespace headwaters
