#pragma once

#include "widgets/common/runmodel.h"
#include "widgets/common/statepanel.h"
#include "widgets/compare/comparison.h"

#include <QString>

namespace headwaters {

/// `A · demo · “When Mary …”`: which side, which model, which prompt has run on it; without a side where that
/// is empty. Of a prompt the last `characters` are kept: prompts of a kind differ there.
[[nodiscard]] QString sideText(const QString& side, const RunModel& model, qsizetype characters = 160);

/// `A “… John gave a drink to” − B “… Mary gave a drink to”`, with the models where they differ.
[[nodiscard]] QString differenceText(const Comparison& comparison);

/// What stands in B's place while it has no run: that it runs, failed, or waits to be written.
[[nodiscard]] StateMessage emptySideMessage(const RunModel& b, const QString& icon);

} // namespace headwaters
