#include "core/heads/logistic.h"

#include <algorithm>
#include <cmath>

namespace headwaters {

namespace {

/// Four sums at a time, since one sum waits for itself.
double dot(const double* left, const double* right, int size)
{
    double sums[4] = {0, 0, 0, 0};
    int at = 0;
    for (; at + 4 <= size; at += 4) {
        for (int lane = 0; lane < 4; ++lane)
            sums[lane] += left[at + lane] * right[at + lane];
    }
    for (; at < size; ++at)
        sums[0] += left[at] * right[at];
    return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

double probability(double logit)
{
    return 1 / (1 + std::exp(-logit));
}

/// log(1 + exp(x)) without overflow.
double softplus(double x)
{
    return x > 0 ? x + std::log1p(std::exp(-x)) : std::log1p(std::exp(x));
}

/// Lower factor of a positive definite matrix, in its place; the upper half is left alone.
void factor(std::vector<double>& matrix, int size)
{
    const auto row = [&](int at) { return matrix.data() + static_cast<std::size_t>(at) * size; };
    for (int i = 0; i < size; ++i) {
        for (int j = 0; j <= i; ++j) {
            const double rest = row(i)[j] - dot(row(i), row(j), j);
            row(i)[j] = i == j ? std::sqrt(rest) : rest / row(j)[j];
        }
    }
}

/// Solves L Lᵀ x = b.
std::vector<double> solve(const std::vector<double>& factor, std::vector<double> b)
{
    const int size = static_cast<int>(b.size());
    const auto row = [&](int at) { return factor.data() + static_cast<std::size_t>(at) * size; };
    for (int i = 0; i < size; ++i)
        b[i] = (b[i] - dot(row(i), b.data(), i)) / row(i)[i];
    for (int i = size - 1; i >= 0; --i) {
        b[i] /= row(i)[i];
        for (int j = 0; j < i; ++j)
            b[j] -= row(i)[j] * b[i];
    }
    return b;
}

} // namespace

double LogisticModel::logit(const double* item) const
{
    double sum = intercept;
    for (std::size_t feature = 0; feature < weights.size(); ++feature)
        sum += weights[feature] * (item[feature] - mean[feature]) / scale[feature];
    return sum;
}

struct LogisticDesign::State {
    std::vector<double> parameters, probabilities, gradient;
};

LogisticDesign::LogisticDesign(const LabelledItems& items, const std::vector<int>& rows, double penalty)
    : m_rows(rows),
      m_size(items.features + 1),
      m_penalty(penalty),
      m_mean(static_cast<std::size_t>(items.features)),
      m_scale(static_cast<std::size_t>(items.features)),
      m_scaled(rows.size() * static_cast<std::size_t>(items.features + 1))
{
    const auto count = static_cast<double>(rows.size());
    for (int feature = 0; feature < items.features; ++feature) {
        double sum = 0, squares = 0;
        for (const int at : rows)
            sum += items.item(at)[feature];
        const double mean = sum / count;
        for (const int at : rows)
            squares += std::pow(items.item(at)[feature] - mean, 2);
        const double deviation = std::sqrt(squares / count);
        m_mean[feature] = mean;
        // Rounding leaves a constant feature a deviation of its last digits.
        m_scale[feature] = deviation > 1e-12 * std::max(1.0, std::abs(mean)) ? deviation : 1;
    }
    for (int place = 0; place < static_cast<int>(rows.size()); ++place) {
        for (int feature = 0; feature < items.features; ++feature)
            row(place)[feature] = (items.item(rows[place])[feature] - m_mean[feature]) / m_scale[feature];
        row(place)[items.features] = 1;
    }
    m_bound = factoredCurvature(std::vector<double>(rows.size(), 0.25));
}

double LogisticDesign::measure(State& state, const std::vector<int>& labels) const
{
    state.probabilities.resize(m_rows.size());
    state.gradient.assign(static_cast<std::size_t>(m_size), 0.0);
    for (int place = 0; place < static_cast<int>(m_rows.size()); ++place) {
        const double* values = row(place);
        const double p = probability(dot(values, state.parameters.data(), m_size));
        state.probabilities[place] = p;
        const double residual = p - labels[m_rows[place]];
        for (int feature = 0; feature < m_size; ++feature)
            state.gradient[feature] += residual * values[feature];
    }
    for (int feature = 0; feature + 1 < m_size; ++feature)
        state.gradient[feature] += m_penalty * state.parameters[feature];
    double largest = 0;
    for (const double entry : state.gradient)
        largest = std::max(largest, std::abs(entry));
    return largest / static_cast<double>(m_rows.size());
}

double LogisticDesign::loss(const std::vector<double>& parameters, const std::vector<int>& labels) const
{
    double sum = m_penalty / 2 * dot(parameters.data(), parameters.data(), m_size - 1);
    for (int place = 0; place < static_cast<int>(m_rows.size()); ++place) {
        const double logit = dot(row(place), parameters.data(), m_size);
        sum += softplus(labels[m_rows[place]] == 1 ? -logit : logit);
    }
    return sum;
}

std::vector<double> LogisticDesign::factoredCurvature(const std::vector<double>& itemWeights) const
{
    std::vector<double> curvature(static_cast<std::size_t>(m_size) * static_cast<std::size_t>(m_size), 0.0);
    for (int place = 0; place < static_cast<int>(m_rows.size()); ++place) {
        const double* values = row(place);
        for (int i = 0; i < m_size; ++i) {
            const double weighted = itemWeights[place] * values[i];
            double* into = curvature.data() + offset(i);
            for (int j = 0; j <= i; ++j)
                into[j] += weighted * values[j];
        }
    }
    for (int i = 0; i < m_size; ++i)
        curvature[offset(i) + static_cast<std::size_t>(i)] += i + 1 < m_size ? m_penalty : 1e-9;
    factor(curvature, m_size);
    return curvature;
}

LogisticModel LogisticDesign::fit(const std::vector<int>& labels) const
{
    State state;
    state.parameters.assign(static_cast<std::size_t>(m_size), 0.0);
    double before = loss(state.parameters, labels);
    for (int round = 0; round < 100 && measure(state, labels) > 1e-9; ++round) {
        std::vector<double> weights(m_rows.size());
        std::transform(state.probabilities.begin(), state.probabilities.end(), weights.begin(), [](double p) {
            return p * (1 - p);
        });
        const std::vector<double> step = solve(factoredCurvature(weights), state.gradient);
        // Newton's step may jump too far where the items are nearly separable.
        double share = 1;
        std::vector<double> next(step.size());
        double after = before;
        for (int halving = 0; halving < 30; ++halving, share /= 2) {
            for (std::size_t at = 0; at < step.size(); ++at)
                next[at] = state.parameters[at] - share * step[at];
            after = loss(next, labels);
            if (after <= before)
                break;
        }
        if (after > before)
            break; // the loss is flat to the last digit
        state.parameters = next;
        before = after;
    }
    return modelOf(state.parameters);
}

LogisticModel LogisticDesign::fitRoughly(const std::vector<int>& labels) const
{
    State state;
    state.parameters.assign(static_cast<std::size_t>(m_size), 0.0);
    for (int round = 0; round < 100 && measure(state, labels) > 1e-4; ++round) {
        const std::vector<double> step = solve(m_bound, state.gradient);
        for (std::size_t at = 0; at < step.size(); ++at)
            state.parameters[at] -= step[at];
    }
    return modelOf(state.parameters);
}

LogisticModel LogisticDesign::modelOf(const std::vector<double>& parameters) const
{
    return {
        m_mean, m_scale, std::vector<double>(parameters.begin(), parameters.end() - 1), parameters.back()};
}

} // namespace headwaters
