#pragma once

#include "core/engine/detect/bench.h"

namespace headwaters {

/// Semantic induction heads (#22, Ren et al. 2024, arXiv 2402.13055) on sets of `semanticPairs`: where such a
/// head looks most at the first word of a pair, what it writes for it raises the second. The relation index
/// of a query is the second word's share of what is raised above the mean, over the second words of the set;
/// the head's is the mean over queries. It must be 0.2 above that of second words shuffled among the first,
/// with 30 queries at the least; one finding a head and relation. A head with fewer queries is No, since it
/// does not look there.
[[nodiscard]] std::vector<TypeFinding>
detectSemanticInduction(const Bench& bench, const std::vector<TaskSet>& sets);

} // namespace headwaters
