#pragma once

#include <cstddef>
#include <vector>

namespace headwaters {

/// How many draws a null needs so that one head alone among `heads` can pass a false discovery rate of 0.05:
/// its smallest p, 1 / (1 + draws), must not exceed 0.05 / heads.
[[nodiscard]] constexpr std::size_t drawsNeeded(int heads)
{
    return 20 * static_cast<std::size_t>(heads);
}

/// Cuts the queries of a prompt into stretches whose means are draws of a null, as many as that null needs.
/// A mean over fewer queries scatters more, so this never makes a null narrower than whole prompts would.
class Stretches {
public:
    /// Queries from `first` to `last`, both included, of one of `prompts` prompts that each give
    /// `drawsOfStretch` draws a stretch.
    Stretches(int first, int last, int heads, std::size_t prompts, std::size_t drawsOfStretch);

    [[nodiscard]] int count() const { return m_count; }
    /// First query of a stretch; of `count()`, one behind the last.
    [[nodiscard]] int begin(int stretch) const { return m_first + stretch * m_queries / m_count; }

private:
    int m_first, m_queries, m_count;
};

/// Mean over queries `from` to `to` - 1 of the attention `back` keys before; key 0 does not count, and 0
/// where no query has such a key. `pattern` is [query, key], `size` x `size`.
[[nodiscard]] double stripeMass(const float* pattern, int size, int from, int to, int back);

} // namespace headwaters
