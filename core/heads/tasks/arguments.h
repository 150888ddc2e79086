#pragma once

#include "core/heads/taskset.h"

#include <vector>

namespace headwaters {

/// Prompts whose answer hangs on one word that stands far from the end, one set a class of words:
///
/// - `argument-subject`: The capital of France is -> Paris. The word is the country.
/// - `argument-place`: Mary went to the store, so John also went to the -> store.
/// - `argument-object`: Mary lost the ring, so she bought a new -> ring.
///
/// Roles: `ARG` the word, `END`. The twin has another word of its class. Rival the twin's answer; others more
/// answers of the class.
[[nodiscard]] std::vector<TaskSet> arguments(const TaskGround& ground, int count, std::uint64_t seed);

} // namespace headwaters
