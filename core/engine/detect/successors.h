#pragma once

#include "core/engine/detect/sourcekind.h"

namespace headwaters {

/// Successor heads (#35, Gould et al. 2024, arXiv 2312.09230), of one set per kind of series: read from the
/// matrices alone, the next member is among the 5 tokens that the head would raise most where it attended to
/// a member, in at least half of them, more often than the member itself, whose logit it raises less than
/// that of the next. Heads that copy also score on the first; the others tell them apart. Members stand where
/// `SRC` is (`END` without one). One finding a head and set; a set that cannot be asked is not measurable.
[[nodiscard]] std::vector<TypeFinding> detectSuccessors(
    const Bench& bench, const std::vector<TaskSet>& sets, SourceKind source = SourceKind::InPrompt);

} // namespace headwaters
