#pragma once

#include "core/engine/causal/directreading.h"
#include "core/engine/detect/bench.h"
#include "core/heads/decision.h"

#include <functional>
#include <vector>

namespace headwaters {

/// What all heads attend to from the last position of a prompt.
class EndAttention {
public:
    EndAttention(int heads, int keys);

    [[nodiscard]] double at(int head, int key) const
    {
        return m_rows
            [static_cast<std::size_t>(head) * static_cast<std::size_t>(m_keys)
             + static_cast<std::size_t>(key)];
    }
    /// The sum over positions.
    [[nodiscard]] double mass(int head, const std::vector<int>& positions) const;
    [[nodiscard]] int keys() const { return m_keys; }
    /// Row of a head, to be filled.
    [[nodiscard]] double* row(int head)
    {
        return m_rows.data() + static_cast<std::size_t>(head) * static_cast<std::size_t>(m_keys);
    }

private:
    int m_keys = 0;
    std::vector<double> m_rows; // [head, key]
};

/// Runs prompts, some at a time, and tells of each, in their order, what its parts write on the requests'
/// tokens at the last position and what heads attend to there. \throws Error: cancelled; as directReadings.
using AnswerTold =
    std::function<void(std::size_t prompt, const DirectReading& reading, const EndAttention& attention)>;
void readAnswers(const Bench& bench, const std::vector<DirectRequest>& requests, const AnswerTold& told);

/// A number for each head and unit.
class HeadUnits {
public:
    explicit HeadUnits(const Bench& bench) : m_units(static_cast<std::size_t>(bench.headCount())) { }

    void add(int head, double unit) { m_units[static_cast<std::size_t>(head)].push_back(unit); }
    [[nodiscard]] const std::vector<double>& of(int head) const
    {
        return m_units[static_cast<std::size_t>(head)];
    }
    [[nodiscard]] double mean(int head) const;
    /// As samples without draws of a null.
    [[nodiscard]] std::vector<HeadSample> samples() const;

private:
    std::vector<std::vector<double>> m_units;
};

/// `MeasureRule::largest` of a share or ratio, which is no effect that confidence may count.
inline constexpr double noEffect = -1e9;
/// A rule of a direct effect: z of its units at least 3, p by their signs, score at least `threshold` logits;
/// `largest` is what the whole model writes of it.
[[nodiscard]] MeasureRule directRule(const QString& measure, double threshold, double largest);
/// A rule that asks for a size alone, where another measure of the type says whether it is chance.
[[nodiscard]] MeasureRule sizeRule(Access access, const QString& measure, double threshold);

/// The mean of some tokens' numbers.
[[nodiscard]] double meanOf(const std::vector<int>& tokens, const std::function<double(int token)>& number);

} // namespace headwaters
