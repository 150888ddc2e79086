#pragma once

#include "widgets/theme/theme.h"

namespace headwaters {

/// How a circuit is drawn, apart from where: the same for the screen and for paper. Lengths of the visual
/// guide are multiplied by `unit`.
struct CircuitStyle {
    Colours colours;
    QFont words; ///< caption size
    QFont mono; ///< caption size
    QFont small; ///< mono, axis size: numbers in nodes
    double unit = 1;
};

/// As the screen has it.
[[nodiscard]] CircuitStyle screenCircuitStyle(const Theme& theme);

} // namespace headwaters
