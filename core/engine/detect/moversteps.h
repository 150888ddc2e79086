#pragma once

#include "core/engine/detect/registry.h"

namespace headwaters {

/// The steps of indirect objects, arguments, acronyms, series and semantic pairs.
[[nodiscard]] std::vector<DetectorStep> moverSteps();

} // namespace headwaters
