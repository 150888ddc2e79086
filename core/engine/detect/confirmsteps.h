#pragma once

#include "core/engine/detect/registry.h"

namespace headwaters {

/// One step for each type whose task can be held against random heads: what the task loses without the heads
/// that were found, on prompts of another draw than those which found them. Steps `confirm-KEY`, with the
/// type's key.
[[nodiscard]] std::vector<DetectorStep> confirmSteps();

} // namespace headwaters
