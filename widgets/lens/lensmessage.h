#pragma once

#include "widgets/common/runmodel.h"
#include "widgets/common/statepanel.h"
#include "widgets/lens/lensmodel.h"

#include <optional>

namespace headwaters {

/// What stands in place of the lens; none where there is something to show.
[[nodiscard]] std::optional<StateMessage> lensMessage(const LensModel& model, const RunModel& run);

} // namespace headwaters
