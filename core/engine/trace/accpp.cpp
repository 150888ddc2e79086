#include "core/engine/trace/accpp.h"

#include "core/engine/trace/siderows.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace headwaters {

namespace {

constexpr int gradientSteps = 64;
constexpr int mostRemovals = 1000;
// Ranks and cuts that are closer than this, relative, may come out otherwise in other arithmetic.
constexpr double nearTie = 1e-6;

/// Softmax over a row of scores, through the cap where one is heeded; returns the weight of `source`.
class AttentionOfRow {
public:
    AttentionOfRow(std::size_t source, double cap) : m_source(source), m_cap(cap) { }

    double operator()(std::span<const double> row)
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
    /// Of the row before: the weights, and how the capped scores follow the scores.
    [[nodiscard]] const std::vector<double>& weights() const { return m_weights; }
    [[nodiscard]] double slope(double score) const
    {
        if (m_cap <= 0)
            return 1.0;
        const double t = std::tanh(score / m_cap);
        return 1.0 - t * t;
    }

private:
    std::size_t m_source;
    double m_cap;
    std::vector<double> m_weights;
};

/// w_t = integral over alpha of p_s (delta_ts - p_t) along alpha times the row, by the trapezoid rule.
std::vector<double> keyWeights(const std::vector<double>& scores, std::size_t source, double cap)
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

/// All rows of a side in the order of their gradients, sorted a stretch at a time: the greedy removal looks
/// at a few hundred of what may be millions.
class Ranking {
public:
    explicit Ranking(const at::Tensor& gradients)
        : m_gradients(gradients.data_ptr<double>()),
          m_order(static_cast<std::size_t>(gradients.numel()))
    {
        std::iota(m_order.begin(), m_order.end(), std::int64_t{0});
    }

    [[nodiscard]] std::size_t size() const { return m_order.size(); }
    [[nodiscard]] std::int64_t at(std::size_t rank)
    {
        while (rank >= m_sorted) {
            const auto before = [this](std::int64_t one, std::int64_t other) {
                const double a = m_gradients[one];
                const double b = m_gradients[other];
                return a != b ? a > b : one < other;
            };
            const auto first = m_order.begin() + static_cast<std::ptrdiff_t>(m_sorted);
            m_sorted = std::min(m_order.size(), std::max<std::size_t>(256, 4 * m_sorted));
            const auto last = m_order.begin() + static_cast<std::ptrdiff_t>(m_sorted);
            std::nth_element(first, last, m_order.end(), before);
            std::sort(first, last, before);
        }
        return m_order[rank];
    }
    [[nodiscard]] double gradient(std::size_t rank) { return m_gradients[at(rank)]; }

private:
    const double* m_gradients;
    std::vector<std::int64_t> m_order;
    std::size_t m_sorted = 0;
};

class Removal {
public:
    Removal(
        const SideRows& rows, const ScoreRowState& state, const AccPlusPlusRule& rule, std::size_t source,
        double cap, const QString& where)
        : m_rows(rows),
          m_state(state),
          m_rule(rule),
          m_attention(source, cap),
          m_where(where)
    {
    }

    SideTrace run(double start, const CancelToken& cancel, std::vector<NearTie>& nearTies)
    {
        SideTrace side;
        side.remaining = start;
        if (start < m_rule.tau)
            return side;
        Ranking ranking(m_rows.gradients());
        const auto width = m_rows.gradients().size(1);
        std::vector<double> row = m_state.scores;
        std::vector<double> removed(row.size());
        std::map<std::size_t, std::size_t> places; // part -> its place in side.parts
        for (std::size_t rank = 0;; ++rank) {
            if (rank == ranking.size() || side.steps == mostRemovals) {
                side.exhausted = true;
                break;
            }
            if (rank % 64 == 0)
                cancel.throwIfCancelled();
            const std::int64_t chosen = ranking.at(rank);
            const auto part = static_cast<std::size_t>(chosen / width);
            const int direction = static_cast<int>(chosen % width);
            m_rows.read(part, direction, removed);
            for (std::size_t t = 0; t < row.size(); ++t)
                row[t] -= removed[t];
            const double now = m_attention(row);
            const auto [place, isNew] = places.emplace(part, side.parts.size());
            if (isNew)
                side.parts.push_back({m_rows.parts()[part], 0.0, {}});
            side.parts[place->second].weight += side.remaining - now;
            side.parts[place->second].directions.push_back(direction);
            side.remaining = now;
            ++side.steps;
            tellTie(ranking, rank, nearTies);
            if (now < m_rule.tau)
                break;
        }
        if (std::abs(side.remaining - m_rule.tau) < nearTie * m_rule.tau)
            nearTies.push_back(
                {m_where + QStringLiteral(": what remains and tau"),
                 std::abs(side.remaining / m_rule.tau - 1.0)});
        if (m_rule.compat && side.steps == mostRemovals)
            side.parts.clear();
        return side;
    }

private:
    /// Two neighbours in the ranking, the second of which may not be removed any more.
    void tellTie(Ranking& ranking, std::size_t rank, std::vector<NearTie>& nearTies)
    {
        if (rank + 1 >= ranking.size())
            return;
        const double one = ranking.gradient(rank);
        const double next = ranking.gradient(rank + 1);
        const double larger = std::max(std::abs(one), std::abs(next));
        if (larger > 0 && one - next < nearTie * larger)
            nearTies.push_back(
                {m_where + QStringLiteral(": removals %1 and %2").arg(rank).arg(rank + 1),
                 (one - next) / larger});
    }

    const SideRows& m_rows;
    const ScoreRowState& m_state;
    const AccPlusPlusRule& m_rule;
    AttentionOfRow m_attention;
    QString m_where;
};

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
        keyWeights(state.scores, static_cast<std::size_t>(firing.source - state.firstKey), cap);
    return state;
}

} // namespace

FiringTrace traceFiring(
    const TracedRun& run, const UpstreamReadings& readings, const Firing& firing, const AccPlusPlusRule& rule,
    const CancelToken& cancel)
{
    const double cap = rule.compat ? 0.0 : run.config().scoreSoftCap;
    const ScoreRowState state = scoreRow(run, firing, cap);
    const auto source = static_cast<std::size_t>(firing.source - state.firstKey);
    const double attention = run.attention(firing.head, firing.destination, firing.source);
    const auto svd = run.model().qk(firing.head, {}, 0, 0, cancel);

    FiringTrace trace;
    trace.keyWeights = state.keyWeights;
    const auto side = [&](std::unique_ptr<SideRows> rows, const QString& name) {
        trace.residual = std::max(trace.residual, rows->residual());
        Removal removal(*rows, state, rule, source, cap, firing.text() + name);
        return removal.run(attention, cancel, trace.nearTies);
    };
    trace.query = side(SideRows::ofQuery(run, readings, firing, *svd, state), QStringLiteral(", query side"));
    cancel.throwIfCancelled();
    trace.key = side(SideRows::ofKey(run, readings, firing, *svd, state), QStringLiteral(", key side"));
    return trace;
}

} // namespace headwaters
