#pragma once

#include "core/base/cancel.h"
#include "core/engine/model/model.h"
#include "core/results/lens.h"

#include <memory>
#include <vector>

namespace headwaters {

struct Edit;

/// What is read of the residual stream of a prompt.
struct LensRequest {
    std::vector<TokenId> ids;
    std::vector<int> positions; ///< empty: all
    std::vector<TokenId> words; ///< followed through the rows
    std::shared_ptr<const std::vector<Edit>> edits = {}; ///< done to the run that is read; null: none
};

/// The final norm and the unembedding, its cap included, on every layer's `hook_resid_pre` and
/// `hook_resid_mid` and on the last `hook_resid_post`. Where attention and MLP stand side by side there is
/// no `hook_resid_mid` and its rows are left out. One forward and, for each row and position, one product
/// with the unembedding; `progress` counts those. \throws Error (bad input) for a token or position that is
/// none; cancelled.
[[nodiscard]] LogitLens logitLens(
    const Model& model, const LensRequest& request, const CancelToken& cancel,
    const ProgressFunction& progress = {});

} // namespace headwaters
