#pragma once

#include "core/engine/detect/registry.h"

namespace headwaters {

/// The steps of facts and conflicts, sentiment, multiple choice, yes or no, and coloured objects.
[[nodiscard]] std::vector<DetectorStep> factSteps();

} // namespace headwaters
