#pragma once

#include "widgets/circuit/circuitdrawing.h"

namespace headwaters {

/// Height of the legend in a given width.
[[nodiscard]] double circuitLegendHeight(const ShownCircuit& shown, double width, const CircuitStyle& style);
/// What the marks and lines of a circuit mean, of those that it has: in as many lines as the width asks for.
void paintCircuitLegend(
    QPainter& painter, const QRectF& area, const ShownCircuit& shown, const CircuitStyle& style);

} // namespace headwaters
