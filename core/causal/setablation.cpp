#include "core/causal/setablation.h"

#include <cmath>
#include <numeric>

namespace headwaters {

namespace {

double mean(const std::vector<double>& values)
{
    return values.empty()
        ? 0
        : std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

} // namespace

double SetScores::accuracy() const
{
    return mean(correct);
}

double SetScores::loss() const
{
    return mean(losses);
}

double SetAblation::lossChange(std::size_t change) const
{
    return changed[change].loss() - clean.loss();
}

double SetAblation::lossError(std::size_t change) const
{
    const std::size_t count = clean.losses.size();
    if (count < 2)
        return 0;
    const double middle = lossChange(change);
    double squares = 0;
    for (std::size_t prompt = 0; prompt < count; ++prompt)
        squares += std::pow(changed[change].losses[prompt] - clean.losses[prompt] - middle, 2);
    return std::sqrt(squares / static_cast<double>(count * (count - 1)));
}

} // namespace headwaters
