#pragma once

#include "core/heads/taskset.h"

#include <vector>

namespace headwaters {

/// Series of one kind each: `series-numerals` (1 to 99), `series-number-words`, `series-ordinals`,
/// `series-calendar` (days and months together, since either alone is too short to be significant),
/// `series-letters`. One prompt a member that has a next one: up to two before it, itself, with commas.
/// Roles: `SRC` the member, `END` the comma behind it; target the next, rival the member itself. A member
/// that is not one token ends a stretch. A kind with fewer than 9 prompts cannot be asked.
[[nodiscard]] std::vector<TaskSet> series(const TaskGround& ground);

} // namespace headwaters
