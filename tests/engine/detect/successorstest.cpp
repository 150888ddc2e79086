#include "core/engine/detect/successors.h"

#include "core/engine/detect/scrambledmodel.h"
#include "core/heads/tasks/series.h"
#include "core/text/modeltokenizer.h"
#include "engine/support/findings.h"
#include "engine/support/plantedmodel.h"
#include "support/testing.h"

using namespace headwaters;

namespace {

/// Each of the planted series but the last, alone behind the beginning.
TaskSet plantedSeries()
{
    TaskSet set;
    set.key = QStringLiteral("series-planted");
    for (TokenId member = planted::firstOfSeries; member + 1 < planted::firstOfSeries + planted::series;
         ++member) {
        TaskPrompt prompt;
        prompt.ids = {planted::bos, member};
        prompt.roles[QStringLiteral("SRC")] = {1};
        prompt.target = member + 1;
        prompt.rival = member;
        set.prompts.push_back(prompt);
    }
    return set;
}

} // namespace

TEST_CASE("The planted successor is found, first and alone")
{
    const Bench bench = planted::bench(Tier::Mechanistic);
    const std::vector<TypeFinding> found = detectSuccessors(bench, {plantedSeries()});
    CHECK(headsOf(found, HeadType::Successor) == QStringList{QStringLiteral("1.2")});
    const TypeFinding successor = findingOf(found, HeadType::Successor, planted::successor);
    CHECK(successor.score == 1);
    // Of 48 tokens only the series is raised, so that shuffled pairs hit its other members by chance.
    CHECK(successor.evidence.front().z > 3);
    // Heads that copy raise the member itself.
    CHECK(findingOf(found, HeadType::Successor, planted::induction).finding == Finding::No);
}

TEST_CASE("No head of a scrambled copy is a successor")
{
    Bench bench = planted::bench(Tier::Mechanistic);
    bench.model = Bench::of(scrambledModel(planted::model(), 1), bench.ground).model;
    CHECK(headsOf(detectSuccessors(bench, {plantedSeries()}), HeadType::Successor).isEmpty());
}

TEST_CASE("Successors need the mechanistic tier, and series of enough members")
{
    const Bench bench = planted::bench(Tier::Observed);
    CHECK(
        detectSuccessors(bench, {plantedSeries()}).front().reason
        == QStringLiteral("needs the mechanistic tier"));
    TaskSet none;
    none.key = QStringLiteral("series-none");
    none.reason = QStringLiteral("too short");
    const TypeFinding finding = detectSuccessors(planted::bench(Tier::Mechanistic), {none}).front();
    CHECK(finding.finding == Finding::NotMeasurable);
    CHECK(finding.reason == QStringLiteral("too short"));
}

TEST_CASE("The bundled model has no successor head")
{
    const ModelFolder folder = openModelFolder(demoModel());
    const Bench bench = Bench::of(Model::load(folder, {}), TaskGround::of(loadTokenizer(folder), 256));
    const std::vector<TypeFinding> found = detectSuccessors(bench, series(bench.ground));
    CHECK(headsOf(found, HeadType::Successor).isEmpty());
    CHECK(findingOf(found, HeadType::Successor, {0, 0}).finding == Finding::No);
}
