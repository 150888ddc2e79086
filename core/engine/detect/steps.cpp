#include "core/engine/detect/factsteps.h"
#include "core/engine/detect/learningsteps.h"
#include "core/engine/detect/localheads.h"
#include "core/engine/detect/moversteps.h"
#include "core/engine/detect/registry.h"
#include "core/engine/detect/repeats.h"
#include "core/heads/tasks/randomtokens.h"

#include <algorithm>

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

DetectorStep localStep()
{
    return {
        .key = u"local"_s,
        .what = u"Previous token and position"_s,
        .types = {HeadType::PreviousToken, HeadType::Positional},
        .cost =
            [](const Bench& bench, int prompts) {
                StepCost cost;
                cost.add(uniqueTokens(bench.ground, prompts, bench.seed));
                return cost;
            },
        .run =
            [](const Bench& bench, int prompts, const ScanState&) {
                return StepResult{
                    detectLocalHeads(bench, uniqueTokens(bench.ground, prompts, bench.seed), {}), {}};
            },
    };
}

DetectorStep repeatStep()
{
    constexpr int period = 50; // the control's, as the first set of repeatSets
    return {
        .key = u"repeats"_s,
        .what = u"Duplicate tokens and induction"_s,
        .types = {HeadType::DuplicateToken, HeadType::Induction},
        .cost =
            [](const Bench& bench, int prompts) {
                StepCost cost;
                for (const TaskSet& set : repeatSets(bench.ground, prompts, bench.seed))
                    cost.add(set, bench.runs(Tier::Mechanistic) ? 2 : 1);
                cost.add(freshSecondHalf(bench.ground, period, prompts, bench.seed));
                return cost;
            },
        .run =
            [](const Bench& bench, int prompts, const ScanState&) {
                return StepResult{
                    detectRepeats(
                        bench, repeatSets(bench.ground, prompts, bench.seed),
                        freshSecondHalf(bench.ground, period, prompts, bench.seed)),
                    {}};
            },
    };
}

} // namespace

const std::vector<DetectorStep>& detectorSteps()
{
    static const std::vector<DetectorStep> steps = [] {
        std::vector<DetectorStep> all{localStep(), repeatStep()};
        for (const auto& more : {moverSteps(), factSteps(), learningSteps()})
            all.insert(all.end(), more.begin(), more.end());
        return all;
    }();
    return steps;
}

} // namespace headwaters
