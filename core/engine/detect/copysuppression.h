#pragma once

#include "core/engine/detect/bench.h"
#include "core/heads/decision.h"

namespace headwaters {

// Copy suppression over the vocabulary (McDougall et al. 2023, arXiv 2310.04625), read from the matrices of
// some heads (as Bench::indexOf): a sample a head, a unit a token, 0 or 1. Biases are left out, and with
// rotary positions keys and queries are compared at the same position, which is an approximation.

/// Whether a token's own logit is among the 10 that the head would lower most where it attended to the token
/// (W1). The null shuffles tokens (N6).
[[nodiscard]] std::vector<HeadSample>
loweringSamples(const Bench& bench, const std::vector<int>& heads, const std::vector<TokenId>& tokens);

/// Whether, of the keys of all `tokens`, that of the token itself has the largest score with a query made of
/// the token's unembedding (W2). The null is that of any other key.
[[nodiscard]] std::vector<HeadSample>
keySamples(const Bench& bench, const std::vector<int>& heads, const std::vector<TokenId>& tokens);

/// Tokens drawn from the pool, without repeats, ascending.
[[nodiscard]] std::vector<TokenId> sampledTokens(const Bench& bench, std::size_t count);

} // namespace headwaters
