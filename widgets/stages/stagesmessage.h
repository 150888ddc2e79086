#pragma once

#include "widgets/common/statepanel.h"
#include "widgets/stages/stagesmodel.h"

#include <optional>

namespace headwaters {

/// What stands in place of the grid; none where there is one to show. `hasModel`: a model is open.
[[nodiscard]] std::optional<StateMessage> stagesMessage(const StagesModel& model, bool hasModel);

/// One line above the grid: how far the scan can be trusted, or what is missing.
[[nodiscard]] QString stagesNote(const StagesModel& model);

} // namespace headwaters
