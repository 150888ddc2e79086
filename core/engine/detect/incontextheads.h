#pragma once

#include "core/engine/detect/bench.h"
#include "core/heads/tasks/fewshot.h"

namespace headwaters {

/// In-context heads (specification 2.4 #28, after Yu and Ananiadou 2024, arXiv
/// 2402.02872) on examples with labels that mean nothing. Observed: attention
/// from the end to the labels of the query's class less that to the other's,
/// 0.1 or more, against the same labels dealt out at random. Mechanistic: the
/// log probability that the head's result adds to the right label, in front of
/// the final norm, in the residual that enters its layer; also where the two
/// labels have changed places. Causal: what of the lead is lost without the
/// head, for the best of those found. \throws Error: cancelled.
[[nodiscard]] std::vector<TypeFinding>
detectInContext(const Bench& bench, const NeutralLabelSet& labels, const Competence& competence);

} // namespace headwaters
