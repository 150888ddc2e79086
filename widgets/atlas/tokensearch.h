#pragma once

#include "core/text/token.h"

#include <QString>

#include <vector>

namespace headwaters {

/// Positions of the tokens that a person means by `typed`: those whose label or text equals it, a leading
/// space aside; where there are none, those whose text contains it, whatever the case. Empty text matches
/// nothing.
[[nodiscard]] std::vector<int> matchingPositions(const std::vector<Token>& tokens, const QString& typed);

} // namespace headwaters
