#pragma once

#include "core/base/headindex.h"

#include <QString>

#include <array>
#include <vector>

namespace headwaters {

/// What a head reads another's output as: through its W_Q, W_K or W_V (Elhage et al. 2021).
enum class CompositionKind { Query, Key, Value };
inline constexpr int compositionKindCount = 3;

/// `Q`, `K`, `V`
[[nodiscard]] QString compositionLetter(CompositionKind kind);

/// How one head composes with every head of another layer, by the weights alone: 0 to 1 for each kind.
struct HeadComposition {
    using Values = std::array<double, compositionKindCount>; ///< by CompositionKind

    HeadIndex head;
    int nLayers = 0;
    int nHeads = 0;
    bool isRotary = false; ///< Q and K hold for a query and a key at the same position
    double byChance = 0; ///< 1 / sqrt(d_model): what random weights give
    /// [layer * nHeads + head]: heads of earlier layers write what this one reads, those of later layers read
    /// what it writes; 0 in its own layer.
    std::vector<Values> with;

    [[nodiscard]] double value(CompositionKind kind, HeadIndex other) const
    {
        return with[static_cast<std::size_t>(other.layer * nHeads + other.head)]
                   [static_cast<std::size_t>(kind)];
    }
};

/// One pair: what `sender` writes is read by `receiver`, which stands in a later layer.
struct CompositionEdge {
    CompositionKind kind = CompositionKind::Query;
    HeadIndex sender, receiver;
    double value = 0;

    bool operator==(const CompositionEdge&) const = default;
};

inline constexpr int shownCompositions = 3;

/// The largest `most` of each kind among the heads before, then of each kind among those behind, as far as
/// they lie above what random weights give; each group from the largest down.
[[nodiscard]] std::vector<CompositionEdge>
strongestCompositions(const HeadComposition& composition, int most = shownCompositions);

} // namespace headwaters
