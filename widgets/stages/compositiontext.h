#pragma once

#include "core/results/composition.h"

#include <QString>

namespace headwaters {

/// `4.1 .14`
[[nodiscard]] QString partnerText(const CompositionEdge& edge, HeadIndex own);
/// `reads Q 4.1 .14, K 0.2 .21; read by V 5.0 .18`; what is drawn of a head.
[[nodiscard]] QString compositionText(const std::vector<CompositionEdge>& edges, HeadIndex own);
/// `composes with 5.1: Q .14, K .21, V .09`; empty for heads of one layer.
[[nodiscard]] QString compositionWith(const HeadComposition& composition, HeadIndex other);
/// Which of the pairs are drawn, and for rotary positions how far Q and K hold.
[[nodiscard]] QString compositionRule(const HeadComposition& composition);
/// What the numbers are, with their formulae; some lines.
[[nodiscard]] QString compositionFormula();

} // namespace headwaters
