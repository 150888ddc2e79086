#pragma once

#include "core/engine/detect/registry.h"

namespace headwaters {

/// The steps of what heads do by place and form: rest, look a fixed way back, match, join pieces and words.
[[nodiscard]] std::vector<DetectorStep> structureSteps();

} // namespace headwaters
