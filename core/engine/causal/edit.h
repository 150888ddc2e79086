#pragma once

#include "core/engine/model/hooks.h"

#include <functional>
#include <vector>

namespace headwaters {

/// Something done to an activation while the forward passes it. What is done after a layer's residual is a
/// change of what enters the next; ResidPre of the layer behind the last is what the final norm reads.
struct Edit {
    HookPoint point;
    int head = -1; ///< Scores and Pattern: of which head
    std::function<void(at::Tensor value)> change; ///< `value` as HookVisitor::visit has it
};

/// All that is done to one run, in order, and the first layer that it touches.
struct EditedRun {
    int startLayer = 0;
    std::vector<Edit> edits;
};

} // namespace headwaters
