#pragma once

#include "core/base/cancel.h"
#include "core/engine/trace/firing.h"

namespace headwaters {

class TracedRun;
struct UpstreamReadings;

/// What SAD finds in one firing.
struct SadFiring {
    Firing firing;
    double score = 0; ///< q . k before the scale, biases included
    std::vector<double> terms; ///< [e] by direction; add up to the score
    std::vector<int> directions; ///< chosen, in descending order of their terms
    std::vector<std::vector<double>> query; ///< [layer below][head] contribution at the destination
    std::vector<std::vector<double>> key; ///< at the source
};

/// SAD (arXiv 2410.00340; specification 2): the directions of the head's bias-augmented QK matrix that carry
/// the score, and what each head below, with its whole output, writes along them. `readings` are of the
/// firing's head. With `compat` the appended 1 counts for every head, as in the reference.
[[nodiscard]] SadFiring sadFiring(
    const TracedRun& run, const UpstreamReadings& readings, const Firing& firing, bool compat,
    const CancelToken& cancel);

/// All firings of a run up to a destination, in order of layer, head, destination, source: attention of at
/// least one half on a source other than token 0, with a score of at least 0, in layers from 1 on.
[[nodiscard]] std::vector<Firing>
sadFirings(const TracedRun& run, int lastDestination, const CancelToken& cancel);

} // namespace headwaters
