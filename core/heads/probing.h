#pragma once

#include "core/base/cancel.h"
#include "core/heads/logistic.h"

#include <QString>

#include <cstdint>

namespace headwaters {

/// How a probe is learnt and tested.
struct ProbeRule {
    int folds = 5;
    double penalty = 10; ///< of squared weights of scaled features: 1 / C of other programs
    int draws = 200; ///< label permutations of the null
    std::uint64_t seed = 1; ///< of folds and permutations

    bool operator==(const ProbeRule&) const = default;
};

/// What a probe says of items that it did not learn from.
struct HeldOut {
    std::vector<double> logits; ///< [item]
    double auc = 0.5; ///< share of pairs of both labels, within a fold, that stand in order; ties count half
    double accuracy = 0; ///< share of items whose logit has the sign of their label
    /// [group, in ascending order of their numbers] values whose mean is the AUC and whose spread is that of
    /// the AUC over groups (DeLong et al. 1988), so that a bootstrap over them gives its interval.
    std::vector<double> units;
};

/// Why a probe cannot be learnt: a fold would lack one of the labels. Empty: it can.
[[nodiscard]] QString whyNotProbed(const LabelledItems& items, const ProbeRule& rule);

/// The fold of each item: groups stay together, folds have nearly as many groups as each other, and groups
/// of like labels are dealt out evenly.
[[nodiscard]] std::vector<int> groupedFolds(const LabelledItems& items, int folds, std::uint64_t seed);

/// Each fold scored by a probe that learnt from the others.
[[nodiscard]] HeldOut
crossValidate(const LabelledItems& items, const std::vector<int>& folds, const ProbeRule& rule);

/// How a fold is scored by the probe that did not learn from it, and how the probes that learnt from neither
/// this fold nor one other score the others: what a choice between heads may look at.
struct NestedScore {
    double inner = 0.5; ///< AUC over the other folds
    double held = 0.5; ///< AUC over this fold
};

/// [fold]
[[nodiscard]] std::vector<NestedScore> nestedScores(
    const LabelledItems& items, const std::vector<int>& folds, const HeldOut& held, const ProbeRule& rule);

/// [draw, item] labels exchanged as the groups allow: within groups that hold both, and between groups that
/// hold one.
[[nodiscard]] std::vector<std::vector<int>>
permutedLabels(const LabelledItems& items, int draws, std::uint64_t seed);

/// What the same cross-validation gives with each of many labellings.
struct PermutedScores {
    std::vector<double> aucs; ///< [labelling]
    std::vector<double> accuracies; ///< [labelling]
};

/// \throws Error: cancelled.
[[nodiscard]] PermutedScores permutedScores(
    const LabelledItems& items, const std::vector<int>& folds, const std::vector<std::vector<int>>& labels,
    const ProbeRule& rule, const CancelToken& cancel);

} // namespace headwaters
