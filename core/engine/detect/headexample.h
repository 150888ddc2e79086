#pragma once

#include "core/base/cancel.h"
#include "core/engine/model/model.h"
#include "core/heads/evidence.h"
#include "core/results/directions.h"

#include <memory>
#include <vector>

namespace headwaters {

/// The example of a finding, run again.
struct HeadExampleReading {
    EvidenceExample shown; ///< with the one pair that is looked at
    std::vector<float> pattern; ///< [query, key] of the head
    /// [source] what the head adds to the logit of `target` at the destination, by source token: they add up
    /// to its direct effect.
    std::vector<double> attribution;
    /// The token that follows the destination in the prompt; where none does, the one that is attended to.
    TokenId target = 0;
    bool isNext = false; ///< it is the one that follows
    /// What one unit of attention to the source adds to the logits at the destination, less the mean over the
    /// vocabulary: the tokens that it raises most, and, negated, those that it lowers most.
    std::vector<TokenReading> raised, lowered;
};

inline constexpr int exampleTokens = 8; ///< of `raised` and `lowered`

/// Three forwards. \throws Error: cancelled; bad input for a head, position or token that is none.
[[nodiscard]] HeadExampleReading readExample(
    const std::shared_ptr<const Model>& model, HeadIndex head, const EvidenceExample& example,
    const CancelToken& cancel);

} // namespace headwaters
