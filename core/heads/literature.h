#pragma once

#include "core/heads/headtype.h"

#include <QString>

namespace headwaters {

/// What published work knows of a type in models that people know, one or two sentences; never used for
/// scoring.
[[nodiscard]] QString literatureNote(HeadType type);

} // namespace headwaters
