#include "core/engine/trace/scorerow.h"

#include "core/engine/trace/firing.h"
#include "core/engine/trace/tracedrun.h"

#include <algorithm>
#include <cmath>

namespace headwaters {

namespace {

constexpr int gradientSteps = 64;

} // namespace

double AttentionOfRow::operator()(std::span<const double> row)
{
    m_weights.assign(row.begin(), row.end());
    if (m_cap > 0) {
        for (double& score : m_weights)
            score = m_cap * std::tanh(score / m_cap);
    }
    const double largest = *std::max_element(m_weights.begin(), m_weights.end());
    double sum = 0;
    for (double& weight : m_weights)
        sum += weight = std::exp(weight - largest);
    for (double& weight : m_weights)
        weight /= sum;
    return m_weights[m_source];
}

double AttentionOfRow::slope(double score) const
{
    if (m_cap <= 0)
        return 1.0;
    const double t = std::tanh(score / m_cap);
    return 1.0 - t * t;
}

std::vector<double> scoreKeyWeights(std::span<const double> scores, std::size_t source, double cap)
{
    AttentionOfRow attention(source, cap);
    std::vector<double> result(scores.size(), 0.0);
    std::vector<double> scaled(scores.size());
    for (int step = 0; step <= gradientSteps; ++step) {
        const double alpha = static_cast<double>(step) / gradientSteps;
        for (std::size_t t = 0; t < scores.size(); ++t)
            scaled[t] = alpha * scores[t];
        const double share = (step == 0 || step == gradientSteps ? 0.5 : 1.0) / gradientSteps;
        const double ofSource = attention(scaled) * share;
        for (std::size_t t = 0; t < scores.size(); ++t) {
            const double towards = (t == source ? 1.0 : 0.0) - attention.weights()[t];
            result[t] += ofSource * towards * attention.slope(scaled[t]);
        }
    }
    return result;
}

ScoreRowState scoreRow(const TracedRun& run, const Firing& firing, double cap)
{
    ScoreRowState state;
    state.firstKey = run.firstKey(firing.head.layer, firing.destination);
    const TracedRun::Layer& layer = run.layer(firing.head.layer);
    const std::int64_t group = firing.head.head / run.config().groupSize();
    const std::int64_t keys = firing.destination + 1 - state.firstKey;
    const at::Tensor row = at::mv(
                               layer.keys.select(1, group).narrow(0, state.firstKey, keys),
                               layer.queries.select(0, firing.destination).select(0, firing.head.head))
        * run.config().scoreScale(firing.head.layer);
    state.scores.assign(row.data_ptr<double>(), row.data_ptr<double>() + keys);
    state.keyWeights =
        scoreKeyWeights(state.scores, static_cast<std::size_t>(firing.source - state.firstKey), cap);
    return state;
}

} // namespace headwaters
