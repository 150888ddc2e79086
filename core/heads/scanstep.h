#pragma once

#include "core/heads/addedevidence.h"
#include "core/heads/confirmation.h"
#include "core/heads/evidence.h"

#include <vector>

namespace headwaters {

/// What one step of a scan yields on one draw of the prompts: this is what is kept, so that a scan that was
/// stopped goes on where it was.
struct StepResult {
    std::vector<TypeFinding> findings; ///< one a head and type, by type, then task, then head
    std::vector<Competence> tasks;
    std::vector<double> sinks = {}; ///< [head] mean attention to the first position; empty: not measured here
    std::vector<bool> inactive = {}; ///< [head] does nothing when removed; empty: not measured here
    std::vector<Confirmation> confirmations = {}; ///< of types whose heads were found before
    std::vector<AddedEvidence> added = {}; ///< to findings of steps before
    int forwards = 0; ///< prompts that went through the model
    double seconds = 0;
};

} // namespace headwaters
