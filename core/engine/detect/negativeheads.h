#pragma once

#include "core/engine/detect/bench.h"
#include "core/heads/scanstep.h"
#include "core/heads/tasks/yesno.h"

namespace headwaters {

/// Negative heads (Yu et al. 2024, arXiv 2408.00137): from all tokens behind `Answer Yes or No`, the
/// attention to No less that to Yes, of both orders the lower (their mean less half their difference, which
/// is bias of position), at least 0.05 and more than a pair without polarity gets; attention to both at least
/// 0.1; and No raised above Yes by 0.5 logits or more. Shown beside it: the raw negative attention score. Not
/// measurable below the mechanistic tier.
[[nodiscard]] StepResult detectNegativeHeads(const Bench& bench, const YesNoSet& questions);

} // namespace headwaters
