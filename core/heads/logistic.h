#pragma once

#include <vector>

namespace headwaters {

/// What a probe learns from: items with features, a label and the question (group) that they belong to.
struct LabelledItems {
    int features = 0;
    std::vector<double> values; ///< [item, feature]
    std::vector<int> labels; ///< [item] 0 or 1
    std::vector<int> groups; ///< [item] items of one group are never split between training and test

    [[nodiscard]] int count() const { return static_cast<int>(labels.size()); }
    [[nodiscard]] const double* item(int index) const
    {
        return values.data() + static_cast<std::size_t>(index) * static_cast<std::size_t>(features);
    }
};

/// Logistic regression with a squared penalty: what minimises the sum of the items' log losses plus half the
/// penalty times the squared weights, of features scaled to mean 0 and variance 1 over the items that were
/// learnt from. The intercept is not penalised.
struct LogisticModel {
    std::vector<double> mean, scale; ///< [feature]; a feature that never changes has scale 1
    std::vector<double> weights; ///< [feature] of the scaled features
    double intercept = 0;

    /// Log odds of label 1.
    [[nodiscard]] double logit(const double* item) const;
};

/// The scaled features of some items with what every fit to them shares, so that many labellings cost
/// little more than one.
class LogisticDesign {
public:
    /// `rows` are places in `items`, one or more; `penalty` is above 0.
    LogisticDesign(const LabelledItems& items, const std::vector<int>& rows, double penalty);

    /// Newton's method, to a gradient below 1e-9 an item. `labels` [item] of all items.
    [[nodiscard]] LogisticModel fit(const std::vector<int>& labels) const;
    /// The same to a gradient below 1e-4 an item, by steps with one bound on the curvature (Böhning and
    /// Lindsay 1988), which is factored once: for the many fits of a null.
    [[nodiscard]] LogisticModel fitRoughly(const std::vector<int>& labels) const;

private:
    struct State;

    [[nodiscard]] double* row(int place) { return m_scaled.data() + offset(place); }
    [[nodiscard]] const double* row(int place) const { return m_scaled.data() + offset(place); }
    [[nodiscard]] std::size_t offset(int place) const
    {
        return static_cast<std::size_t>(place) * static_cast<std::size_t>(m_size);
    }
    /// Fills probabilities and gradient; gives the largest entry of the gradient over the items.
    double measure(State& state, const std::vector<int>& labels) const;
    [[nodiscard]] double loss(const std::vector<double>& parameters, const std::vector<int>& labels) const;
    [[nodiscard]] std::vector<double> factoredCurvature(const std::vector<double>& itemWeights) const;
    [[nodiscard]] LogisticModel modelOf(const std::vector<double>& parameters) const;

    std::vector<int> m_rows;
    int m_size; ///< features and the constant, which is last
    double m_penalty;
    std::vector<double> m_mean, m_scale;
    std::vector<double> m_scaled; ///< [row, feature], the last is 1
    std::vector<double> m_bound; ///< Cholesky factor of the largest curvature
};

} // namespace headwaters
