#pragma once

#include "core/base/headgroups.h"
#include "core/base/headindex.h"

namespace headwaters {

/// The other heads of the head's key/value group: `4.3, 4.4`; of a large group `7 others, 4.0 to 4.7`. Empty
/// where the head has keys and values of its own.
[[nodiscard]] QString sharingText(HeadIndex head, const HeadGroups& groups);

} // namespace headwaters
