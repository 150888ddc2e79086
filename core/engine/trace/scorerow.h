#pragma once

#include <span>
#include <vector>

namespace headwaters {

/// Softmax over a row of scores, through a cap where one is heeded: c tanh(score / c); 0: no cap.
class AttentionOfRow {
public:
    AttentionOfRow(std::size_t source, double cap) : m_source(source), m_cap(cap) { }

    /// The weight of the source.
    double operator()(std::span<const double> row);
    /// Of the row before: the weights.
    [[nodiscard]] const std::vector<double>& weights() const { return m_weights; }
    /// How a capped score follows the score.
    [[nodiscard]] double slope(double score) const;

private:
    std::size_t m_source;
    double m_cap;
    std::vector<double> m_weights;
};

/// How the attention weight of `source` depends on each score, averaged on the way from no scores to these:
/// w_t, the integral over alpha in [0, 1] of p_s (delta_ts - p_t) at alpha times the row, times the slope of
/// the cap, by the trapezoid rule with 65 nodes. Without a cap they add up to 0; scores times them add up to
/// the attention weight minus that of equal scores, up to the quadrature (specification 5.7).
[[nodiscard]] std::vector<double>
scoreKeyWeights(std::span<const double> scores, std::size_t source, double cap);

/// The score row of a firing before it is taken apart.
struct ScoreRowState {
    std::vector<double> scores; ///< [visible key] q . k times the scale, before a cap
    std::vector<double> keyWeights; ///< [visible key] as scoreKeyWeights gives them
    int firstKey = 0; ///< the first visible key
};

class TracedRun;
struct Firing;
[[nodiscard]] ScoreRowState scoreRow(const TracedRun& run, const Firing& firing, double cap);

} // namespace headwaters
