#include "core/engine/trace/filter.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace headwaters {

std::vector<std::size_t> descending(std::span<const double> values)
{
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t one, std::size_t other) {
        return values[one] > values[other];
    });
    return order;
}

double cutOff(std::span<const double> values, double fraction)
{
    const double whole = std::accumulate(values.begin(), values.end(), 0.0);
    double sum = 0;
    double smallestPositive = std::numeric_limits<double>::infinity();
    for (const std::size_t at : descending(values)) {
        sum += values[at];
        if (sum > fraction * whole)
            return values[at];
        if (values[at] > 0)
            smallestPositive = values[at];
    }
    return smallestPositive;
}

std::vector<int> fewestTerms(std::span<const double> terms, double fraction)
{
    const double whole = std::accumulate(terms.begin(), terms.end(), 0.0);
    const double sign = whole > 0 ? 1.0 : -1.0;
    std::vector<double> towards(terms.begin(), terms.end());
    for (double& term : towards)
        term *= sign;
    std::vector<int> kept;
    double sum = 0;
    for (const std::size_t at : descending(towards)) {
        if (towards[at] <= 0)
            break;
        kept.push_back(static_cast<int>(at));
        sum += towards[at];
        if (sum > fraction * whole * sign)
            break;
    }
    return kept;
}

std::vector<int> prefixToWhole(std::span<const double> terms)
{
    const double whole = std::accumulate(terms.begin(), terms.end(), 0.0);
    std::vector<int> kept;
    if (!(whole > 0))
        return kept;
    double sum = 0;
    for (const std::size_t at : descending(terms)) {
        sum += terms[at];
        kept.push_back(static_cast<int>(at));
        if (std::round(sum / whole * 1e5) >= 1e5)
            break;
    }
    return kept;
}

} // namespace headwaters
