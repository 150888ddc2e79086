#pragma once

#include "core/heads/evidence.h"

#include <vector>

namespace headwaters {

/// One finding a head, type and task out of those of several draws of the prompts:
/// - the finding is what more than half of the draws say: Yes, else Weak where more than half say Yes or
/// Weak, else No;
///   NotMeasurable where at least half could not measure;
/// - `retention` is the share of draws that agree with it on whether there is a finding (Yes and Weak agree);
/// - scores, nulls, effects, z and the bounds of intervals are means of the draws that measured, p and q
/// their medians,
///   samples their sums; draws of nulls stand one behind the other;
/// - tags are those that at least half of them carry; reason and example come from the draw of the highest
/// score among
///   those that say what the whole says.
/// Findings come by type, then task, then head.
[[nodiscard]] std::vector<TypeFinding> combineSeeds(const std::vector<std::vector<TypeFinding>>& draws);

/// Likewise for the competence of each task: means, `passed` where more than half passed, in the order of the
/// first draw.
[[nodiscard]] std::vector<Competence> combineTasks(const std::vector<std::vector<Competence>>& draws);

} // namespace headwaters
