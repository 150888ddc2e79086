#pragma once

#include "core/engine/detect/bench.h"
#include "core/engine/torchapi.h"

#include <vector>

namespace headwaters {

/// What stands for tokens where the matrices of heads are read without a run (specification 2.0.4): the
/// residual behind the first block, and for heads of the first layer the row of W_E itself, since they read
/// nothing else.
struct SourceRows {
    std::vector<TokenId> tokens; ///< [source]
    at::Tensor embedding; ///< [source, d_model] rows of W_E, scaled as the model scales them
    at::Tensor behindFirst; ///< [source, d_model] the residual behind block 0

    [[nodiscard]] const at::Tensor& forLayer(int layer) const { return layer == 0 ? embedding : behindFirst; }

    /// The effective embedding W_EE: each token behind the beginning-of-text token (alone where there is
    /// none), attention on. \throws Error: cancelled; bad input for a token that is none.
    [[nodiscard]] static SourceRows ofTokens(const Bench& bench, const std::vector<TokenId>& tokens);
    /// Tokens where they stand in prompts: of each prompt the positions [prompt][n], in their order.
    [[nodiscard]] static SourceRows inPrompts(
        const Bench& bench, const std::vector<TaskPrompt>& prompts,
        const std::vector<std::vector<int>>& positions);
};

} // namespace headwaters
