#include "core/engine/detect/structuresteps.h"

#include "core/engine/detect/activity.h"
#include "core/engine/detect/drawnstep.h"
#include "core/engine/detect/globalretrieval.h"
#include "core/engine/detect/localheads.h"
#include "core/engine/detect/rarewords.h"
#include "core/engine/detect/repeatablation.h"
#include "core/engine/detect/repeats.h"
#include "core/engine/detect/restartshare.h"
#include "core/engine/detect/retrieval.h"
#include "core/engine/detect/subwordmerge.h"
#include "core/engine/detect/syntactic.h"
#include "core/heads/tasks/grammar.h"
#include "core/heads/tasks/indirectobjects.h"
#include "core/heads/tasks/needles.h"
#include "core/heads/tasks/randomtokens.h"
#include "core/heads/tasks/structuretext.h"

#include <algorithm>

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

constexpr int period = 50; // the control's, as the first set of repeatSets
constexpr int longPrompts = 6; // of prompts that fill the context a few say as much as many
constexpr int needlePrompts = 20;
constexpr int restPrompts = 4; // of a family
constexpr int repeatPrompts = 4; // without each head
constexpr int fewestSentences = 120; // words and arcs, not prompts, are what these count

std::vector<TaskSet> families(const Bench& bench, int prompts)
{
    return {
        uniqueTokens(bench.ground, prompts, bench.seed), naturalText(bench.ground, prompts, bench.seed),
        indirectObjects(bench.ground, prompts, bench.seed)};
}

/// Each head of the model removed in turn, and the prompts as they are.
void addRemovals(StepCost& cost, const Bench& bench, const TaskSet& set)
{
    cost.add(set);
    cost.addPartial(set, bench.headCount(), restartShare(bench));
}

DetectorStep activityStep()
{
    return {
        .key = u"activity"_s,
        .what = u"Heads at rest"_s,
        .types = {},
        .always = true,
        .cost =
            [](const Bench& bench, int prompts) {
                StepCost cost;
                bool isFirst = true;
                for (const TaskSet& set : families(bench, std::min(prompts, restPrompts))) {
                    cost.add(set);
                    if (isFirst && !set.isEmpty() && bench.runs(Tier::Causal))
                        addRemovals(cost, bench, set);
                    isFirst = isFirst && set.isEmpty();
                }
                return cost;
            },
        .run =
            [](const Bench& bench, int prompts, const ScanState&) {
                const HeadActivity activity =
                    headActivity(bench, families(bench, std::min(prompts, restPrompts)));
                return StepResult{
                    .findings = {},
                    .tasks = {},
                    .sinks = activity.sink,
                    // Attention alone does not say that a head does nothing.
                    .inactive = bench.runs(Tier::Causal) ? activity.inactive : std::vector<bool>()};
            },
    };
}

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
                cost.add(naturalText(bench.ground, prompts / 2, bench.seed));
                return cost;
            },
        .run =
            [](const Bench& bench, int prompts, const ScanState&) {
                return StepResult{
                    detectLocalHeads(
                        bench, uniqueTokens(bench.ground, prompts, bench.seed),
                        naturalText(bench.ground, prompts / 2, bench.seed)),
                    {}};
            },
    };
}

DetectorStep repeatStep()
{
    return {
        .key = u"repeats"_s,
        .what = u"Duplicate tokens and induction"_s,
        .types = {HeadType::DuplicateToken, HeadType::Induction},
        .cost =
            [](const Bench& bench, int prompts) {
                StepCost cost;
                const std::vector<TaskSet> sets = repeatSets(bench.ground, prompts, bench.seed);
                for (const TaskSet& set : sets)
                    cost.add(set);
                cost.add(freshSecondHalf(bench.ground, period, prompts, bench.seed));
                if (bench.runs(Tier::Mechanistic))
                    cost.add(sets.front());
                if (bench.runs(Tier::Causal))
                    addRemovals(
                        cost, bench,
                        repeatedTokens(
                            bench.ground, period, 2, std::min(prompts, repeatPrompts), bench.seed));
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

DetectorStep retrievalStep()
{
    const auto sets = [](const Bench& bench, int prompts) {
        const int count = std::min(prompts, needlePrompts);
        return std::pair(
            needles(bench.ground, NeedleQuestion::Literal, count, bench.seed),
            needles(bench.ground, NeedleQuestion::Paraphrase, count, bench.seed));
    };
    return {
        .key = u"retrieval"_s,
        .what = u"Retrieval from long contexts"_s,
        .types = {HeadType::Retrieval},
        .cost =
            [sets](const Bench& bench, int prompts) {
                StepCost cost;
                const auto [literal, paraphrase] = sets(bench, prompts);
                cost.add(literal, 2);
                cost.add(paraphrase, 2);
                return cost;
            },
        .run =
            [sets](const Bench& bench, int prompts, const ScanState&) {
                const auto [literal, paraphrase] = sets(bench, prompts);
                RetrievalReading reading = detectRetrieval(bench, literal, paraphrase);
                return StepResult{std::move(reading.findings), std::move(reading.tasks)};
            },
    };
}

} // namespace

std::vector<DetectorStep> structureSteps()
{
    return {
        activityStep(),
        localStep(),
        repeatStep(),
        drawnStep(
            {.key = u"rare-words"_s, .what = u"Rare words"_s, .types = {HeadType::RareWords}},
            [](const Bench& bench, int prompts) {
                return rareWordSentences(bench.ground, prompts, bench.seed);
            },
            2, detectRareWords),
        drawnStep(
            {.key = u"subwords"_s, .what = u"Pieces of words"_s, .types = {HeadType::SubwordMerge}},
            [](const Bench& bench, int prompts) {
                return subwordSentences(bench.ground, prompts, bench.seed);
            },
            1, detectSubwordMerge),
        drawnStep(
            {.key = u"syntax"_s, .what = u"Syntax"_s, .types = {HeadType::Syntactic}},
            [](const Bench& bench, int prompts) {
                return grammarSentences(bench.ground, std::max(prompts, fewestSentences), bench.seed);
            },
            1, detectSyntactic),
        retrievalStep(),
        drawnStep(
            {.key = u"global-retrieval"_s,
             .what = u"Retrieval from all of the context"_s,
             .types = {HeadType::GlobalRetrieval}},
            [](const Bench& bench, int prompts) {
                return globalRetrievalSet(bench.ground, std::min(prompts, longPrompts), bench.seed);
            },
            1, detectGlobalRetrieval),
    };
}

} // namespace headwaters
