#pragma once

#include "widgets/circuit/circuitmodel.h"
#include "widgets/common/runmodel.h"
#include "widgets/common/statepanel.h"

namespace headwaters {

/// What stands in place of the graph; none where there is one to show. `into` is what the next trace
/// explains, `blocked` why none can start.
[[nodiscard]] std::optional<StateMessage>
circuitMessage(const CircuitModel& model, const RunModel& run, const QString& into, const QString& blocked);

/// One line above the graph: what the trace has to say, near ties, the file, what a first threshold hides;
/// empty where there is nothing to say. `hidden` edges are not shown because there are too many.
[[nodiscard]] QString circuitNote(const CircuitModel& model, int hidden);

} // namespace headwaters
