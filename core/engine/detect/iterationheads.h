#pragma once

#include "core/engine/detect/bench.h"

namespace headwaters {

/// Iteration (#34, after Cabannes et al. 2024, arXiv 2406.02128) on parity chains: attention from each state
/// to the input that the next state takes (0.4), against that to the other inputs of the line. Lines differ
/// in length, so that no fixed distance does it, and the states are not their inputs, so that induction does
/// not. Not measurable where the model does not go on with parity chains, as language models do not; the
/// reason gives how often it is right, and how often on copied chains, `copies`, which are easier.
[[nodiscard]] std::vector<TypeFinding> detectIteration(
    const Bench& bench, const TaskSet& parity, const Competence& competence, const Competence& copies);

} // namespace headwaters
