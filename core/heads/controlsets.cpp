#include "core/heads/controlsets.h"

#include "core/text/promptdraw.h"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <set>

namespace headwaters {

namespace {

constexpr int triesForADraw = 20; // small pools give the same set again and again

/// A head for each head, at most `distance` layers from it; none where there are too few.
std::optional<std::vector<HeadIndex>>
nearby(const std::vector<HeadIndex>& heads, std::vector<HeadIndex> pool, int distance, PromptRandom& random)
{
    std::vector<HeadIndex> set;
    for (const HeadIndex head : heads) {
        std::vector<HeadIndex> near;
        std::copy_if(pool.begin(), pool.end(), std::back_inserter(near), [&](HeadIndex other) {
            return std::abs(other.layer - head.layer) <= distance;
        });
        if (near.empty())
            return {};
        set.push_back(near[random.below(near.size())]);
        std::erase(pool, set.back());
    }
    std::sort(set.begin(), set.end());
    return set;
}

int largestDistance(const std::vector<HeadIndex>& heads, const std::vector<HeadIndex>& pool)
{
    int largest = 0;
    for (const HeadIndex head : heads) {
        for (const HeadIndex other : pool)
            largest = std::max(largest, std::abs(other.layer - head.layer));
    }
    return largest;
}

} // namespace

std::vector<std::vector<HeadIndex>> controlSets(
    const std::vector<HeadIndex>& heads, const std::vector<HeadIndex>& pool, int draws, std::uint64_t seed)
{
    std::vector<std::vector<HeadIndex>> sets;
    if (pool.size() < heads.size() || heads.empty())
        return sets;
    std::set<std::vector<HeadIndex>> known;
    PromptRandom random(seed);
    const auto wanted = static_cast<std::size_t>(draws);
    const int farthest = largestDistance(heads, pool);
    for (int distance = 0; distance <= farthest; ++distance) {
        for (int tries = 0; tries < triesForADraw * draws && sets.size() < wanted; ++tries) {
            const std::optional<std::vector<HeadIndex>> set = nearby(heads, pool, distance, random);
            if (set && known.insert(*set).second)
                sets.push_back(*set);
        }
    }
    return sets;
}

} // namespace headwaters
