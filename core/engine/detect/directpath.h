#pragma once

#include "core/engine/detect/answerreading.h"

namespace headwaters {

/// A token's part of a contrast of logits.
struct WeightedToken {
    TokenId token = 0;
    double weight = 0;
};

/// A prompt, the run that a head's result is taken from, and what of the logits is compared. The last
/// position of each counts.
struct PathItem {
    std::vector<TokenId> ids;
    std::vector<TokenId> source; ///< another prompt, of any length
    std::vector<WeightedToken> contrast;
};

/// `target` less the mean of `others`.
[[nodiscard]] std::vector<WeightedToken> contrastOf(TokenId target, const std::vector<TokenId>& others);

/// Path patching from heads to the logits: by how much an item's contrast falls, in logits, when one head's
/// result at the last position is exchanged for its result at the end of `source`. Everything else stays as
/// in the item's own run, but for the final norm, which is computed anew. A unit is an item. Two runs an
/// item. \throws Error: cancelled; as forward.
[[nodiscard]] HeadUnits directPathDrops(const Bench& bench, const std::vector<PathItem>& items);

/// The rule of such drops: z at least 3 over items, p by their signs.
[[nodiscard]] MeasureRule pathRule(const QString& measure, double largest);

} // namespace headwaters
