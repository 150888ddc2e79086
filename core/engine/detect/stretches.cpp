#include "core/engine/detect/stretches.h"

#include <algorithm>

namespace headwaters {

Stretches::Stretches(int first, int last, int heads, std::size_t prompts, std::size_t drawsOfStretch)
    : m_first(first),
      m_queries(std::max(last - first + 1, 1))
{
    const std::size_t whole = std::max<std::size_t>(prompts * drawsOfStretch, 1);
    const std::size_t wanted = (drawsNeeded(heads) + whole - 1) / whole;
    constexpr int shortest = 3; // queries
    m_count = std::clamp(static_cast<int>(wanted), 1, std::max(m_queries / shortest, 1));
}

double stripeMass(const float* pattern, int size, int from, int to, int back)
{
    double sum = 0;
    int queries = 0;
    for (int query = std::max(from, back + 1); query < to; ++query, ++queries)
        sum += static_cast<double>(pattern[query * size + query - back]);
    return queries > 0 ? sum / queries : 0;
}

} // namespace headwaters
