#pragma once

#include "core/text/token.h"

#include <cstdint>
#include <random>
#include <vector>

namespace headwaters {

/// How the next token is drawn from its distribution.
struct SamplingSettings {
    double temperature = 0.0; ///< logits are divided by it; 0: always the likeliest token
    double topP = 1.0; ///< only the fewest likeliest tokens whose probabilities reach this sum; above 0 to 1
    std::uint64_t seed = 0;
};

/// Draws tokens one after the other. The same seed and logits give the same tokens on every machine.
class Sampler {
public:
    /// \throws Error (bad input) for a temperature below 0 or a topP outside its range.
    explicit Sampler(const SamplingSettings& settings);

    /// The index of a logit. Equal logits count as ordered by index.
    [[nodiscard]] TokenId draw(const std::vector<float>& logits);

private:
    SamplingSettings m_settings;
    std::mt19937_64 m_random; // its sequence is fixed by the standard, those of distributions are not
};

} // namespace headwaters
