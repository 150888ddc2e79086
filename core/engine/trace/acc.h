#pragma once

#include "core/engine/trace/accpp.h"

namespace headwaters {

/// What ACC finds in one firing besides the parts it keeps.
struct RelativeScoreTrace {
    std::vector<double> queryTerms; ///< [e] K^D_k
    std::vector<double> keyTerms; ///< [e] K^S_k
    std::vector<int> queryDirections; ///< chosen, in descending order of their terms; empty: side not traced
    std::vector<int> keyDirections;
    std::vector<PartShare> queryParts; ///< all parts, before the filter
    std::vector<PartShare> keyParts;
    double residual = 0; ///< largest deviation of the parts' sums from the chosen terms' sums, relative
};

/// ACC (specification 4.2, 4.3): the relative score, the firing's score minus the mean over the competing
/// keys, by singular direction and by upstream part. `readings` are of the firing's head.
[[nodiscard]] RelativeScoreTrace relativeScore(
    const TracedRun& run, const UpstreamReadings& readings, const Firing& firing, const CancelToken& cancel);

/// The same, filtered by the 70 % rule: what a trace goes on from.
[[nodiscard]] FiringTrace traceRelativeScore(
    const TracedRun& run, const UpstreamReadings& readings, const Firing& firing, const CancelToken& cancel);

} // namespace headwaters
