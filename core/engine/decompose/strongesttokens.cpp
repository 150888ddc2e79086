#include "core/engine/decompose/strongesttokens.h"

#include <algorithm>
#include <cmath>

namespace headwaters {

namespace {

void keep(std::vector<TokenReading>& readings, std::size_t count, TokenId id, double value)
{
    if (readings.size() == count && (count == 0 || value <= readings.back().value))
        return;
    const auto place = std::find_if(readings.begin(), readings.end(), [value](const TokenReading& reading) {
        return reading.value < value;
    });
    readings.insert(place, {id, value});
    if (readings.size() > count)
        readings.pop_back();
}

} // namespace

void StrongestTokens::add(TokenId id, double value)
{
    if (std::fabs(value) > std::fabs(m_strongest))
        m_strongest = value;
    keep(m_positive, m_count, id, value);
    keep(m_negative, m_count, id, -value);
}

std::vector<TokenReading> StrongestTokens::taken(bool negated) const
{
    return negated ? m_negative : m_positive;
}

} // namespace headwaters
