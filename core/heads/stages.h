#pragma once

#include "core/heads/report.h"

#include <map>

namespace headwaters {

/// How far a type belongs to each stage (specification 3.3): 1 for its home stage; extended, also its second
/// homes.
[[nodiscard]] StageStrengths membership(HeadType type, bool extended);

/// Strengths of the stages from those of types: the largest of a family, then 1 - product over families of
/// (1 - that). Types of no family stand alone.
[[nodiscard]] StageStrengths
stageStrengths(const std::map<HeadType, double>& typeStrengths, const StageScheme& scheme);

/// (accuracy - chance) / (1 - chance) of the task, 0 to 1; 1 for a task without a gate.
[[nodiscard]] double gateStrength(const std::vector<Competence>& tasks, const QString& task);

/// Of one head from its row of the role matrix. `speaks` [task][stage]: whether a type of the stage was asked
/// for on that task and could be measured.
[[nodiscard]] StageStrengths pooledStages(
    const std::vector<TaskStages>& tasks, const std::vector<std::array<bool, stageCount>>& speaks,
    TaskPooling pooling);

/// What the strengths say of a head that is neither inactive nor beyond measuring (specification 3.4):
/// primary from 0.5 with 0.15 to the next, multi-stage where another is from 0.5 within 0.15, unassigned
/// below 0.25, else tentative.
[[nodiscard]] HeadVerdict verdictOf(const StageStrengths& stages);

/// Entropy of the strengths' shares over log 4; 0 where all are 0.
[[nodiscard]] double ambiguityOf(const StageStrengths& stages);

} // namespace headwaters
