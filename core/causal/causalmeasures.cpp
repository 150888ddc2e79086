#include "core/causal/causalmeasures.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace headwaters {

std::vector<double> logProbabilities(std::span<const float> logits)
{
    std::vector<double> result(logits.begin(), logits.end());
    const double largest = *std::max_element(result.begin(), result.end());
    double sum = 0;
    for (const double logit : result)
        sum += std::exp(logit - largest);
    const double norm = largest + std::log(sum);
    for (double& value : result)
        value -= norm;
    return result;
}

std::vector<CausalToken> likeliestTokens(std::span<const float> logits, int count)
{
    const std::vector<double> all = logProbabilities(logits);
    std::vector<std::size_t> order(all.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto kept = std::min(order.size(), static_cast<std::size_t>(std::max(count, 0)));
    std::partial_sort(
        order.begin(), order.begin() + static_cast<std::ptrdiff_t>(kept), order.end(),
        [&all](std::size_t a, std::size_t b) { return all[a] != all[b] ? all[a] > all[b] : a < b; });
    std::vector<CausalToken> tokens;
    for (std::size_t at = 0; at < kept; ++at)
        tokens.push_back({static_cast<TokenId>(order[at]), std::exp(all[order[at]])});
    return tokens;
}

CausalMeasures measuresOf(
    std::span<const float> logits, const std::vector<double>& cleanLogProbabilities, TokenId target,
    TokenId rival)
{
    const std::vector<double> all = logProbabilities(logits);
    const auto place = static_cast<std::size_t>(target);
    CausalMeasures measures;
    measures.difference =
        static_cast<double>(logits[place]) - static_cast<double>(logits[static_cast<std::size_t>(rival)]);
    measures.logProbability = all[place];
    measures.probability = std::exp(all[place]);
    measures.rank = static_cast<int>(
        std::count_if(logits.begin(), logits.end(), [&](float logit) { return logit > logits[place]; }));
    for (std::size_t token = 0; token < all.size(); ++token)
        measures.divergence +=
            std::exp(cleanLogProbabilities[token]) * (cleanLogProbabilities[token] - all[token]);
    measures.divergence = std::max(measures.divergence, 0.0); // rounding of a divergence of 0
    return measures;
}

CausalMeasures meanOf(std::span<const CausalMeasures> all)
{
    CausalMeasures mean;
    const auto count = static_cast<double>(all.size());
    double ranks = 0;
    for (const CausalMeasures& one : all) {
        mean.difference += one.difference / count;
        mean.probability += one.probability / count;
        mean.logProbability += one.logProbability / count;
        mean.divergence += one.divergence / count;
        ranks += one.rank / count;
    }
    mean.rank = static_cast<int>(std::lround(ranks));
    return mean;
}

std::optional<double>
normalisedEffect(CausalBase base, double patched, double clean, double corrupted, double smallest)
{
    const double distance = clean - corrupted;
    if (!(std::abs(distance) >= smallest))
        return std::nullopt;
    return (patched - (base == CausalBase::Clean ? clean : corrupted)) / distance;
}

} // namespace headwaters
