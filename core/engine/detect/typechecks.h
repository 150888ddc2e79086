#pragma once

#include "core/engine/detect/causaltask.h"
#include "core/engine/detect/registry.h"

namespace headwaters {

/// How one type is held against random heads.
struct TypeCheck {
    HeadType type = HeadType::PreviousToken;
    QStringList after; ///< steps that find the type, and those that random heads must not be of
    std::vector<HeadType> spared; ///< besides the type: what random heads must not be
    std::function<TaskSet(const Bench&, int prompts)> set;
    std::function<CausalTask(const Bench&, const TaskSet&, const ScanState&)> task;
    /// Names the prompts on which its heads are removed one by one: checks of one name share the set and the
    /// task. Empty where the step that finds the type removes each head itself.
    QString alone = {};
    /// Only the type's heads with this tag, which work in another way; a check without takes the others.
    QString tag = {};
};

/// All of them, the types in the order of HeadType.
[[nodiscard]] const std::vector<TypeCheck>& typeChecks();

/// The heads that a check is about, those of the type's whole rule before weak ones, best first.
[[nodiscard]] std::vector<HeadIndex> headsToCheck(const ScanState& state, const TypeCheck& check);
/// Heads that were found of the check's type or of one that it spares.
[[nodiscard]] std::vector<HeadIndex> sparedHeads(const ScanState& state, const TypeCheck& check);

/// The bench whose seed draws other prompts than those that found the heads.
[[nodiscard]] Bench onOtherPrompts(const Bench& bench);

} // namespace headwaters
