#include "core/engine/detect/moversteps.h"

#include "core/engine/detect/competence.h"
#include "core/engine/detect/drawnstep.h"
#include "core/engine/detect/lettermovers.h"
#include "core/engine/detect/movers.h"
#include "core/engine/detect/namemovers.h"
#include "core/engine/detect/restartshare.h"
#include "core/engine/detect/semanticinduction.h"
#include "core/engine/detect/successors.h"
#include "core/heads/tasks/arguments.h"
#include "core/heads/tasks/indirectobjects.h"
#include "core/heads/tasks/semanticpairs.h"
#include "core/heads/tasks/series.h"
#include "core/heads/tasks/splitacronyms.h"

#include <algorithm>

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

// Passes over all prompts: the answers, the clean run and the twins'.
constexpr double passesOfReading = 3;
// A sweep takes some of the prompts for every head; random heads and single removals some more.
constexpr double sweptPrompts = 16, sweptLetters = 12, moreSweeps = 75;

DetectorStep indirectObjectStep()
{
    return {
        .key = u"indirect-objects"_s,
        .what = u"Name movers and inhibition"_s,
        .types =
            {HeadType::NameMover, HeadType::BackupNameMover, HeadType::NegativeNameMover,
             HeadType::Inhibition},
        .cost =
            [](const Bench& bench, int prompts) {
                StepCost cost;
                const TaskSet set = indirectObjects(bench.ground, prompts, bench.seed);
                const double share = std::min(sweptPrompts / std::max(prompts, 1), 1.0);
                const double sweeps = bench.runs(Tier::Causal) ? (bench.headCount() + moreSweeps) * share : 0;
                cost.add(set, passesOfReading);
                cost.addPartial(set, sweeps, restartShare(bench));
                return cost;
            },
        .run =
            [](const Bench& bench, int prompts, const ScanState&) {
                return detectIndirectObjects(bench, indirectObjects(bench.ground, prompts, bench.seed));
            },
    };
}

DetectorStep argumentStep()
{
    return drawnStep(
        {.key = u"arguments"_s,
         .what = u"Movers of subjects, places and objects"_s,
         .types = {HeadType::Mover}},
        [](const Bench& bench, int prompts) { return arguments(bench.ground, prompts, bench.seed); },
        passesOfReading, detectMovers);
}

DetectorStep acronymStep()
{
    return {
        .key = u"acronyms"_s,
        .what = u"Letter movers"_s,
        .types = {HeadType::LetterMover},
        .cost =
            [](const Bench& bench, int prompts) {
                StepCost cost;
                const double share = std::min(sweptLetters / std::max(prompts, 1), 1.0);
                const TaskSet set = splitAcronyms(bench.ground, prompts, bench.seed);
                cost.add(set, bench.runs(Tier::Causal) ? passesOfReading : 2);
                if (bench.runs(Tier::Causal))
                    cost.addPartial(set, bench.headCount() * share, restartShare(bench));
                return cost;
            },
        .run =
            [](const Bench& bench, int prompts, const ScanState&) {
                return detectLetterMovers(bench, splitAcronyms(bench.ground, prompts, bench.seed));
            },
    };
}

DetectorStep seriesStep()
{
    return {
        .key = u"series"_s,
        .what = u"Successors"_s,
        .types = {HeadType::Successor},
        .tier = Tier::Mechanistic,
        .drawsPrompts = false,
        .cost =
            [](const Bench& bench, int) {
                StepCost cost;
                for (const TaskSet& set : series(bench.ground))
                    cost.add(set);
                return cost;
            },
        .run =
            [](const Bench& bench, int, const ScanState&) {
                const std::vector<TaskSet> sets = series(bench.ground);
                StepResult result;
                for (const TaskSet& set : sets)
                    result.tasks.push_back(competenceIn(bench, set));
                result.findings = detectSuccessors(bench, sets);
                return result;
            },
    };
}

DetectorStep semanticStep()
{
    return drawnStep(
        {.key = u"semantic-pairs"_s,
         .what = u"Semantic induction"_s,
         .types = {HeadType::SemanticInduction},
         .tier = Tier::Mechanistic},
        [](const Bench& bench, int prompts) { return semanticPairs(bench.ground, prompts, bench.seed); }, 1,
        detectSemanticInduction);
}

} // namespace

std::vector<DetectorStep> moverSteps()
{
    return {indirectObjectStep(), argumentStep(), acronymStep(), seriesStep(), semanticStep()};
}

} // namespace headwaters
