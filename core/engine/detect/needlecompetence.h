#pragma once

#include "core/engine/detect/competence.h"

namespace headwaters {

/// Whether a model finds needles in texts of one length.
struct NeedleLength {
    QString variant; ///< of the prompts: `80 tokens`
    Competence competence;
};

/// One gate for each length of a set that `needles` made, the one that speaks for the set first: that of the
/// longest texts in which the model finds needles, else of the shortest. It has the set's key; the others
/// have their length behind it: `needle-literal-230`. None of a set without prompts.
[[nodiscard]] std::vector<NeedleLength>
needleLengths(const TaskSet& set, const TaskAnswers& answers, std::uint64_t seed);

} // namespace headwaters
