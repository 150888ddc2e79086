#pragma once

#include "core/base/headindex.h"
#include "core/heads/probing.h"
#include "core/results/modelinfo.h"

#include <optional>
#include <vector>

namespace headwaters {

/// How well a probe of one head tells the labels apart, on items that it did not learn from.
struct HeadProbe {
    HeadIndex head;
    double auc = 0.5;
    double accuracy = 0;
    double low = 0, high = 0; ///< 95 % of the AUC, bootstrapped over groups
    double null = 0.5; ///< median AUC with permuted labels
    double nullHigh = 0.5; ///< 95th percentile of the same
    double nullAccuracyHigh = 0; ///< 95th percentile of its accuracy with permuted labels
    double randomHead = 0.5; ///< mean AUC of random heads of its layer: what any head there could read
    double z = 0, p = 1, q = 1; ///< q over all heads
    /// AUC at least 0.65, 0.05 above baseline and random heads, both with z at least 3 and q at most 0.05.
    bool passes = false;
};

/// What is told apart without any head: by the embedding of the token at the position, or the mean embedding
/// of all tokens up to it, whichever does better.
struct ProbeBaseline {
    double auc = 0.5;
    double accuracy = 0;
};

/// What happens when a head's output is moved along what its probe found.
struct SteeringResult {
    HeadIndex head;
    double alpha = 0; ///< how many standard deviations
    double sigma = 0; ///< one of them, of z along the direction
    int prompts = 0;
    double clean = 0; ///< mean logit difference of the contrasts
    double up = 0, down = 0; ///< the same with +alpha and -alpha
    double effect = 0; ///< (up - down) / 2
    std::vector<double> units; ///< [prompt] effect
    std::vector<double> random; ///< [direction] effect of a random direction, moved as far
    double randomHigh = 0; ///< 95th percentile of these
    double p = 1; ///< one-sided
    [[nodiscard]] bool isConfirmed() const { return effect > randomHigh && effect > 0; }
};

/// Probes of all heads on one labelled set.
struct ProbeReport {
    ModelInfo model;
    QString set; ///< key of the built-in set, or the file's name
    QString sentence;
    ProbeRule rule;
    int items = 0, ones = 0, groups = 0;
    ProbeBaseline baseline;
    std::vector<HeadProbe> heads; ///< layer by layer
    /// The head that is best on the items learnt from, scored on those held out, mean over folds: what
    /// picking the best of many heads really gives.
    double selectedAuc = 0.5;
    /// 95th percentile of the best accuracy of any head with permuted labels: a head above it tells the
    /// labels apart, however many heads were looked at.
    double accuracyBound = 0;
    std::vector<SteeringResult> steering;
};

} // namespace headwaters
