#pragma once

#include "core/base/cancel.h"
#include "core/engine/model/model.h"

#include <functional>
#include <vector>

namespace headwaters {

class HookVisitor;

/// Which logits are read at one position of a prompt.
struct DirectRequest {
    std::vector<TokenId> ids;
    int position = -1; ///< below 0: the last
    std::vector<TokenId> tokens; ///< whose logits are read
    bool bySource = false; ///< also split by source token
};

/// What each part of the run adds to the logits of tokens at one position, with the final norm's scale (and
/// those of norms behind attention and MLP) held at that run's: D(t) of specification 2.0.1. The parts add up
/// to the logits. Where the model caps its logits, these are the logits before the cap.
struct DirectReading {
    int nLayers = 0, nHeads = 0, tokens = 0, sources = 0;
    std::vector<double> embedding; ///< [token]
    std::vector<double> position; ///< [token]; zero with rotary positions
    std::vector<double> heads; ///< [layer, head, token], without the output bias
    std::vector<double> attentionBias; ///< [layer, token]
    std::vector<double> mlp; ///< [layer, token]
    std::vector<double> finalNormShift; ///< [token] the final norm's shift and b_U
    /// [layer, head, source, token], a source for each token of the prompt; empty where not asked for.
    std::vector<double> headsBySource;
    std::vector<double> total; ///< [token] the sum
    std::vector<double> logits; ///< [token] what the forward gave, before the cap

    [[nodiscard]] double head(int layer, int head, int token) const
    {
        return heads[static_cast<std::size_t>((layer * nHeads + head) * tokens + token)];
    }
    [[nodiscard]] double source(int layer, int head, int source, int token) const
    {
        const auto row = static_cast<std::size_t>((layer * nHeads + head) * sources + source);
        return headsBySource[row * static_cast<std::size_t>(tokens) + static_cast<std::size_t>(token)];
    }
};

/// Reads one prompt. Sums are taken in float64 of a float32 run. \throws Error (bad input) for a token or
/// position that is none; cancelled.
[[nodiscard]] DirectReading
directReading(const Model& model, const DirectRequest& request, const CancelToken& cancel);

/// How many readings are taken.
struct DirectReadingOptions {
    CancelToken cancel = {};
    std::function<void()> ran = {}; ///< told once for each prompt that went through the model
    /// Looks at the run before it is read and may change it: `visit` says which of the requests it is at.
    /// What it writes into z, patterns, values, residuals and outputs before they are added is read as it
    /// stands then; a change behind that (attn_out, resid_mid, ...) is part of the logits but of no part.
    HookVisitor* change = nullptr;
};

/// Reads prompts, many in one pass through the model; lengths, positions and tokens may differ.
/// \throws as directReading.
[[nodiscard]] std::vector<DirectReading> directReadings(
    const Model& model, const std::vector<DirectRequest>& requests, const DirectReadingOptions& options = {});

} // namespace headwaters
