#pragma once

#include "core/results/runresult.h"

#include <vector>

namespace headwaters {

/// The two tokens whose difference matters.
struct TokenPair {
    TokenId target = 0;
    TokenId rival = 0;

    bool operator==(const TokenPair&) const = default;
};

/// The pair of a request, given the logits at the last position: no target means the likeliest token, no
/// rival the likeliest token that is not the target. \throws Error (bad input) for an id beyond the logits.
[[nodiscard]] TokenPair
tokenPair(std::optional<TokenId> target, std::optional<TokenId> rival, const std::vector<float>& logits);

} // namespace headwaters
