#include "support/smollm2.h"

#include "core/engine/detect/moverinterventions.h"
#include "core/engine/detect/namemovers.h"
#include "core/engine/detect/namereading.h"
#include "core/heads/tasks/indirectobjects.h"
#include "core/text/modeltokenizer.h"
#include "engine/support/findings.h"
#include "support/testing.h"

using namespace headwaters;

TEST_CASE("SmolLM2 moves names, suppresses them and inhibits the repeated one")
{
    const QString path = smollm2Model();
    if (path.isEmpty())
        return;
    const ModelFolder folder = openModelFolder(path);
    Bench bench = Bench::of(Model::load(folder, {}), TaskGround::of(loadTokenizer(folder), 2048));
    bench.tier = Tier::Causal;
    const TaskSet set = indirectObjects(bench.ground, 24, 1);
    REQUIRE(set.prompts.size() == 24);
    const TaskAnswers answers = answersIn(bench, set);
    CHECK(competenceIn(bench, set, answers).passed);
    const NameReading reading(bench, answeredRight(set, answers));

    const std::vector<TypeFinding> movers = detectNameMovers(bench, reading);
    CHECK(findingOf(movers, HeadType::NameMover, {23, 0}).finding == Finding::Yes);
    const std::vector<TypeFinding> negatives = detectNegativeNameMovers(bench, reading);
    CHECK(headsOf(negatives, HeadType::NegativeNameMover).size() == 2);
    CHECK(findingOf(negatives, HeadType::NegativeNameMover, {24, 4}).finding != Finding::No);
    CHECK(
        findingOf(negatives, HeadType::NegativeNameMover, {23, 3}).tags
        == QStringList{QStringLiteral("subject suppression")});

    // Only some senders are tried, or it would take minutes: two that the whole sweep finds, two that it does
    // not.
    const std::vector<int> senders{
        bench.indexOf({20, 0}), bench.indexOf({19, 2}), bench.indexOf({18, 4}), bench.indexOf({21, 5})};
    const std::vector<TypeFinding> inhibition =
        detectInhibition(bench, reading, moversOf(bench, movers), senders);
    const TypeFinding inhibitor = findingOf(inhibition, HeadType::Inhibition, {20, 0});
    CHECK(inhibitor.score > 0.15);
    CHECK(inhibitor.evidence[0].z > 6);
    CHECK(inhibitor.evidence[1].z > 6);
    CHECK(inhibitor.evidence[2].finding == Finding::Yes);
    CHECK(findingOf(inhibition, HeadType::Inhibition, {19, 2}).score > 0.05);
    for (const HeadIndex control : {HeadIndex{18, 4}, {21, 5}})
        CHECK(findingOf(inhibition, HeadType::Inhibition, control).score < 0.05);
}
