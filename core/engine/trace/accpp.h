#pragma once

#include "core/circuit/circuit.h"
#include "core/engine/trace/readings.h"

#include <vector>

namespace headwaters {

/// An attention weight to explain: a head looks from `destination` to `source`.
struct Firing {
    HeadIndex head;
    int destination = 0;
    int source = 0;

    auto operator<=>(const Firing&) const = default;
    /// `5.5 (14, 2)`
    [[nodiscard]] QString text() const;
};

/// What a side of a firing gets from one upstream part.
struct PartShare {
    PartRef part;
    double weight = 0; ///< attention weight that its removal takes away; ACC: score times its scale
    std::vector<int> directions; ///< in the order found
};

/// One side of a firing.
struct SideTrace {
    std::vector<PartShare> parts; ///< in the order found
    double remaining = 0; ///< attention weight when all of them are removed
    int steps = 0; ///< rows removed
    bool exhausted = false; ///< nothing was left to remove, or the limit of steps was reached
};

/// How ACC++ takes a firing apart.
struct AccPlusPlusRule {
    double tau = 0; ///< removal goes on while the attention weight is at least this
    bool compat = false; ///< uncapped rows under a soft-cap; lists emptied at the limit of steps
};

struct FiringTrace {
    SideTrace query;
    SideTrace key;
    std::vector<double> keyWeights; ///< [visible key] w_t of specification 5.7; their sum is 0
    std::vector<NearTie> nearTies;
    double residual = 0; ///< largest deviation of the parts' sums from the score, relative to 1 + |score|
};

/// ACC++ (arXiv 2602.13483; specification 5.3 by the factorised algorithm of 5.7): which (upstream part,
/// singular direction) pairs carry the attention weight. All pairs are ranked by integrated gradients of the
/// weight along the score row, then removed one by one until it falls below tau. `readings` are of the
/// firing's head. Memory grows with heads x tokens x d_head, never with tokens squared times directions.
[[nodiscard]] FiringTrace traceFiring(
    const TracedRun& run, const UpstreamReadings& readings, const Firing& firing, const AccPlusPlusRule& rule,
    const CancelToken& cancel);

} // namespace headwaters
