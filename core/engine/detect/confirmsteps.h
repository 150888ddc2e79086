#pragma once

#include "core/engine/detect/registry.h"

namespace headwaters {

/// The last steps of a scan, on prompts of another draw than those which found the heads.
/// - `confirm-KEY`, with the key of a type or of TypeCheck::tag, for each of typeChecks: what the task loses
///   without the heads of the type together.
/// - `alone-PROMPTS` for each set of prompts of which TypeCheck::alone speaks: what it loses without each
///   head alone, as evidence added to the heads' findings, in each draw.
[[nodiscard]] std::vector<DetectorStep> confirmSteps();

} // namespace headwaters
