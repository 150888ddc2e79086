#pragma once

#include "core/causal/sweepchoice.h"

#include <memory>

namespace headwaters {

/// What the sample run offers to interventions.
[[nodiscard]] inline CausalPlace samplePlace()
{
    return {.nLayers = 6, .nHeads = 6, .nKeyValueHeads = 6, .tokens = 15, .references = 24, .hasOther = true};
}

/// The heads of the sample run swept, `rows` late layers of them, by a formula: the change of head l.h is
/// ((7 l + 3 h) mod 11 - 5) / 2, its control a fifth of that.
[[nodiscard]] inline std::shared_ptr<const SweepMap> sampleSweep(const SweepRequest& request, int rows = 6)
{
    SweepMap map;
    map.request = request;
    map.size = sweepSize(request, samplePlace());
    map.clean.difference = 4;
    map.corrupted = CausalMeasures{.difference = -4};
    map.draws = 2;
    map.rowsDone = rows;
    for (int row = 0; row < map.size.rows; ++row) {
        for (int column = 0; column < map.size.columns; ++column) {
            std::optional<CausalMeasures>& cell = map.cells.emplace_back();
            std::optional<CausalMeasures>& control = map.control.emplace_back();
            if (row < map.size.rows - rows)
                continue;
            const double change = ((7 * row + 3 * column) % 11 - 5) / 2.0;
            cell =
                CausalMeasures{.difference = 4 + change, .probability = 0.5, .rank = 1, .divergence = 0.25};
            control = CausalMeasures{.difference = 4 + change / 5};
        }
    }
    return std::make_shared<const SweepMap>(std::move(map));
}

} // namespace headwaters
