#pragma once

#include "widgets/common/runmodel.h"
#include "widgets/common/statepanel.h"
#include "widgets/compare/comparison.h"

namespace headwaters {

/// The run in front is of another prompt than the editor's, or the one before a run that failed.
[[nodiscard]] bool isOldRun(const RunModel& model);

/// `Atlas · attention · after softmax`, with `A`, `B`, `A | B` or `A − B` while two runs are compared;
/// `comparison` may be null.
[[nodiscard]] QString wallTitle(const Comparison* comparison);

/// The line below a wall: which layers are final, or of which run it is.
[[nodiscard]] QString wallNote(const RunModel& model);

/// What an empty Atlas says; `opening`: a model is being opened.
[[nodiscard]] StateMessage emptyAtlasMessage(const RunModel& model, bool opening);

} // namespace headwaters
