#pragma once

#include "core/engine/detect/registry.h"
#include "core/heads/probeset.h"

#include <type_traits>
#include <utility>

namespace headwaters {

// What is asked of what a generator made: a set, a set with more beside it, the contrasts of labelled
// prompts, or several of these.
inline void addAsked(StepCost& cost, const TaskSet& set, double passes)
{
    cost.add(set, passes);
}
inline void addAsked(StepCost& cost, const ProbeSet& set, double passes)
{
    cost.add(set.contrasts, passes);
}
template <typename Made>
requires requires(const Made& made)
{
    made.set;
}
void addAsked(StepCost& cost, const Made& made, double passes)
{
    cost.add(made.set, passes);
}
template <typename Made> void addAsked(StepCost& cost, const std::vector<Made>& all, double passes)
{
    for (const Made& made : all)
        addAsked(cost, made, passes);
}

/// Fills in cost and run of a step that draws prompts, runs them so many times and reads them: `draw(bench,
/// prompts)` makes them, `passes` is a number or a function of the bench, `read(bench, drawn)` gives findings
/// or a whole result.
template <typename Draw, typename Passes, typename Read>
[[nodiscard]] DetectorStep drawnStep(DetectorStep step, Draw draw, Passes passes, Read read)
{
    step.cost = [draw, passes](const Bench& bench, int prompts) {
        StepCost cost;
        if constexpr (std::is_arithmetic_v<Passes>)
            addAsked(cost, draw(bench, prompts), passes);
        else
            addAsked(cost, draw(bench, prompts), passes(bench));
        return cost;
    };
    step.run = [draw, read](const Bench& bench, int prompts, const ScanState&) {
        if constexpr (std::is_same_v<decltype(read(bench, draw(bench, prompts))), StepResult>)
            return read(bench, draw(bench, prompts));
        else
            return StepResult{read(bench, draw(bench, prompts)), {}};
    };
    return step;
}

} // namespace headwaters
