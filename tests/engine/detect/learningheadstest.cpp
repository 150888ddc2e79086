#include "core/engine/detect/coherenceheads.h"
#include "core/engine/detect/competence.h"
#include "core/engine/detect/functionvectorheads.h"
#include "core/engine/detect/incontextheads.h"
#include "core/engine/detect/learningsteps.h"
#include "core/engine/detect/probeheads.h"
#include "core/engine/detect/scrambledmodel.h"
#include "core/engine/detect/vulnerableheads.h"
#include "core/heads/tasks/acronyms.h"
#include "core/text/modeltokenizer.h"
#include "support/testing.h"

#include <QStringList>

#include <algorithm>

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

Bench demo(Tier tier)
{
    static const ModelFolder folder = openModelFolder(demoModel());
    static const std::shared_ptr<const Model> model = Model::load(folder, CancelToken(), {});
    static const std::shared_ptr<const Tokenizer> tokenizer = loadTokenizer(folder);
    Bench bench = Bench::of(model, TaskGround::of(tokenizer, model->info().nCtx));
    bench.tier = tier;
    return bench;
}

Bench scrambled()
{
    const Bench whole = demo(Tier::Mechanistic);
    const std::shared_ptr<const Model> model = Model::load(openModelFolder(demoModel()), CancelToken(), {});
    Bench bench = Bench::of(scrambledModel(model, 1), whole.ground);
    bench.gates = false;
    return bench;
}

QStringList headsOf(const std::vector<TypeFinding>& findings, Finding wanted)
{
    QStringList heads;
    for (const TypeFinding& finding : findings) {
        if (finding.finding == wanted)
            heads << finding.head.text();
    }
    return heads;
}

bool allNotMeasurable(const std::vector<TypeFinding>& findings)
{
    return findings.size() == 36
        && std::all_of(findings.begin(), findings.end(), [](const TypeFinding& finding) {
               return finding.finding == Finding::NotMeasurable && !finding.reason.isEmpty();
           });
}

} // namespace

TEST_CASE("Head 2.5 of the bundled model tells true capitals and kinds from false ones, no head of the "
          "scrambled copy")
{
    const Bench bench = demo(Tier::Observed);
    const AskedProbes asked = askStatements(bench, trueStatements(bench.ground, 64, 1));
    CHECK(asked.competence.passed);
    const std::vector<TypeFinding> findings =
        detectProbe(bench, HeadType::Truthfulness, asked, probeRuleFor(bench));
    CHECK(headsOf(findings, Finding::Yes) == QStringList{u"2.5"_s});
    const TypeFinding& found = findings[2 * 6 + 5];
    CHECK(found.score > 0.8);
    CHECK(found.evidence.front().access == Access::Probe);
    CHECK(found.tags.contains(u"chosen in 5 of 5 folds"_s));
    for (const Evidence& evidence : found.evidence)
        CHECK(tierOf(evidence.access) == Tier::Observed);

    const Bench other = scrambled();
    CHECK(headsOf(
              detectProbe(
                  other, HeadType::Truthfulness, askStatements(other, trueStatements(other.ground, 64, 1)),
                  probeRuleFor(other)),
              Finding::Yes)
              .isEmpty());
}

TEST_CASE("Steering is beside the rule and only in the causal tier")
{
    const Bench bench = demo(Tier::Causal);
    const std::vector<TypeFinding> findings = detectProbe(
        bench, HeadType::Truthfulness, askStatements(bench, trueStatements(bench.ground, 64, 1)),
        probeRuleFor(bench));
    CHECK(headsOf(findings, Finding::Yes) == QStringList{u"2.5"_s});
    const Evidence& steering = findings[2 * 6 + 5].evidence.back();
    CHECK(steering.access == Access::Causal);
    CHECK_FALSE(steering.required);
    CHECK(steering.nulls.size() > 20); // of 50, thinned for the histogram
}

TEST_CASE("The bundled model knows too many answers for their accuracy to be probed")
{
    const Bench bench = demo(Tier::Observed);
    const AskedProbes asked = askQuestions(bench, clozeQuestions(bench.ground, 60, 1));
    CHECK_FALSE(asked.competence.passed);
    CHECK(asked.competence.reason.contains(u"30 to 70 %"_s));
    CHECK(allNotMeasurable(detectProbe(bench, HeadType::Accuracy, asked, probeRuleFor(bench))));
}

