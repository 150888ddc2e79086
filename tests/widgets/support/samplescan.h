#pragma once

#include "tests/widgets/support/samplerun.h"
#include "widgets/stages/stagesmodel.h"

namespace headwaters {

/// A scan of the sample model made by formulae: 0.2 attends to the token before, 2.2 and others are induction
/// heads, 5.5 moves names and recalls and matches, 0.4 is inactive, the answer letters cannot be measured;
/// 1.3 has no clear stage. All types but the answer letters have numbers for every head.
[[nodiscard]] std::shared_ptr<const ScanReport> sampleScan(const SampleShape& shape = {}, double scale = 1);

/// The example of 2.2's induction on the sample prompt.
[[nodiscard]] std::shared_ptr<const HeadExample> sampleExample(HeadIndex head, HeadType type);

} // namespace headwaters
