#pragma once

#include "core/base/cancel.h"
#include "core/engine/model/config.h"
#include "core/engine/model/hooks.h"
#include "core/engine/model/weights.h"
#include "core/text/token.h"

#include <vector>

namespace headwaters {

/// Of which positions the logits are computed, if the visitor wants them.
enum class LogitRows { All, Last };

/// Runs a batch of prompts through the model and shows `visitor` what it wants to see. Prompts may differ in
/// length: their positions stand one below the other in every matrix, and only attention looks at each prompt
/// alone, so nothing is padded. Token ids must be in range, prompts not empty and not beyond the context.
/// `progress` counts layers. \throws Error: cancelled; a number that is not finite, naming the layer.
void forward(
    const ModelConfig& config, const Weights& weights, const std::vector<std::vector<TokenId>>& prompts,
    LogitRows logitRows, HookVisitor& visitor, const CancelToken& cancel, const ProgressFunction& progress);

} // namespace headwaters
