#include "core/engine/detect/learningsteps.h"

#include "core/engine/detect/coherenceheads.h"
#include "core/engine/detect/competence.h"
#include "core/engine/detect/drawnstep.h"
#include "core/engine/detect/functionvectorheads.h"
#include "core/engine/detect/incontextheads.h"
#include "core/engine/detect/iterationheads.h"
#include "core/engine/detect/probeheads.h"
#include "core/engine/detect/restartshare.h"
#include "core/engine/detect/semanticmatch.h"
#include "core/engine/detect/vulnerableheads.h"
#include "core/heads/tasks/acronyms.h"
#include "core/heads/tasks/categorylists.h"
#include "core/heads/tasks/chains.h"
#include "core/heads/tasks/statements.h"

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

constexpr int shotsOfAClass = 4;
constexpr int shotsOfAMap = 10;

DetectorStep statementStep()
{
    return drawnStep(
        {.key = u"statements"_s, .what = u"True and false statements"_s, .types = {HeadType::Truthfulness}},
        [](const Bench& bench, int prompts) { return trueStatements(bench.ground, 2 * prompts, bench.seed); },
        3, // asked once, then two statements each
        [](const Bench& bench, const ProbeSet& set) {
            const AskedProbes asked = askStatements(bench, set);
            return StepResult{
                detectProbe(bench, HeadType::Truthfulness, asked, probeRuleFor(bench)), {asked.competence}};
        });
}

DetectorStep questionStep()
{
    return drawnStep(
        {.key = u"questions"_s, .what = u"Right and wrong answers"_s, .types = {HeadType::Accuracy}},
        [](const Bench& bench, int prompts) { return clozeQuestions(bench.ground, 6 * prompts, bench.seed); },
        2, // asked, then read behind the model's answer
        [](const Bench& bench, const TaskSet& set) {
            const AskedProbes asked = askQuestions(bench, set);
            return StepResult{
                detectProbe(bench, HeadType::Accuracy, asked, probeRuleFor(bench)), {asked.competence}};
        });
}

DetectorStep paraphraseStep()
{
    return drawnStep(
        {.key = u"paraphrases"_s, .what = u"Answers to paraphrases"_s, .types = {HeadType::Consistency}},
        [](const Bench& bench, int prompts) { return paraphrases(bench.ground, 2 * prompts, bench.seed); },
        3, // asked for the gate and for the answer, then read behind it
        [](const Bench& bench, const ParaphraseSet& set) {
            const AskedProbes asked = askParaphrases(bench, set);
            return StepResult{
                detectProbe(bench, HeadType::Consistency, asked, probeRuleFor(bench)), {asked.competence}};
        });
}

DetectorStep labelStep()
{
    return drawnStep(
        {.key = u"neutral-labels"_s, .what = u"Labels that mean nothing"_s, .types = {HeadType::InContext}},
        [](const Bench& bench, int prompts) {
            return neutralLabels(bench.ground, shotsOfAClass, 2 * prompts, bench.seed);
        },
        [](const Bench& bench) { return bench.runs(Tier::Mechanistic) ? 4 : 2; },
        [](const Bench& bench, const NeutralLabelSet& labels) {
            const Competence competence = competenceIn(bench, labels.set);
            return StepResult{detectInContext(bench, labels, competence), {competence}};
        });
}

DetectorStep languageStep()
{
    return drawnStep(
        {.key = u"languages"_s,
         .what = u"The language to answer in"_s,
         .types = {HeadType::Coherence},
         .tier = Tier::Mechanistic},
        [](const Bench& bench, int prompts) {
            return targetLanguages(bench.ground, 2 * prompts, bench.seed);
        },
        3,
        [](const Bench& bench, const LanguageSet& languages) {
            const Competence competence = competenceIn(bench, languages.set);
            return StepResult{detectCoherence(bench, languages, competence), {competence}};
        });
}

