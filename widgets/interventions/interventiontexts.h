#pragma once

#include "core/causal/intervention.h"
#include "core/causal/sweepchoice.h"

namespace headwaters {

// How the Interventions view says what an intervention is.

/// `L5H5`, `5 heads`, `layer 3`
[[nodiscard]] QString placeTitle(const Intervention& intervention);
/// `replace by mean`, `knock out edge`
[[nodiscard]] QString operationText(const Intervention& intervention);
/// `head output z · all positions`
[[nodiscard]] QString whereText(const Intervention& intervention);
/// `Heads, one by one · other prompt`
[[nodiscard]] QString sweepTitle(const SweepChoice& choice);
/// The same of any sweep: `Queries (q) · heads × positions · from the other prompt`
[[nodiscard]] QString sweepTitle(const SweepRequest& request);
/// `change in ·Mary − ·John`
[[nodiscard]] QString quantityText(SweepQuantity quantity, const QString& target, const QString& rival);

} // namespace headwaters
