#pragma once

#include "core/circuit/circuit.h"

#include <QString>

#include <vector>

namespace headwaters {

/// The nodes so that every edge leads from an earlier to a later one, in the order of `nodes` where nothing
/// else decides; those on or behind a cycle are left out.
[[nodiscard]] std::vector<int> upstreamFirst(const Circuit& circuit);

/// The nodes of a cycle, as tuples: `(1, 2) → (3, 4) → (1, 2)`; of a long one the first four. Empty where
/// there is none.
[[nodiscard]] QString cycleText(const Circuit& circuit);

} // namespace headwaters
