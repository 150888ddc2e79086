#include "core/engine/trace/drawndirections.h"

#include <algorithm>
#include <random>

namespace headwaters {

namespace {

std::vector<int> unused(const std::vector<int>& used, int dHead)
{
    std::vector<int> left;
    for (int direction = 0; direction < dHead; ++direction) {
        if (std::find(used.begin(), used.end(), direction) == used.end())
            left.push_back(direction);
    }
    return left;
}

/// A number from 0 to `largest`, by rejection of masked bits: std::uniform_int_distribution differs between
/// libraries.
template <typename Engine> std::size_t drawn(Engine& engine, std::size_t largest)
{
    std::size_t mask = largest;
    for (unsigned shift = 1; shift < 8 * sizeof(mask); shift *= 2)
        mask |= mask >> shift;
    std::size_t value = 0;
    do {
        value = static_cast<std::size_t>(engine()) & mask;
    } while (value > largest);
    return value;
}

template <typename Engine>
std::vector<int> firstOfShuffled(const std::vector<int>& used, int dHead, Engine engine)
{
    std::vector<int> left = unused(used, dHead);
    for (std::size_t last = left.size(); last-- > 1;)
        std::swap(left[last], left[drawn(engine, last)]);
    left.resize(std::min(left.size(), used.size()));
    return left;
}

} // namespace

std::vector<int> drawnDirections(const std::vector<int>& used, int dHead, quint64 seed)
{
    return firstOfShuffled(used, dHead, std::mt19937_64(seed));
}

std::vector<int> drawnAsReference(const std::vector<int>& used, int dHead, quint32 seed)
{
    return firstOfShuffled(used, dHead, std::mt19937(seed));
}

} // namespace headwaters
