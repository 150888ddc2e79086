#pragma once

#include "core/results/directions.h"

#include <vector>

namespace headwaters {

/// The strongest tokens of both signs among values that come one after the other.
class StrongestTokens {
public:
    explicit StrongestTokens(int count) : m_count(static_cast<std::size_t>(count)) { }

    void add(TokenId id, double value);
    /// Whether the value of largest magnitude is negative; of two, the first counts.
    [[nodiscard]] bool leansNegative() const { return m_strongest < 0; }
    /// The largest values first, or, negated, the smallest ones; of equal values the smaller id first.
    [[nodiscard]] std::vector<TokenReading> taken(bool negated) const;

private:
    std::size_t m_count;
    double m_strongest = 0;
    std::vector<TokenReading> m_positive; // largest first
    std::vector<TokenReading> m_negative; // negated, largest first
};

} // namespace headwaters
