#pragma once

#include "core/engine/detect/bench.h"

namespace headwaters {

/// Whether heads look from a word to earlier words of its kind (specification 2.3, beside #22): on `lists`
/// (categoryLists) the mean weight on an earlier word of the same kind less that on one of another. The null
/// gives the words of each list other kinds. It is evidence beside semantic induction, not its rule, so every
/// finding is No; heads of 0.1 and more that are significant have the tag `semantic match`.
[[nodiscard]] std::vector<TypeFinding> detectSemanticMatch(const Bench& bench, const TaskSet& lists);

} // namespace headwaters
