#include "core/engine/detect/learningsteps.h"

#include "core/engine/detect/coherenceheads.h"
#include "core/engine/detect/competence.h"
#include "core/engine/detect/functionvectorheads.h"
#include "core/engine/detect/incontextheads.h"
#include "core/engine/detect/probeheads.h"
#include "core/engine/detect/restartshare.h"
#include "core/engine/detect/vulnerableheads.h"
#include "core/heads/tasks/acronyms.h"
#include "core/heads/tasks/statements.h"

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

constexpr int shotsOfAClass = 4;
constexpr int shotsOfAMap = 10;

ProbeSet statements(const Bench& bench, int prompts)
{
    return trueStatements(bench.ground, 2 * prompts, bench.seed);
}

DetectorStep statementStep()
{
    return {
        .key = u"statements"_s,
        .what = u"True and false statements"_s,
        .types = {HeadType::Truthfulness},
        .cost =
            [](const Bench& bench, int prompts) {
                const ProbeSet set = statements(bench, prompts);
                StepCost cost;
                cost.add(set.contrasts, 3); // asked once, then two statements each
                return cost;
            },
        .run =
            [](const Bench& bench, int prompts, const ScanState&) {
                const AskedProbes asked = askStatements(bench, statements(bench, prompts));
                return StepResult{
                    detectProbe(bench, HeadType::Truthfulness, asked, probeRuleFor(bench)),
                    {asked.competence}};
            },
    };
}

DetectorStep questionStep()
{
    const auto set = [](const Bench& bench, int prompts) {
        return clozeQuestions(bench.ground, 6 * prompts, bench.seed);
    };
    return {
        .key = u"questions"_s,
        .what = u"Right and wrong answers"_s,
        .types = {HeadType::Accuracy},
        .cost =
            [set](const Bench& bench, int prompts) {
                StepCost cost;
                cost.add(set(bench, prompts), 2);
                return cost;
            },
        .run =
            [set](const Bench& bench, int prompts, const ScanState&) {
                const AskedProbes asked = askQuestions(bench, set(bench, prompts));
                return StepResult{
                    detectProbe(bench, HeadType::Accuracy, asked, probeRuleFor(bench)), {asked.competence}};
            },
    };
}

DetectorStep paraphraseStep()
{
    const auto set = [](const Bench& bench, int prompts) {
        return paraphrases(bench.ground, 2 * prompts, bench.seed);
    };
    return {
        .key = u"paraphrases"_s,
        .what = u"Answers to paraphrases"_s,
        .types = {HeadType::Consistency},
        .cost =
            [set](const Bench& bench, int prompts) {
                StepCost cost;
                cost.add(set(bench, prompts).set, 3);
                return cost;
            },
        .run =
            [set](const Bench& bench, int prompts, const ScanState&) {
                const AskedProbes asked = askParaphrases(bench, set(bench, prompts));
                return StepResult{
                    detectProbe(bench, HeadType::Consistency, asked, probeRuleFor(bench)),
                    {asked.competence}};
            },
    };
}

DetectorStep labelStep()
{
    const auto set = [](const Bench& bench, int prompts) {
        return neutralLabels(bench.ground, shotsOfAClass, 2 * prompts, bench.seed);
    };
    return {
        .key = u"neutral-labels"_s,
        .what = u"Labels that mean nothing"_s,
        .types = {HeadType::InContext},
        .cost =
            [set](const Bench& bench, int prompts) {
                StepCost cost;
                cost.add(set(bench, prompts).set, bench.runs(Tier::Mechanistic) ? 4 : 2);
                return cost;
            },
        .run =
            [set](const Bench& bench, int prompts, const ScanState&) {
                const NeutralLabelSet labels = set(bench, prompts);
                const Competence competence = competenceIn(bench, labels.set);
                return StepResult{detectInContext(bench, labels, competence), {competence}};
            },
    };
}

DetectorStep languageStep()
{
    const auto set = [](const Bench& bench, int prompts) {
        return targetLanguages(bench.ground, 2 * prompts, bench.seed);
    };
    return {
        .key = u"languages"_s,
        .what = u"The language to answer in"_s,
        .types = {HeadType::Coherence},
        .tier = Tier::Mechanistic,
        .cost =
            [set](const Bench& bench, int prompts) {
                StepCost cost;
                cost.add(set(bench, prompts).set, 3);
                return cost;
            },
        .run =
            [set](const Bench& bench, int prompts, const ScanState&) {
                const LanguageSet languages = set(bench, prompts);
                const Competence competence = competenceIn(bench, languages.set);
                return StepResult{detectCoherence(bench, languages, competence), {competence}};
            },
    };
}

DetectorStep acronymStep()
{
    const auto set = [](const Bench& bench, int prompts) {
        return acronyms(bench.ground, 3 * prompts, bench.seed);
    };
    return {
        .key = u"acronyms-failing"_s,
        .what = u"Acronyms completed and failed"_s,
        .types = {HeadType::Vulnerable},
        .tier = Tier::Mechanistic,
        .cost =
            [set](const Bench& bench, int prompts) {
                StepCost cost;
                cost.add(set(bench, prompts), 2);
                return cost;
            },
        .run =
            [set](const Bench& bench, int prompts, const ScanState&) {
                const TaskSet acronymSet = set(bench, prompts);
                const Competence competence = competenceIn(bench, acronymSet);
                return StepResult{detectVulnerable(bench, acronymSet, competence), {competence}};
            },
    };
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

DetectorStep unmeasuredStep()
{
    return {
        .key = u"unmeasured"_s,
        .what = u"Types that this model cannot show"_s,
        .types = {HeadType::Iteration, HeadType::Faithfulness},
        .drawsPrompts = false,
        .cost = [](const Bench&, int) { return StepCost(); },
        .run =
            [](const Bench& bench, int, const ScanState&) {
                StepResult result{detectIteration(bench), {}};
                const std::vector<TypeFinding> more = detectFaithfulness(bench);
                result.findings.insert(result.findings.end(), more.begin(), more.end());
                return result;
            },
    };
}

} // namespace

std::vector<DetectorStep> learningSteps()
{
    return {labelStep(),      mapStep(),     statementStep(), questionStep(),
            paraphraseStep(), acronymStep(), languageStep(),  unmeasuredStep()};
}

} // namespace headwaters
