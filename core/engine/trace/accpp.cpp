#include "core/engine/trace/accpp.h"

#include "core/engine/trace/scorerow.h"
#include "core/engine/trace/siderows.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

namespace headwaters {

namespace {

constexpr int mostRemovals = 1000;
// Ranks and cuts that are closer than this, relative, may come out otherwise in other arithmetic.
constexpr double nearTie = 1e-6;

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
            // A head that does not see its source at any of the keys has rows of zeros.
            const auto isZero = [](double score) { return score == 0; };
            if (!m_rule.compat && std::all_of(removed.begin(), removed.end(), isZero))
                continue;
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
    if (rule.only != EdgeSide::Key)
        trace.query =
            side(SideRows::ofQuery(run, readings, firing, *svd, state), QStringLiteral(", query side"));
    cancel.throwIfCancelled();
    if (rule.only != EdgeSide::Query)
        trace.key = side(SideRows::ofKey(run, readings, firing, *svd, state), QStringLiteral(", key side"));
    return trace;
}

} // namespace headwaters
