#include "core/engine/detect/successors.h"

#include "core/heads/tasks/series.h"
#include "core/text/modeltokenizer.h"
#include "engine/support/findings.h"
#include "engine/support/plantedsets.h"
#include "support/testing.h"

using namespace headwaters;

TEST_CASE("The planted successor raises what comes next, heads that copy the member itself")
{
    const Bench bench = planted::bench(Tier::Mechanistic);
    const std::vector<TypeFinding> found = detectSuccessors(bench, {planted::seriesMembers()});
    const TypeFinding successor = findingOf(found, HeadType::Successor, planted::successor);
    CHECK(successor.score == 1);
    CHECK(successor.evidence[2].score > 5); // what it was written to say is 6 above the mean
    CHECK(findingOf(found, HeadType::Successor, planted::induction).finding == Finding::No);
}

TEST_CASE("Successors need the mechanistic tier, and series of enough members")
{
    const Bench bench = planted::bench(Tier::Observed);
    CHECK(
        detectSuccessors(bench, {planted::seriesMembers()}).front().reason
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
