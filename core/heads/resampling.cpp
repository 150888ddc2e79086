#include "core/heads/resampling.h"

#include "core/text/promptdraw.h"

#include <algorithm>
#include <cmath>

namespace headwaters {

namespace {

constexpr std::size_t mostForAllSigns = 13;
// Each counts twice, as it is and turned round: 8192, so that one head of 400 can pass a false discovery rate
// of 0.05.
constexpr std::size_t drawnSigns = 4096;

// Between the two nearest of the sorted values.
double quantile(const std::vector<double>& sorted, double share)
{
    const double place = share * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    const double part = place - static_cast<double>(below);
    return sorted[below] + part * (sorted[above] - sorted[below]);
}

} // namespace

Resampling::Resampling(std::uint64_t seed, int draws) : m_seed(seed), m_draws(static_cast<std::size_t>(draws))
{
}

const Resampling::Counts& Resampling::counts(std::size_t units)
{
    const auto [place, isNew] = m_counts.try_emplace(units);
    if (isNew) {
        PromptRandom random(m_seed);
        place->second.assign(m_draws * units, 0);
        for (std::size_t draw = 0; draw < m_draws; ++draw) {
            for (std::size_t i = 0; i < units; ++i)
                ++place->second[draw * units + random.below(units)];
        }
    }
    return place->second;
}

const Resampling::Signs& Resampling::signs(std::size_t units)
{
    const auto [place, isNew] = m_signs.try_emplace(units);
    if (!isNew)
        return place->second;
    Signs& signs = place->second;
    if (units <= mostForAllSigns) {
        for (std::size_t pattern = 0; pattern < (std::size_t{1} << (units - 1)); ++pattern) {
            for (std::size_t i = 0; i < units; ++i)
                signs.push_back((pattern >> i & 1) != 0 ? std::int8_t{-1} : std::int8_t{1});
        }
        return signs;
    }
    PromptRandom random(m_seed);
    for (std::size_t i = 0; i < drawnSigns * units; ++i)
        signs.push_back(random.below(2) == 0 ? std::int8_t{1} : std::int8_t{-1});
    return signs;
}

Interval Resampling::interval(const std::vector<double>& values)
{
    const Counts& drawn = counts(values.size());
    std::vector<double> means(m_draws);
    for (std::size_t draw = 0; draw < m_draws; ++draw) {
        double sum = 0;
        for (std::size_t i = 0; i < values.size(); ++i)
            sum += drawn[draw * values.size() + i] * values[i];
        means[draw] = sum / static_cast<double>(values.size());
    }
    std::sort(means.begin(), means.end());
    return {quantile(means, 0.025), quantile(means, 0.975)};
}

double Resampling::signFlipP(const std::vector<double>& values)
{
    double sum = 0;
    double size = 0;
    for (const double value : values) {
        sum += value;
        size += std::fabs(value);
    }
    const double least = sum - 1e-12 * size; // the pattern of no flips must count, however sums round
    const Signs& drawn = signs(values.size());
    const std::size_t patterns = 2 * (drawn.size() / values.size());
    std::size_t above = 0;
    for (std::size_t pattern = 0; pattern < patterns / 2; ++pattern) {
        double flipped = 0;
        for (std::size_t i = 0; i < values.size(); ++i)
            flipped += drawn[pattern * values.size() + i] * values[i];
        above += (flipped >= least ? 1 : 0) + (-flipped >= least ? 1 : 0);
    }
    if (values.size() <= mostForAllSigns)
        return static_cast<double>(above) / static_cast<double>(patterns);
    return static_cast<double>(1 + above) / static_cast<double>(1 + patterns);
}

} // namespace headwaters
