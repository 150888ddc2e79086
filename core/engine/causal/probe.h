#pragma once

#include "core/base/cancel.h"
#include "core/heads/headprobes.h"

#include <functional>
#include <memory>

namespace headwaters {

class Model;

/// One forward a prompt; `ran` is told after each. \throws Error (bad input) for a prompt that is empty,
/// beyond the context or holds an id that is none; cancelled.
[[nodiscard]] ProbeFeatures probeFeatures(
    const Model& model, const ProbeSet& set, const CancelToken& cancel,
    const std::function<void()>& ran = {});

/// How far a head is moved and against how many random directions that is held.
struct SteeringRule {
    double alpha = 5; ///< standard deviations
    int directions = 50;
    int prompts = 32; ///< contrasts at most
    std::uint64_t seed = 1;
};

/// Adds alpha sigma u to the head's z at the last position of each contrast, and takes it away; u is the
/// mean of the items of label 1 less that of label 0, of length 1, sigma the standard deviation of the items
/// along it. Random directions are moved as far. The layers below the head run once.
/// \throws Error (bad input) where the set has no contrasts or the labels have the same mean; cancelled.
[[nodiscard]] SteeringResult steerHead(
    const Model& model, const ProbeSet& set, const ProbeFeatures& features, HeadIndex head,
    const SteeringRule& rule, const CancelToken& cancel);

} // namespace headwaters
