#pragma once

#include "core/engine/detect/registry.h"

namespace headwaters {

/// The steps of facts and conflicts, and of multiple choice.
[[nodiscard]] std::vector<DetectorStep> factSteps();

} // namespace headwaters
