#include "core/heads/confidence.h"

#include <algorithm>
#include <array>

namespace headwaters {

namespace {

constexpr double mostObserved = 0.45;
constexpr double mostObservedWithoutTask = 0.6;
constexpr double mostWithoutCausal = 0.75;

constexpr std::size_t placeOf(Access access)
{
    return static_cast<std::size_t>(access);
}

/// The best effect of each access; 0 where nothing is significant.
std::array<double, accessCount> bestEffects(const TypeFinding& finding)
{
    std::array<double, accessCount> best = {};
    for (const Evidence& evidence : finding.evidence) {
        double& effect = best[placeOf(evidence.access)];
        if (evidence.significant)
            effect = std::max(effect, evidence.effect);
    }
    return best;
}

} // namespace

double strengthOf(const TypeFinding& finding, const StageScheme& scheme)
{
    const std::array<double, accessCount> best = bestEffects(finding);
    const bool needsTask = headTypeInfo(finding.type).needsTask;
    const double most = needsTask ? mostObserved : mostObservedWithoutTask;
    double left = 1;
    double others = 0;
    for (std::size_t access = 0; access < best.size(); ++access) {
        double weight = scheme.weights[access];
        if (access == placeOf(Access::Attention))
            weight = std::min(weight * most / mostObserved, 1.0);
        if (tierOf(static_cast<Access>(access)) != Tier::Observed)
            others = std::max(others, weight * best[access]);
        left *= 1 - weight * best[access];
    }
    double strength = 1 - left;
    if (others <= 0)
        strength = std::min(strength, most);
    if (best[placeOf(Access::Causal)] <= 0)
        strength = std::min(strength, mostWithoutCausal);
    return strength * finding.retention;
}

Confidence confidenceOf(const TypeFinding& finding, double strength, const ScanSettings& settings)
{
    if (finding.finding != Finding::Yes && finding.finding != Finding::Weak)
        return Confidence::None;
    const std::array<double, accessCount> best = bestEffects(finding);
    const bool confirmable = best[placeOf(Access::Causal)] > 0
        || (best[placeOf(Access::Weights)] > 0 && best[placeOf(Access::Direct)] > 0);
    // A sum that should be 0.75 may end a rounding below it.
    constexpr double rounding = 1e-9;
    Confidence confidence = Confidence::None;
    if (strength >= 0.75 - rounding && confirmable)
        confidence = Confidence::Confirmed;
    else if (strength >= 0.5 - rounding)
        confidence = Confidence::Probable;
    else if (strength >= 0.25 - rounding || finding.finding == Finding::Yes)
        confidence = Confidence::Candidate;
    return settings.tier == Tier::Observed ? std::min(confidence, Confidence::Candidate) : confidence;
}

} // namespace headwaters
