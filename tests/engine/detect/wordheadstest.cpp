#include "core/engine/detect/rarewords.h"
#include "core/engine/detect/subwordmerge.h"
#include "core/engine/detect/syntactic.h"
#include "core/heads/tasks/grammar.h"
#include "engine/support/findings.h"
#include "engine/support/plantedsets.h"
#include "support/testing.h"

using namespace headwaters;

TEST_CASE("The planted rare-word head is found, first and alone, and marked as experimental")
{
    const std::vector<TypeFinding> findings =
        detectRareWords(planted::bench(Tier::Observed), planted::rareWords(128));
    CHECK(headsOf(findings, HeadType::RareWords) == QStringList{QStringLiteral("0.3")});
    const TypeFinding found = findingOf(findings, HeadType::RareWords, planted::rareWord);
    CHECK(found.score == Approx(1));
    CHECK(found.evidence[0].z > 6);
    CHECK(found.evidence[1].score > 0.95);
    CHECK(found.tags == QStringList{QStringLiteral("experimental")});
}

TEST_CASE("As many sentences as a scan asks tell the rare-word head from chance")
{
    TaskSet set = planted::rareWords(32);
    // Before the rare word the head rests, and of the nothing that is left the second token has most.
    for (TaskPrompt& prompt : set.prompts)
        prompt.roles[QStringLiteral("OTHERS")] = {1, 8, 9};
    const std::vector<TypeFinding> findings = detectRareWords(planted::bench(Tier::Observed), set);
    CHECK(headsOf(findings, HeadType::RareWords) == QStringList{QStringLiteral("0.3")});
    CHECK(findingOf(findings, HeadType::RareWords, planted::rareWord).evidence[0].q < 0.01);
}

TEST_CASE("The planted subword head is found, and the previous-token head is not taken for one")
{
    const std::vector<TypeFinding> findings =
        detectSubwordMerge(planted::bench(Tier::Observed), planted::subwords(96));
    CHECK(headsOf(findings, HeadType::SubwordMerge) == QStringList{QStringLiteral("1.3")});
    const TypeFinding found = findingOf(findings, HeadType::SubwordMerge, planted::subword);
    CHECK(found.score > 0.9);
    CHECK(found.evidence[0].z > 6);
    CHECK(findingOf(findings, HeadType::SubwordMerge, planted::previous).score == Approx(0).margin(0.01));
}

TEST_CASE(
    "Heads that look from a word to the one it belongs to are syntactic, those of a fixed distance are not")
{
    const std::vector<TypeFinding> findings =
        detectSyntactic(planted::bench(Tier::Observed), planted::grammar(160));
    QStringList heads = headsOf(findings, HeadType::Syntactic);
    // Both movers, and what looks for the name that they say.
    const QStringList expected{QStringLiteral("1.1"), QStringLiteral("2.0"), QStringLiteral("3.0")};
    CHECK(heads == expected);
    const TypeFinding found = findingOf(findings, HeadType::Syntactic, planted::candidateMover);
    CHECK(found.score == Approx(1));
    CHECK(found.evidence[0].z > 6);
    CHECK(found.tags == QStringList{QStringLiteral("nsubj")});
    // It reaches all arcs of the second relation, as its base does.
    CHECK(findingOf(findings, HeadType::Syntactic, planted::offset3).finding == Finding::No);
}

TEST_CASE("Sets that cannot be asked leave word heads not measurable")
{
    const Bench bench = planted::bench(Tier::Observed);
    const TaskSet none = grammarSentences(bench.ground, 100, 1);
    CHECK(none.reason == QStringLiteral("there is no tokenizer, so no words"));
    CHECK(detectSyntactic(bench, none).front().reason == none.reason);
    CHECK(
        detectSyntactic(bench, planted::grammar(20)).front().reason
        == QStringLiteral("no relation comes up 100 times in the sentences"));
}
