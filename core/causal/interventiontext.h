#pragma once

#include "core/causal/intervention.h"

namespace headwaters {

// How heads and positions of an intervention are typed and shown.

/// `5.1, 5.2`; none where a word is no head.
[[nodiscard]] std::optional<std::vector<HeadIndex>> headsOfText(const QString& text);
[[nodiscard]] QString headsText(const std::vector<HeadIndex>& heads);
/// `0, 3-5`; empty for an empty text; none where a word is neither a number nor a range.
[[nodiscard]] std::optional<std::vector<int>> numbersOfText(const QString& text);
[[nodiscard]] QString numbersText(const std::vector<int>& numbers);

/// The same intervention at another site: heads become their layers and back, an operation that does not fit
/// gives way to the first that does.
[[nodiscard]] Intervention atSite(const Intervention& intervention, CausalSite site);

} // namespace headwaters
