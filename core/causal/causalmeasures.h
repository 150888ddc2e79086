#pragma once

#include "core/text/token.h"

#include <optional>
#include <span>
#include <vector>

namespace headwaters {

/// What is read off the logits of one position, all logarithms natural.
struct CausalMeasures {
    double difference = 0; ///< logit of the target minus that of the rival
    double probability = 0; ///< of the target; it saturates and misses parts that speak against
    double logProbability = 0;
    int rank = 0; ///< of the target: how many logits are strictly larger
    double divergence = 0; ///< KL(clean || this), in nats: sees negative heads too

    bool operator==(const CausalMeasures&) const = default;
};

/// A next token and what it is worth.
struct CausalToken {
    TokenId id = 0;
    double probability = 0;

    bool operator==(const CausalToken&) const = default;
};

/// The next tokens of a run, likeliest first; equal ones in order of their ids.
[[nodiscard]] std::vector<CausalToken> likeliestTokens(std::span<const float> logits, int count);

/// log softmax, in float64.
[[nodiscard]] std::vector<double> logProbabilities(std::span<const float> logits);

/// `cleanLogProbabilities` [d_vocab] is what the divergence compares with. Ids must be in range.
[[nodiscard]] CausalMeasures measuresOf(
    std::span<const float> logits, const std::vector<double>& cleanLogProbabilities, TokenId target,
    TokenId rival);

/// Measure by measure; the rank is rounded. `all` is not empty.
[[nodiscard]] CausalMeasures meanOf(std::span<const CausalMeasures> all);

/// Which run is changed.
enum class CausalBase {
    Clean, ///< noising, ablation
    Corrupted, ///< denoising
};

/// Below this the two prompts hardly differ, and a share of their difference says nothing.
inline constexpr double smallestDenominator = 0.1;

/// The share of the distance between the prompts that a change covers: denoising (patched - corrupted) /
/// (clean - corrupted), noising (patched - clean) / (clean - corrupted). None where the prompts differ by
/// less than `smallest`.
[[nodiscard]] std::optional<double> normalisedEffect(
    CausalBase base, double patched, double clean, double corrupted, double smallest = smallestDenominator);

} // namespace headwaters
