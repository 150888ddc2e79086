#pragma once

#include "core/engine/detect/registry.h"

namespace headwaters {

/// Steps for what is learnt from examples and what probes read: in-context,
/// function vectors, truthfulness, accuracy, consistency, vulnerable,
/// coherence, iteration, and why faithfulness is not measured.
[[nodiscard]] std::vector<DetectorStep> learningSteps();

} // namespace headwaters
