#pragma once

#include "core/engine/detect/bench.h"
#include "core/engine/detect/competence.h"

namespace headwaters {

/// Vulnerable heads (specification 2.5, after García-Carrasco et al. 2024,
/// arXiv 2407.19842): what a head adds to the right letter against the
/// strongest wrong one in acronyms that the model completes, less that in those
/// where it fails, as a share of what the whole difference falls by; 0.2 or
/// more, against prompts dealt out at random. Needs eight of either kind.
/// Mechanistic. \throws Error: cancelled.
[[nodiscard]] std::vector<TypeFinding>
detectVulnerable(const Bench& bench, const TaskSet& acronyms, const Competence& competence);

} // namespace headwaters
