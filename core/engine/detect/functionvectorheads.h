#pragma once

#include "core/engine/detect/bench.h"
#include "core/heads/tasks/fewshot.h"

namespace headwaters {

/// One map's prompts, and whether the model does it.
struct FunctionVectorTask {
    FewShotSet prompts;
    Competence competence;
};

/// How much detectFunctionVectors runs, in prompts through the whole model, all
/// tasks that the model does included: each head once for its own mean and once
/// for the null's, from its layer on.
[[nodiscard]] double functionVectorForwards(const Bench& bench, const std::vector<FunctionVectorTask>& tasks);

/// Function-vector heads (Todd et al. 2024, arXiv 2310.15213): the probability
/// of the right answer that is gained, on examples whose answers are exchanged,
/// when the head's output at the end is set to its mean over prompts with right
/// examples, above what its mean over prompts with exchanged answers gains.
/// Yes: z of 3 or more over the prompts, and above the 95th percentile of all
/// heads. The sum of those heads' means, added at a third of the depth to the
/// query alone, is evidence beside. Needs Tier::Causal; long: see
/// functionVectorForwards. \throws Error: cancelled.
[[nodiscard]] std::vector<TypeFinding>
detectFunctionVectors(const Bench& bench, const std::vector<FunctionVectorTask>& tasks);

} // namespace headwaters
