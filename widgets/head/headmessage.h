#pragma once

#include "widgets/common/statepanel.h"
#include "widgets/head/headside.h"

#include <optional>

namespace headwaters {

/// What the Head view says while it has no map to show.
[[nodiscard]] StateMessage emptyHeadMessage(const HeadSide& side, const HeadChoice& choice);

/// Why a side of a comparison has no map to show: B has no run or no such head, or nothing is chosen. None
/// where it has one, or will have as soon as it is read.
[[nodiscard]] std::optional<StateMessage>
missingSideMessage(const HeadSide& side, const HeadSide& a, const HeadChoice& choice);

} // namespace headwaters
