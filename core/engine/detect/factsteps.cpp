#include "core/engine/detect/factsteps.h"

#include "core/engine/detect/contentgatherers.h"
#include "core/engine/detect/drawnstep.h"
#include "core/engine/detect/factheads.h"
#include "core/engine/detect/labelheads.h"
#include "core/engine/detect/negativeheads.h"
#include "core/engine/detect/sentimentheads.h"
#include "core/heads/tasks/coloredobjects.h"
#include "core/heads/tasks/multiplechoice.h"

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

// A conflict counts only where the model knows the fact, and 25 that do are needed; options, alphabets and
// orders divide the choices into many kinds.
int conflictCount(int prompts)
{
    return prompts * 3 / 2;
}

int choiceCount(int prompts)
{
    return prompts * 2;
}

void add(StepResult& all, StepResult more)
{
    all.findings.insert(all.findings.end(), more.findings.begin(), more.findings.end());
    all.tasks.insert(all.tasks.end(), more.tasks.begin(), more.tasks.end());
}

DetectorStep factStep()
{
    return {
        .key = u"facts"_s,
        .what = u"Facts and knowledge conflicts"_s,
        .types =
            {HeadType::AssociativeMemory, HeadType::Memory, HeadType::Context, HeadType::Subject,
             HeadType::Relation, HeadType::Mixed},
        .tier = Tier::Mechanistic,
        .cost =
            [](const Bench& bench, int prompts) {
                StepCost cost;
                if (!bench.runs(Tier::Mechanistic))
                    return cost;
                cost.add(factPrompts(bench.ground, conflictCount(prompts), bench.seed).set);
                const ConflictSet conflicts =
                    knowledgeConflicts(bench.ground, conflictCount(prompts), bench.seed);
                cost.add(conflicts.set, bench.runs(Tier::Causal) ? 5 : 1);
                for (const TaskPrompt& plain : conflicts.plain)
                    cost.add(std::vector<std::vector<TokenId>>{plain.ids});
                return cost;
            },
        .run =
            [](const Bench& bench, int prompts, const ScanState&) {
                StepResult result =
                    detectFactHeads(bench, factPrompts(bench.ground, conflictCount(prompts), bench.seed));
                add(result,
                    detectConflictHeads(
                        bench, knowledgeConflicts(bench.ground, conflictCount(prompts), bench.seed)));
                keepMemory(result.findings);
                return result;
            },
    };
}

std::vector<TaskSet> choiceSets(const Bench& bench, int prompts)
{
    return {
        multipleChoice(bench.ground, ChoiceForm::Capitals, choiceCount(prompts), bench.seed),
        multipleChoice(bench.ground, ChoiceForm::Colours, choiceCount(prompts), bench.seed)};
}

DetectorStep choiceStep()
{
    return drawnStep(
        {.key = u"choices"_s,
         .what = u"Multiple choice"_s,
         .types =
             {HeadType::Constant, HeadType::SingleLetter, HeadType::CorrectLetter, HeadType::Amplification,
              HeadType::Correct}},
        choiceSets, 1, [](const Bench& bench, const std::vector<TaskSet>& sets) {
            StepResult result;
            for (const TaskSet& set : sets)
                add(result, detectLabelHeads(bench, set));
            return result;
        });
}

std::vector<SentimentSet> sentimentSets(const Bench& bench, int prompts)
{
    std::vector<SentimentSet> sets;
    for (const SentimentForm form : {SentimentForm::Review, SentimentForm::Feeling, SentimentForm::Mood})
        sets.push_back(sentimentPrompts(bench.ground, form, prompts * 3 / 2, bench.seed));
    return sets;
}

DetectorStep sentimentStep()
{
    return {
        .key = u"sentiment"_s,
        .what = u"Sentiment"_s,
        .types = {HeadType::SentimentSummarizer, HeadType::SummaryReader},
        .tier = Tier::Mechanistic,
        .cost =
            [](const Bench& bench, int prompts) {
                StepCost cost;
                // At the end, at the summaries, and for the causal tier once a layer on the half that tests.
                const double passes = bench.runs(Tier::Causal) ? 2 + bench.nLayers() / 2.0 : 2;
                for (const SentimentSet& set : sentimentSets(bench, prompts))
                    cost.add(set.set, bench.runs(Tier::Mechanistic) ? passes : 0);
                return cost;
            },
        .run =
            [](const Bench& bench, int prompts, const ScanState&) {
                StepResult result;
                for (const SentimentSet& set : sentimentSets(bench, prompts))
                    add(result, detectSentimentHeads(bench, set));
                return result;
            },
    };
}

DetectorStep negativeStep()
{
    return drawnStep(
        {.key = u"yes-no"_s,
         .what = u"Yes or no"_s,
         .types = {HeadType::Negative},
         .tier = Tier::Mechanistic},
        [](const Bench& bench, int prompts) { return yesNo(bench.ground, (prompts + 1) / 2, bench.seed); },
        [](const Bench& bench) { return bench.runs(Tier::Mechanistic) ? 3 : 0; }, detectNegativeHeads);
}

std::vector<TaskSet> objectSets(const Bench& bench, int prompts)
{
    return {
        coloredObjects(bench.ground, ColoredForm::Repeated, prompts, bench.seed),
        coloredObjects(bench.ground, ColoredForm::Direct, prompts, bench.seed)};
}

DetectorStep gathererStep()
{
    return {
        .key = u"coloured-objects"_s,
        .what = u"Coloured objects"_s,
        .types = {HeadType::ContentGatherer},
        .tier = Tier::Causal,
        .cost =
            [](const Bench& bench, int prompts) {
                StepCost cost;
                for (const TaskSet& set : objectSets(bench, prompts))
                    cost.add(set, bench.runs(Tier::Causal) ? 2 : 0);
                return cost;
            },
        .run =
            [](const Bench& bench, int prompts, const ScanState&) {
                StepResult result;
                for (const TaskSet& set : objectSets(bench, prompts))
                    add(result, detectContentGatherers(bench, set));
                return result;
            },
    };
}

} // namespace

std::vector<DetectorStep> factSteps()
{
    return {factStep(), sentimentStep(), choiceStep(), negativeStep(), gathererStep()};
}

} // namespace headwaters
