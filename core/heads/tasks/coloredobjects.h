#pragma once

#include "core/heads/taskset.h"

namespace headwaters {

/// How a question about coloured things is written.
enum class ColoredForm {
    Repeated, ///< `... Q: What colour is the cup? A: The cup is`
    Direct, ///< `... Question: What color is the cup? Answer:`
};

/// Three coloured things, one of which is asked for. Roles `OBJ_k` and `COL_k` (k from 1 to 3), `ASKED` (the
/// thing where the question names it, and again in the answer), `RIGHT` (its colour) and `END`; target is the
/// right colour, `others` the two other colours. Keys `colored-objects` and `colored-objects-direct`.
[[nodiscard]] TaskSet
coloredObjects(const TaskGround& ground, ColoredForm form, int count, std::uint64_t seed);

} // namespace headwaters
