#pragma once

#include "core/base/cancel.h"
#include "core/engine/model/model.h"
#include "core/results/attribution.h"

#include <vector>

namespace headwaters {

/// What is to be attributed.
struct AttributionRequest {
    std::vector<TokenId> ids;
    TokenId target = 0;
    TokenId rival = 0;
    int position = -1; ///< whose logits are read; below 0: the last
};

/// Direct logit attribution of target minus rival, heads split by source token too: one forward.
/// \throws as directReading.
[[nodiscard]] Attribution
attribution(const Model& model, const AttributionRequest& request, const CancelToken& cancel);

} // namespace headwaters
