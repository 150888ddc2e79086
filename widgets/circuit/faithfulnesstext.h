#pragma once

#include "widgets/circuit/circuitmodel.h"

#include <QString>

namespace headwaters {

/// `Faithfulness 93 %`, with its error over prompts where there are several; `–` where it was not measured.
[[nodiscard]] QString faithfulnessText(const std::optional<Faithfulness>& faithfulness);
/// What the number says, with the three logit differences behind it.
[[nodiscard]] QString faithfulnessSentence(const std::optional<Faithfulness>& faithfulness);
/// Why it cannot be measured now; empty where it can.
[[nodiscard]] QString faithfulnessBlocked(const CircuitModel& model);

} // namespace headwaters
