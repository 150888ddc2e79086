#include "core/engine/detect/factsteps.h"

#include "core/engine/detect/factheads.h"
#include "core/engine/detect/labelheads.h"
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
    return {
        .key = u"choices"_s,
        .what = u"Multiple choice"_s,
        .types =
            {HeadType::Constant, HeadType::SingleLetter, HeadType::CorrectLetter, HeadType::Amplification,
             HeadType::Correct},
        .cost =
            [](const Bench& bench, int prompts) {
                StepCost cost;
                for (const TaskSet& set : choiceSets(bench, prompts))
                    cost.add(set);
                return cost;
            },
        .run =
            [](const Bench& bench, int prompts, const ScanState&) {
                StepResult result;
                for (const TaskSet& set : choiceSets(bench, prompts))
                    add(result, detectLabelHeads(bench, set));
                return result;
            },
    };
}

} // namespace

std::vector<DetectorStep> factSteps()
{
    return {factStep(), choiceStep()};
}

} // namespace headwaters
