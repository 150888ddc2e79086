#include "core/engine/detect/retrieval.h"
#include "core/engine/detect/activity.h"
#include "core/engine/detect/globalretrieval.h"
#include "core/engine/detect/scrambledmodel.h"
#include "core/heads/tasks/randomtokens.h"
#include "engine/support/findings.h"
#include "engine/support/plantedsets.h"
#include "support/testing.h"

using namespace headwaters;

TEST_CASE("The planted retrieval head is found; induction finds literal questions only")
{
    const RetrievalReading reading = detectRetrieval(
        planted::bench(Tier::Observed), planted::needles(true, 20), planted::needles(false, 20));
    REQUIRE(reading.tasks.size() == 2);
    CHECK(reading.tasks[0].passed);
    CHECK(reading.tasks[1].passed);
    // Copy suppression looks for the word that retrieval says.
    const QStringList expected{QStringLiteral("1.4"), QStringLiteral("3.0")};
    CHECK(headsOf(reading.findings, HeadType::Retrieval) == expected);
    const TypeFinding found = findingOf(reading.findings, HeadType::Retrieval, planted::retrieval);
    CHECK(found.score == Approx(1));
    CHECK(found.evidence[0].z > 6);
    CHECK(found.evidence[1].score == Approx(0.2)); // the other four are induction's
    const QStringList tags{QStringLiteral("40 tokens"), QStringLiteral("strong")};
    CHECK(found.tags == tags);
    const TypeFinding other = findingOf(reading.findings, HeadType::Retrieval, planted::induction);
    CHECK(other.finding == Finding::No);
    CHECK(other.tags == QStringList{QStringLiteral("induction-type retrieval")});
    CHECK(found.example.ids.size() == 40);
}

TEST_CASE("A model that does not find needles has no measurable retrieval heads, unless gates are off")
{
    Bench bench = planted::bench(Tier::Observed);
    bench.model = Bench::of(scrambledModel(planted::model(), 1), bench.ground).model;
    const TaskSet literal = planted::needles(true, 20), paraphrase = planted::needles(false, 20);
    const RetrievalReading gated = detectRetrieval(bench, literal, paraphrase);
    CHECK_FALSE(gated.tasks[1].passed);
    CHECK(gated.findings.front().finding == Finding::NotMeasurable);
    CHECK(gated.findings.front().reason == gated.tasks[1].reason);
    bench.gates = false;
    const RetrievalReading open = detectRetrieval(bench, literal, paraphrase);
    CHECK(headsOf(open.findings, HeadType::Retrieval).isEmpty());
    CHECK(open.findings.front().finding == Finding::No);
}

TEST_CASE("Global retrieval needs a long context")
{
    const Bench bench = planted::bench(Tier::Observed);
    const std::vector<TypeFinding> findings =
        detectGlobalRetrieval(bench, globalRetrievalSet(bench.ground, 2, 1));
    CHECK(findings.front().finding == Finding::NotMeasurable);
    CHECK(findings.front().reason == QStringLiteral("the context of 48 tokens is too short"));
}

TEST_CASE("A head that rests on the first token whatever it reads, and whose mean does as well, is inactive")
{
    const Bench bench = planted::bench(Tier::Causal);
    const std::vector<TaskSet> families{
        repeatedTokens(bench.ground, 20, 2, 4, 1), planted::indirectObjects(4), TaskSet{}};
    const HeadActivity activity = headActivity(bench, families);
    const auto of = [&](const auto& values, HeadIndex head) {
        return values[static_cast<std::size_t>(bench.indexOf(head))];
    };
    CHECK(of(activity.inactive, planted::sink));
    CHECK(of(activity.sink, planted::sink) > 0.99);
    CHECK(of(activity.divergence, planted::sink) == Approx(0).margin(1e-5));
    CHECK_FALSE(of(activity.inactive, planted::previous));
    CHECK_FALSE(of(activity.inactive, planted::induction));
    CHECK(of(activity.self, planted::successor) > 0.95);
    CHECK(of(activity.divergence, planted::induction) > 0.1);
    const HeadActivity observed = headActivity(planted::bench(Tier::Observed), families);
    CHECK(observed.divergence.empty());
    CHECK(of(observed.inactive, planted::sink));
}
