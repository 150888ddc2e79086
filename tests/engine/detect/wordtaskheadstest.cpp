#include "core/engine/detect/contentgatherers.h"
#include "core/engine/detect/negativeheads.h"
#include "core/engine/detect/scrambledmodel.h"
#include "core/engine/detect/sentimentheads.h"
#include "core/files/modelfolder.h"
#include "core/heads/tasks/coloredobjects.h"
#include "engine/support/demobench.h"
#include "engine/support/findings.h"
#include "support/testing.h"

#include <algorithm>
#include <set>

using namespace headwaters;

TEST_CASE("On the bundled model heads bring the asked thing to the end, and movers need it")
{
    const Bench bench = demoBench(Tier::Causal);
    const TaskSet objects = coloredObjects(bench.ground, ColoredForm::Direct, 32, 1);
    const StepResult result = detectContentGatherers(bench, objects);
    REQUIRE(result.tasks.size() == 1);
    CHECK(result.tasks.front().passed);
    CHECK(found(result, HeadType::ContentGatherer) == std::set<HeadIndex>{{1, 1}, {1, 2}, {1, 5}});
    const TypeFinding& first = of(result, HeadType::ContentGatherer, {1, 1});
    REQUIRE(first.evidence.size() == 4);
    CHECK(first.score > 0.9);
    CHECK(first.evidence[2].access == Access::Causal);
    CHECK(first.evidence[2].score > 0.05);
    CHECK(first.evidence[3].z >= 3);

    Bench shallow = demoBench(Tier::Mechanistic);
    for (const TypeFinding& finding : detectContentGatherers(shallow, objects).findings)
        CHECK(finding.finding == Finding::NotMeasurable);
}

TEST_CASE("The bundled model reads sentiment from the adjectives, not from a summary")
{
    const Bench bench = demoBench(Tier::Causal);
    const StepResult result =
        detectSentimentHeads(bench, sentimentPrompts(bench.ground, SentimentForm::Feeling, 48, 1));
    REQUIRE(result.tasks.size() == 1);
    CHECK(result.tasks.front().passed);
    CHECK(found(result, HeadType::SentimentSummarizer).empty());
    CHECK(found(result, HeadType::SummaryReader).empty());
    for (const HeadIndex head : {HeadIndex{5, 0}, {5, 5}, {5, 4}, {5, 3}}) {
        const TypeFinding& finding = of(result, HeadType::SummaryReader, head);
        CHECK(finding.score > 2);
        CHECK(finding.tags == QStringList{QStringLiteral("direct")});
        CHECK(finding.reason.startsWith(QStringLiteral("attention from the end to the summary is")));
    }
    // In words that it has not learnt, the task cannot be asked or is not done.
    for (const SentimentForm form : {SentimentForm::Review, SentimentForm::Mood}) {
        const StepResult other = detectSentimentHeads(bench, sentimentPrompts(bench.ground, form, 48, 1));
        CHECK(of(other, HeadType::SummaryReader, {0, 0}).finding == Finding::NotMeasurable);
        CHECK_FALSE(of(other, HeadType::SummaryReader, {0, 0}).reason.isEmpty());
    }
}

TEST_CASE("The bundled model has heads that look at No, but none that says it whatever is asked")
{
    Bench bench = demoBench(Tier::Mechanistic);
    const YesNoSet questions = yesNo(bench.ground, 16, 1);
    const StepResult result = detectNegativeHeads(bench, questions);
    CHECK(found(result, HeadType::Negative).empty());
    const TypeFinding& looks = of(result, HeadType::Negative, {5, 0});
    REQUIRE(looks.evidence.size() == 4);
    CHECK(looks.score > 0.1);
    CHECK(looks.evidence[2].score > 1);
    CHECK(looks.evidence[3].score < 0);
    bench.tier = Tier::Observed;
    CHECK(
        of(detectNegativeHeads(bench, questions), HeadType::Negative, {5, 0}).finding
        == Finding::NotMeasurable);
}

TEST_CASE("Nothing of sentiment, denial and coloured things fires on scrambled copies of the bundled model")
{
    Bench bench = demoBench(Tier::Causal);
    const auto model = demo();
    bench.gates = false;
    for (const std::uint64_t seed : {1, 2}) {
        bench.model = Bench::of(scrambledModel(model, seed), {}).model;
        CHECK(found(detectNegativeHeads(bench, yesNo(bench.ground, 16, seed)), HeadType::Negative).empty());
        CHECK(found(
                  detectContentGatherers(bench, coloredObjects(bench.ground, ColoredForm::Direct, 32, seed)),
                  HeadType::ContentGatherer)
                  .empty());
        const StepResult sentiment =
            detectSentimentHeads(bench, sentimentPrompts(bench.ground, SentimentForm::Feeling, 48, seed));
        CHECK(found(sentiment, HeadType::SentimentSummarizer).empty());
        CHECK(found(sentiment, HeadType::SummaryReader).empty());
    }
}
