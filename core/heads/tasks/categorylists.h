#pragma once

#include "core/heads/taskset.h"

namespace headwaters {

/// `semantic-match`: lists of words of three kinds, three of each, mixed: `Here are some words: lion, plum,
/// tin, ...`. Roles KIND_0, KIND_1, KIND_2: where the words of each kind stand, ascending. Words are one
/// token each. Fewer than three kinds of three such words: it cannot be asked.
[[nodiscard]] TaskSet categoryLists(const TaskGround& ground, int count, std::uint64_t seed);

} // namespace headwaters
