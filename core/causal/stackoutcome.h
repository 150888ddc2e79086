#pragma once

#include "core/causal/causalmeasures.h"
#include "core/causal/intervention.h"

#include <vector>

namespace headwaters {

/// What a stack does to a run, item by item.
struct StackOutcome {
    InterventionStack stack;
    TokenId target = 0, rival = 0;
    CausalMeasures clean; ///< without it
    CausalMeasures end; ///< with all that is switched on
    /// [item] with the items up to it; of one that is off, what it would do if it alone were switched on too.
    std::vector<CausalMeasures> along;
    std::vector<CausalToken> before, after; ///< likeliest next tokens without and with the stack
};

/// The stacks that `along` is measured on, one for each item.
[[nodiscard]] inline std::vector<InterventionStack> stacksAlong(const InterventionStack& stack)
{
    std::vector<InterventionStack> all;
    for (std::size_t at = 0; at < stack.items.size(); ++at) {
        InterventionStack& one = all.emplace_back();
        one.items.assign(stack.items.begin(), stack.items.begin() + static_cast<std::ptrdiff_t>(at + 1));
        one.items.back().enabled = true;
    }
    return all;
}

} // namespace headwaters
