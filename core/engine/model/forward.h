#pragma once

#include "core/base/cancel.h"
#include "core/engine/model/config.h"
#include "core/engine/model/hooks.h"
#include "core/engine/model/weightsource.h"
#include "core/text/token.h"

#include <utility>
#include <vector>

namespace headwaters {

/// Of which positions the logits are computed, if the visitor wants them.
enum class LogitRows { All, Last };

/// Rotated keys and values of the positions that a prompt has passed, so that the next tokens need only their
/// own rows.
class KeyValueCache {
public:
    /// For up to `capacity` positions; memory is taken as it is needed.
    KeyValueCache(const ModelConfig& config, std::int64_t capacity);

    [[nodiscard]] std::int64_t length() const { return m_length; }
    [[nodiscard]] std::int64_t capacity() const { return m_capacity; }
    /// Adds rows [rows, key/value head, d_head] behind those that are there and gives all back.
    std::pair<at::Tensor, at::Tensor> extend(std::int64_t layer, const at::Tensor& k, const at::Tensor& v);
    /// Counts `rows` positions as passed, once all layers have added them.
    void advance(std::int64_t rows) { m_length += rows; }

private:
    std::int64_t m_capacity = 0;
    std::int64_t m_length = 0;
    std::vector<at::Tensor> m_keys, m_values; // [layer][position, key/value head, d_head]
};

/// Where a forward starts instead of at the tokens: with what enters a layer, of all prompts of the batch one
/// below the other. Embedding hooks and those of the layers before are not visited then.
struct ForwardStart {
    int layer = 0;
    at::Tensor residual; ///< [rows, d_model]; a copy is worked on
};

/// Runs a batch of prompts through the model and shows `visitor` what it wants to see. Prompts may differ in
/// length: their positions stand one below the other in every matrix, and only attention looks at each prompt
/// alone, so nothing is padded. Token ids must be in range, prompts not empty and not beyond the context.
/// With a `cache` the one prompt goes on behind the positions that the cache holds, and scores and patterns
/// have a column for those too. With a `start` the layers below it are not run again. `progress` counts
/// layers. \throws Error: cancelled; a number that is not finite, naming the layer.
void forward(
    const ModelConfig& config, const WeightSource& weights, const std::vector<std::vector<TokenId>>& prompts,
    LogitRows logitRows, HookVisitor& visitor, const CancelToken& cancel, const ProgressFunction& progress,
    KeyValueCache* cache = nullptr, const ForwardStart* start = nullptr);

} // namespace headwaters
