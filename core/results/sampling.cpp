#include "core/results/sampling.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace headwaters {

namespace {

bool isLikelier(const std::vector<float>& logits, TokenId one, TokenId other)
{
    const float a = logits[static_cast<std::size_t>(one)];
    const float b = logits[static_cast<std::size_t>(other)];
    return a != b ? a > b : one < other;
}

} // namespace

Sampler::Sampler(const SamplingSettings& settings) : m_settings(settings), m_random(settings.seed)
{
    if (!(settings.temperature >= 0) || !std::isfinite(settings.temperature))
        throw badInput(QStringLiteral("The temperature is %1; it must be a number from 0 on.")
                           .arg(settings.temperature));
    if (!(settings.topP > 0 && settings.topP <= 1))
        throw badInput(QStringLiteral("top-p is %1; it must be above 0 and at most 1.").arg(settings.topP));
}

TokenId Sampler::draw(const std::vector<float>& logits)
{
    std::vector<TokenId> ids(logits.size());
    std::iota(ids.begin(), ids.end(), 0);
    const auto likelier = [&](TokenId one, TokenId other) { return isLikelier(logits, one, other); };
    const TokenId best = *std::min_element(ids.begin(), ids.end(), likelier);
    if (m_settings.temperature == 0.0)
        return best;

    std::vector<double> weights(logits.size());
    const auto largest = static_cast<double>(logits[static_cast<std::size_t>(best)]);
    for (std::size_t at = 0; at < logits.size(); ++at)
        weights[at] = std::exp((static_cast<double>(logits[at]) - largest) / m_settings.temperature);
    const auto weightOf = [&](TokenId id) { return weights[static_cast<std::size_t>(id)]; };
    double kept = std::accumulate(weights.begin(), weights.end(), 0.0);
    if (m_settings.topP < 1) {
        std::sort(ids.begin(), ids.end(), likelier);
        const double wanted = m_settings.topP * kept;
        kept = 0;
        std::size_t count = 0;
        while (count < ids.size() && (count == 0 || kept < wanted))
            kept += weightOf(ids[count++]);
        ids.resize(count);
    }
    double left = static_cast<double>(m_random() >> 11U) * 0x1p-53 * kept;
    for (const TokenId id : ids) {
        left -= weightOf(id);
        if (left < 0)
            return id;
    }
    return best; // the sum was short by a rounding
}

} // namespace headwaters
