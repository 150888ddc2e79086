#pragma once

#include "core/base/cancel.h"
#include "core/heads/evidence.h"

#include <functional>
#include <vector>

namespace headwaters {

/// What a detector measured of one head: values of the units that replicate (prompts or seeds), and draws of
/// its null.
struct HeadSample {
    std::vector<double> units;
    std::vector<double> nulls; ///< empty where signs are flipped instead
};

/// How a measure decides (specification 2.0.6).
struct MeasureRule {
    Access access = Access::Attention;
    QString measure;
    double threshold = 0; ///< score at least
    double weakThreshold = -1; ///< below 0: none
    double largest = 1; ///< the score a perfect head would have
    double z = 3; ///< robust z at least
    double q = 0.05; ///< false discovery rate at most
    /// The p is of flipping the units' signs (for direct effects), and z that of the units' mean over its
    /// standard error where there are 9 units or more; else of the null's draws.
    bool signFlip = false;
    bool required = true;
};

/// One Evidence a head, in the order of `samples`: scores, intervals (bootstrap, 1000 draws), z, p, and q
/// over all of them. Fixed by `seed`. Yes where score >= threshold, q <= rule.q and, where there is a z, z >=
/// rule.z; Weak likewise with the weak threshold. The null is the median of the draws, 0 where there are
/// none; a head without units, or with a value that is not finite, has 0 samples and is No. A measure without
/// any null (no draws, no sign flip) has p = 1, so that only a rule with q = 1 lets it pass.
/// \throws Error: cancelled.
[[nodiscard]] std::vector<Evidence> decide(
    const std::vector<HeadSample>& samples, const MeasureRule& rule, std::uint64_t seed,
    const CancelToken& cancel = {});

/// Benjamini and Hochberg 1995: q of each p, in their order.
[[nodiscard]] std::vector<double> falseDiscoveryRates(const std::vector<double>& p);
/// 0 of no values.
[[nodiscard]] double median(std::vector<double> values);
/// 1.4826 times the median distance to the median, at least 1.4826e-4.
[[nodiscard]] double robustDeviation(const std::vector<double>& values);
struct Interval {
    double low = 0, high = 0;
};
/// 95 % by percentile bootstrap of the mean.
[[nodiscard]] Interval bootstrapMean(const std::vector<double>& values, std::uint64_t seed, int draws = 1000);
/// One-sided p that the mean is above zero: the share of all sign patterns up to 13 units, else (1 + patterns
/// at or above) / (1 + patterns) of 8192 drawn.
[[nodiscard]] double signFlipP(const std::vector<double>& values, std::uint64_t seed);
/// One-sided p of a score among the null's draws: (1 + draws at or above) / (1 + draws).
[[nodiscard]] double permutationP(double score, const std::vector<double>& nulls);

/// The rule of a type: Yes where all required evidence is Yes, Weak where all are at least Weak, No where one
/// is No or none is required; NotMeasurable where one is and the others are at least Weak.
/// Evidence of tiers above `tier` must not be in the list.
[[nodiscard]] Finding findingOf(const std::vector<Evidence>& evidence);

/// Accuracy and logit difference against chance (specification 2.0.6). `correct` 0 or 1 a prompt.
[[nodiscard]] Competence competenceOf(
    const QString& task, const QString& sentence, const std::vector<double>& correct,
    const std::vector<double>& differences, double chance, std::uint64_t seed);

} // namespace headwaters
