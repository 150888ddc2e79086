#pragma once

#include "core/engine/detect/bench.h"
#include "core/heads/scanstep.h"

namespace headwaters {

class NameReading;

/// Name movers (#15): attention from the end to the indirect object, in each order apart, a copy score of
/// names, and a direct effect on the indirect object less the subject. A head that copies whichever name it
/// takes, by order or position, is `candidate mover`, a weak finding, with `first name` or `second name`
/// where it takes that one. The score is the cube root of the three, each relative to a full one.
[[nodiscard]] std::vector<TypeFinding> detectNameMovers(const Bench& bench, const NameReading& reading);

/// Negative name movers (#17): they attend from the end to the indirect object and lower it. A head that
/// lowers the repeated name at the output instead is `subject suppression`, a weak finding. The score is what
/// they take from the logit.
[[nodiscard]] std::vector<TypeFinding>
detectNegativeNameMovers(const Bench& bench, const NameReading& reading);

/// The heads that a list of findings calls movers: those of Finding::Yes; where there are none, the candidate
/// movers. As Bench::indexOf, ascending.
[[nodiscard]] std::vector<int> moversOf(const Bench& bench, const std::vector<TypeFinding>& nameMovers);

/// All types that are read from prompts about indirect objects, by type and head: name movers, backup name
/// movers, negative name movers, inhibition; the second and the last need the causal tier. Where the model
/// does not do the task, none is measurable.
[[nodiscard]] StepResult detectIndirectObjects(const Bench& bench, const TaskSet& set);

} // namespace headwaters
