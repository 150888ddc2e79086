#pragma once

#include "core/heads/decision.h"

#include <cstdint>
#include <map>
#include <vector>

namespace headwaters {

/// Draws of units that all heads of a measure share, since drawing costs far more than adding up. Fixed by
/// the seed and the number of units alone.
class Resampling {
public:
    explicit Resampling(std::uint64_t seed, int draws = 1000);

    /// 95 % by percentiles of the mean over units drawn with replacement. `values` is not empty.
    [[nodiscard]] Interval interval(const std::vector<double>& values);
    /// Share of sign patterns whose mean is at least that of `values`, which is one of them.
    [[nodiscard]] double signFlipP(const std::vector<double>& values);

private:
    using Counts = std::vector<std::uint16_t>; ///< [draw, unit]: how often the unit was drawn
    using Signs = std::vector<std::int8_t>; ///< [pattern, unit]: 1 or -1; half of the patterns, the others
                                            ///< are these turned round

    const Counts& counts(std::size_t units);
    const Signs& signs(std::size_t units);

    std::uint64_t m_seed;
    std::size_t m_draws;
    std::map<std::size_t, Counts> m_counts;
    std::map<std::size_t, Signs> m_signs;
};

} // namespace headwaters
