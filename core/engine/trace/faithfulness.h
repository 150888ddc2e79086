#pragma once

#include "core/base/cancel.h"
#include "core/circuit/edgechange.h"
#include "core/circuit/keptparts.h"
#include "core/text/token.h"

#include <vector>

namespace headwaters {

class Tracer;

/// A prompt, what is asked of it, and what a circuit holds in it.
struct FaithfulnessPrompt {
    std::vector<TokenId> ids;
    TokenId target = 0;
    TokenId rival = 0;
    std::vector<KeptPart> kept;
};

/// How much of target minus rival a circuit alone keeps (after Wang et al. 2023, arXiv 2211.00593): every
/// head and MLP that it does not hold at a token is replaced there by its mean, z of a head, the output of an
/// MLP, in new runs in float64; embeddings and biases stay.
///
/// The means are over `meanPrompts`, or, where there are none, over the prompts themselves: position by
/// position where several prompts all have the same length, over all their positions where lengths differ,
/// and over its positions for one prompt. With everything held, `kept` is exactly 1; with nothing, 0. `kept`
/// is of the means over the prompts, and its standard error that of a ratio (linearised). `progress` counts
/// layers. \throws Error (bad input) for no prompt, a token that the model does not have, a rival that is the
/// target, a part that the model or the prompt does not have; (failure) where the whole model and the ablated
/// one give the same difference, so that there is nothing to keep; cancelled.
[[nodiscard]] Faithfulness faithfulness(
    const Tracer& tracer, const std::vector<FaithfulnessPrompt>& prompts, const CancelToken& cancel,
    const ProgressFunction& progress = {}, const std::vector<std::vector<TokenId>>& meanPrompts = {});

} // namespace headwaters
