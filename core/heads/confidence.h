#pragma once

#include "core/heads/report.h"

namespace headwaters {

/// c of specification 3.2 for one finding: 1 - product over accesses of (1 - weight x best effect among
/// significant evidence), at most 0.45 from attention alone (0.6 for a type that needs no task, whose
/// attention weighs 0.6 / 0.45 as much) and 0.75 without causal evidence, times the share of seeds that
/// agree.
[[nodiscard]] double strengthOf(const TypeFinding& finding, const StageScheme& scheme);

/// The word for a strength: confirmed from 0.75 with significant causal evidence or both weights and
/// direct effect, probable from 0.5, candidate from 0.25 and for whatever rule is positive; none without a
/// finding. A scan that only observed knows candidates at most.
[[nodiscard]] Confidence
confidenceOf(const TypeFinding& finding, double strength, const ScanSettings& settings);

} // namespace headwaters
