#pragma once

#include "core/base/headindex.h"
#include "core/circuit/circuit.h"

#include <compare>
#include <vector>

namespace headwaters {

/// An upstream part as a place in the model.
struct PartRef {
    int layer = 0;
    int component = 0; ///< head; nHeads: MLP, + 1: bias, + 2: embedding, + 3: offset
    int token = 0; ///< source token of a head; else the token it writes at

    auto operator<=>(const PartRef&) const = default;
};

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

/// Both sides of a firing.
struct FiringTrace {
    SideTrace query;
    SideTrace key;
    std::vector<double> keyWeights; ///< [visible key] w_t of specification 5.7; their sum is 0
    std::vector<NearTie> nearTies;
    double residual = 0; ///< largest deviation of the parts' sums from the score, relative to 1 + |score|
};

} // namespace headwaters
