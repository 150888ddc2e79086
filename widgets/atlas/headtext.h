#pragma once

#include "core/base/headgroups.h"
#include "widgets/atlas/ranking.h"

namespace headwaters {

/// What is known of a head: `head 5.5, key/value group 1 of 2, attention, received mass 0.420, entropy 1.30
/// bits, effect +2.09 logits`. The group is said where heads share keys and values; unknown numbers are left
/// out; of a head that has not arrived it says so. `effects` may be null.
[[nodiscard]] QString
describeHead(HeadIndex head, const HeadGroups& groups, const Layers& layers, const EffectSummary* effects);

/// `head 5.5, attention, mean |A − B| 0.0123, largest |A − B| 0.420`; null where it has not arrived.
[[nodiscard]] QString describeDifference(HeadIndex head, const HeadDifference* difference);

/// A score as text with the digits the guide asks for: `0.420`, `1.30`, `+2.09`, `−0.11`; `–` where unknown.
[[nodiscard]] QString scoreText(RankBy by, const std::optional<double>& score);

} // namespace headwaters
