#include "core/engine/detect/localheads.h"
#include "core/heads/tasks/randomtokens.h"
#include "engine/support/findings.h"
#include "engine/support/plantedmodel.h"
#include "support/testing.h"

using namespace headwaters;

TEST_CASE("The planted previous-token head is found, first and alone")
{
    const Bench bench = planted::bench(Tier::Observed);
    const std::vector<TypeFinding> findings = detectLocalHeads(bench, uniqueTokens(bench.ground, 32, 1), {});
    CHECK(headsOf(findings, HeadType::PreviousToken) == QStringList{QStringLiteral("0.0")});
    const TypeFinding found = findingOf(findings, HeadType::PreviousToken, planted::previous);
    CHECK(found.score > 0.95);
    CHECK(found.evidence.front().z > 6);
    CHECK(found.tags == QStringList{QStringLiteral("strict")});
    CHECK(found.example.destination - found.example.source == 1);
    const TypeFinding other = findingOf(findings, HeadType::PreviousToken, planted::uniform);
    CHECK(other.reason.startsWith(QStringLiteral("attention to the token before, random tokens is 0.0")));
    CHECK(other.score == Approx(0.075).margin(0.02)); // 1 / (query + 1), averaged over queries 2 to 47
}

TEST_CASE("Planted heads that look a fixed distance back are positional, with their distance")
{
    const Bench bench = planted::bench(Tier::Observed);
    const std::vector<TypeFinding> findings = detectLocalHeads(bench, uniqueTokens(bench.ground, 32, 1), {});
    QStringList heads = headsOf(findings, HeadType::Positional);
    heads.sort();
    CHECK(heads == QStringList{QStringLiteral("0.0"), QStringLiteral("0.2")});
    const auto tags = [&](HeadIndex head) { return findingOf(findings, HeadType::Positional, head).tags; };
    CHECK(tags(planted::previous) == QStringList{QStringLiteral("offset 1")});
    CHECK(tags(planted::offset3) == QStringList{QStringLiteral("offset 3")});
    CHECK(tags(planted::successor) == QStringList{QStringLiteral("self")});
    CHECK(tags(planted::sink) == QStringList{QStringLiteral("sink")});
    CHECK(findingOf(findings, HeadType::Positional, planted::offset3).evidence.front().z > 6);
}

TEST_CASE("Where no random tokens can be drawn local heads are not measurable")
{
    Bench bench = planted::bench(Tier::Observed);
    bench.ground.pool.clear();
    const std::vector<TypeFinding> findings = detectLocalHeads(bench, uniqueTokens(bench.ground, 32, 1), {});
    REQUIRE(findings.size() == 64);
    CHECK(findings.front().finding == Finding::NotMeasurable);
    CHECK(findings.back().reason == QStringLiteral("the tokenizer knows only 0 whole words"));
}