TEST_CASE("Answers to paraphrases are labelled by the fact's most frequent answer")
{
    const Bench bench = demo(Tier::Observed);
    const AskedProbes asked = askParaphrases(bench, paraphrases(bench.ground, 24, 1));
    CHECK(asked.competence.passed);
    REQUIRE_FALSE(asked.set.prompts.empty());
    std::map<int, std::map<TokenId, std::vector<int>>> facts; // [fact][answer]: labels
    for (const ProbePrompt& prompt : asked.set.prompts)
        facts[prompt.group][prompt.ids.back()].push_back(prompt.label);
    for (const auto& [fact, answers] : facts) {
        std::size_t most = 0;
        for (const auto& [answer, labels] : answers)
            most = std::max(most, labels.size());
        for (const auto& [answer, labels] : answers) {
            for (const int label : labels)
                CHECK(label == (labels.size() == most ? 1 : 0));
        }
    }
}

TEST_CASE(
    "Heads that write the language the examples ask for are found, those that always favour one are not")
{
    const Bench bench = demo(Tier::Mechanistic);
    const LanguageSet languages = targetLanguages(bench.ground, 64, 1);
    const Competence competence = competenceIn(bench, languages.set);
    CHECK(competence.passed);
    const std::vector<TypeFinding> findings = detectCoherence(bench, languages, competence);
    CHECK(headsOf(findings, Finding::Yes) == QStringList{u"3.1"_s, u"3.4"_s});
    CHECK(findings.front().tags.contains(u"proxy"_s));
    // 0.4 favours both languages over English everywhere.
    CHECK(findings[4].evidence[0].finding == Finding::Yes);
    CHECK(findings[4].evidence[1].finding == Finding::No);

    const Bench other = scrambled();
    CHECK(headsOf(detectCoherence(other, languages, {}), Finding::Yes).isEmpty());
}

TEST_CASE("Labels that mean nothing and acronyms are beyond the bundled model")
{
    const Bench bench = demo(Tier::Mechanistic);
    const NeutralLabelSet labels = neutralLabels(bench.ground, 4, 32, 1);
    const Competence onLabels = competenceIn(bench, labels.set);
    CHECK_FALSE(onLabels.passed);
    CHECK(allNotMeasurable(detectInContext(bench, labels, onLabels)));
    const TaskSet letters = acronyms(bench.ground, 48, 1);
    const Competence onLetters = competenceIn(bench, letters);
    CHECK_FALSE(onLetters.passed);
    CHECK(allNotMeasurable(detectVulnerable(bench, letters, onLetters)));
    CHECK(allNotMeasurable(detectFaithfulness(bench)));
}

TEST_CASE("Without the gate the measures of labels are those of their definition")
{
    Bench bench = demo(Tier::Causal);
    bench.gates = false;
    const NeutralLabelSet labels = neutralLabels(bench.ground, 4, 8, 1);
    const std::vector<TypeFinding> findings = detectInContext(bench, labels, competenceIn(bench, labels.set));
    REQUIRE(findings.size() == 36);
    for (const TypeFinding& finding : findings) {
        REQUIRE(finding.evidence.size() >= 3);
        CHECK(std::abs(finding.evidence[0].score) <= 1);
        CHECK(std::abs(finding.evidence[0].null) < 0.2);
        CHECK(finding.evidence[1].access == Access::Direct);
    }
}

TEST_CASE("Function vectors need the causal tier, a task that the model does, and cost what is said")
{
    const Bench observed = demo(Tier::Mechanistic);
    CHECK(allNotMeasurable(detectFunctionVectors(observed, {})));
    Bench bench = demo(Tier::Causal);
    CHECK(allNotMeasurable(detectFunctionVectors(bench, {})));
    std::vector<FunctionVectorTask> tasks;
    for (const WordMap& map : wordMaps()) {
        if (map.key != u"country-capital"_s)
            continue;
        FunctionVectorTask task;
        task.prompts = fewShot(bench.ground, map, 6, 4, 1);
        task.competence = competenceIn(bench, task.prompts.set);
        CHECK(task.competence.accuracy == 1);
        task.competence.passed = true;
        tasks.push_back(std::move(task));
    }
    CHECK(functionVectorForwards(bench, tasks) == 4 * 39);
    const std::vector<TypeFinding> findings = detectFunctionVectors(bench, tasks);
    REQUIRE(findings.size() == 36);
    CHECK(findings.front().evidence.front().access == Access::Causal);
    CHECK(findings.front().evidence.front().samples == 4);
}

TEST_CASE("Every step says what it costs, and runs on a model that cannot be asked")
{
    const Bench bench = demo(Tier::Observed);
    for (const DetectorStep& step : learningSteps()) {
        INFO(step.key.toStdString());
        CHECK((step.cost(bench, 8).forwards > 0) == (step.key != u"unmeasured"_s));
        Bench mute = bench;
        mute.ground.tokenizer.reset();
        const StepResult result = step.run(mute, 8, {});
        CHECK(result.findings.size() == 36 * step.types.size());
        for (const TypeFinding& finding : result.findings)
            CHECK(finding.finding == Finding::NotMeasurable);
    }
}
