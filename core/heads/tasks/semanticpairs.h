#pragma once

#include "core/heads/taskset.h"

#include <vector>

namespace headwaters {

/// Pairs of words that belong together, one set a relation: `semantic-part` (finger, hand), `semantic-use`
/// (knife, cut), `semantic-category` (dog, animal), `semantic-capital` (France, Paris), `semantic-antonym`
/// (hot, cold). A prompt lists four first words in neutral text; its roles are `S`, their positions in order,
/// and `END`; `others` are the second words in the order of the first. The pairs of a set all differ in both
/// words. A relation with fewer than 12 pairs cannot be asked.
[[nodiscard]] std::vector<TaskSet> semanticPairs(const TaskGround& ground, int count, std::uint64_t seed);

} // namespace headwaters