DetectorStep acronymStep()
{
    return drawnStep(
        {.key = u"acronyms-failing"_s,
         .what = u"Acronyms completed and failed"_s,
         .types = {HeadType::Vulnerable},
         .tier = Tier::Mechanistic},
        [](const Bench& bench, int prompts) { return acronyms(bench.ground, 3 * prompts, bench.seed); }, 2,
        [](const Bench& bench, const TaskSet& set) {
            const Competence competence = competenceIn(bench, set);
            return StepResult{detectVulnerable(bench, set, competence), {competence}};
        });
}

std::vector<FunctionVectorTask> mapTasks(const Bench& bench, int prompts, bool asks)
{
    std::vector<FunctionVectorTask> tasks;
    for (const WordMap& map : wordMaps()) {
        FunctionVectorTask task;
        task.prompts = fewShot(bench.ground, map, shotsOfAMap, prompts, bench.seed);
        if (asks)
            task.competence = competenceIn(bench, task.prompts.set);
        tasks.push_back(std::move(task));
    }
    return tasks;
}

DetectorStep mapStep()
{
    return {
        .key = u"function-vectors"_s,
        .what = u"Outputs that stand for a task"_s,
        .types = {HeadType::FunctionVector},
        .tier = Tier::Causal,
        .onRequest = true,
        .cost =
            [](const Bench& bench, int prompts) {
                StepCost cost;
                // Which maps the model does is known only when it has been asked:
                // the most that it can take.
                for (const FunctionVectorTask& task : mapTasks(bench, prompts, false)) {
                    cost.add(task.prompts.set, 4);
                    // Each head's means of two kinds of prompts.
                    cost.addPartial(task.prompts.set, 2 * bench.headCount(), restartShare(bench));
                }
                return cost;
            },
        .run =
            [](const Bench& bench, int prompts, const ScanState&) {
                const std::vector<FunctionVectorTask> tasks = mapTasks(bench, prompts, true);
                StepResult result{detectFunctionVectors(bench, tasks), {}};
                for (const FunctionVectorTask& task : tasks)
                    result.tasks.push_back(task.competence);
                return result;
            },
    };
}

DetectorStep chainStep()
{
    const auto set = [](const Bench& bench, ChainRule rule, int prompts) {
        return chains(bench.ground, rule, 2 * prompts, bench.seed);
    };
    return {
        .key = u"chains"_s,
        .what = u"Chains of states"_s,
        .types = {HeadType::Iteration},
        .cost =
            [set](const Bench& bench, int prompts) {
                StepCost cost;
                cost.add(set(bench, ChainRule::Parity, prompts), 2); // asked, then looked at
                cost.add(set(bench, ChainRule::Copy, prompts), 1);
                return cost;
            },
        .run =
            [set](const Bench& bench, int prompts, const ScanState&) {
                const TaskSet parity = set(bench, ChainRule::Parity, prompts);
                const Competence onParity = competenceIn(bench, parity);
                const Competence onCopies = competenceIn(bench, set(bench, ChainRule::Copy, prompts));
                return StepResult{detectIteration(bench, parity, onParity, onCopies), {onParity, onCopies}};
            },
    };
}

DetectorStep semanticMatchStep()
{
    return drawnStep(
        {.key = u"semantic-match"_s,
         .what = u"Words of a kind"_s,
         .types = {HeadType::SemanticInduction},
         .tier = Tier::Mechanistic}, // as the type whose evidence it adds to
        [](const Bench& bench, int prompts) { return categoryLists(bench.ground, prompts, bench.seed); }, 1,
        detectSemanticMatch);
}

DetectorStep unmeasuredStep()
{
    return {
        .key = u"unmeasured"_s,
        .what = u"Types that this model cannot show"_s,
        .types = {HeadType::Faithfulness},
        .drawsPrompts = false,
        .cost = [](const Bench&, int) { return StepCost(); },
        .run =
            [](const Bench& bench, int, const ScanState&) {
                return StepResult{detectFaithfulness(bench), {}};
            },
    };
}

} // namespace

std::vector<DetectorStep> learningSteps()
{
    return {labelStep(),   mapStep(),      statementStep(), questionStep(),      paraphraseStep(),
            acronymStep(), languageStep(), chainStep(),     semanticMatchStep(), unmeasuredStep()};
}

} // namespace headwaters
