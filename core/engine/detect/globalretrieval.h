#pragma once

#include "core/engine/detect/bench.h"

namespace headwaters {

/// Random tokens four times: 250 of them, or as many as the context holds.
[[nodiscard]] TaskSet globalRetrievalSet(const TaskGround& ground, int count, std::uint64_t seed);

/// Heads that need all of a long context (specification 2.1; Tang et al. 2024, arXiv 2407.15891). *Echo* is
/// the attention of later copies to the same token in earlier ones, *induction* that to the token after it,
/// *globality* what lies neither on the first 4 keys nor on the last 64 (a quarter of a shorter period).
/// Positive: echo among the first percent of heads or induction among the first 14 percent, globality 0.3,
/// and from the causal tier on, that the divergence of the output where the head sees only those keys is
/// above the 95th percentile of 20 other heads. Ranks count heads that share keys once, by the largest of
/// them. Ours: the attention that ranks must be 0.1 and beyond its null (keys beside), since some head is
/// always first. Tag `streaming`: the head does without the rest.
[[nodiscard]] std::vector<TypeFinding> detectGlobalRetrieval(const Bench& bench, const TaskSet& set);

} // namespace headwaters
