#pragma once

#include "core/engine/detect/bench.h"

namespace headwaters {

/// The share of the layers that a run from a head's layer on passes, on average over all heads: a half, and
/// half a layer.
[[nodiscard]] inline double restartShare(const Bench& bench)
{
    return (bench.nLayers() + 1.0) / (2.0 * bench.nLayers());
}

} // namespace headwaters
