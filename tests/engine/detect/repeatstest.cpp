#include "core/engine/detect/repeats.h"
#include "core/engine/detect/causalcheck.h"
#include "core/engine/detect/repeatablation.h"
#include "core/heads/tasks/randomtokens.h"
#include "engine/support/findings.h"
#include "engine/support/plantedmodel.h"
#include "support/testing.h"

using namespace headwaters;

namespace {

std::vector<TypeFinding> findingsOf(const Bench& bench)
{
    return detectRepeats(bench, repeatSets(bench.ground, 32, 1), freshSecondHalf(bench.ground, 50, 16, 2));
}

} // namespace

TEST_CASE("The planted induction head is found, first and alone")
{
    const std::vector<TypeFinding> findings = findingsOf(planted::bench(Tier::Mechanistic));
    CHECK(headsOf(findings, HeadType::Induction) == QStringList{QStringLiteral("1.0")});
    const TypeFinding found = findingOf(findings, HeadType::Induction, planted::induction);
    CHECK(found.score > 0.9);
    REQUIRE(found.evidence.size() == 3);
    CHECK(found.evidence[0].z > 6);
    CHECK(found.evidence[1].score == Approx(6).margin(0.5)); // what it was written to say
    CHECK(found.evidence[2].score > 0.95);
    CHECK(found.tags.isEmpty());
}

TEST_CASE("A head that matches the prefix and unsays what follows is no induction head")
{
    const std::vector<TypeFinding> findings = findingsOf(planted::bench(Tier::Mechanistic));
    const TypeFinding found = findingOf(findings, HeadType::Induction, planted::copySuppression);
    CHECK(found.evidence.front().finding != Finding::No);
    CHECK(found.finding == Finding::No);
    CHECK(found.tags.contains(QStringLiteral("prefix-matching only")));
    CHECK(found.tags.contains(QStringLiteral("anti-induction")));
}

TEST_CASE("By patterns alone, whoever matches the prefix counts as induction")
{
    const std::vector<TypeFinding> findings = findingsOf(planted::bench(Tier::Observed));
    QStringList heads = headsOf(findings, HeadType::Induction);
    heads.sort();
    CHECK(heads.size() == 2);
    CHECK(heads.front() == QStringLiteral("1.0"));
    CHECK(heads.back().startsWith(QStringLiteral("3.0")));
    CHECK(findings.back().evidence.size() == 1);
}

TEST_CASE("The planted duplicate-token head is found, first and alone")
{
    const std::vector<TypeFinding> findings = findingsOf(planted::bench(Tier::Observed));
    CHECK(headsOf(findings, HeadType::DuplicateToken) == QStringList{QStringLiteral("0.1")});
    const TypeFinding found = findingOf(findings, HeadType::DuplicateToken, planted::duplicate);
    CHECK(found.score > 0.95);
    CHECK(found.evidence.front().z > 6);
    CHECK(found.example.destination - found.example.source == 23);
}

TEST_CASE("Sets of repeated tokens have three periods where the context holds them")
{
    TaskGround ground = planted::ground();
    CHECK(repeatSets(ground, 4, 1).size() == 1); // 23 tokens is all that fits
    for (TokenId id = 48; id < 300; ++id)
        ground.pool.push_back(id);
    ground.nCtx = 128;
    CHECK(repeatSets(ground, 4, 1).size() == 3); // 50, 25 and 63
    ground.nCtx = 256;
    const std::vector<TaskSet> sets = repeatSets(ground, 4, 1);
    REQUIRE(sets.size() == 3);
    CHECK(sets[0].prompts.size() == 4);
    CHECK(sets[2].prompts.size() == 2);
    CHECK(sets[2].prompts.front().ids.size() == 201);
}

TEST_CASE("Without the planted induction head repeated tokens are lost, without others they are not")
{
    const Bench bench = planted::bench(Tier::Causal);
    const std::vector<TypeFinding> findings = findingsOf(bench);
    const TypeFinding found = findingOf(findings, HeadType::Induction, planted::induction);
    CHECK(found.finding == Finding::Yes);
    const Evidence& causal = found.evidence.back();
    CHECK(causal.access == Access::Causal);
    CHECK(causal.finding == Finding::Yes);
    CHECK(causal.score > 1);
    // What reads nothing of the past is no loss.
    CHECK(
        findingOf(findings, HeadType::Induction, planted::sink).evidence.back().score
        == Approx(0).margin(1e-4));

    const TaskSet set = repeatSets(bench.ground, 8, 1).front();
    const auto without = [&](HeadIndex head, const std::vector<HeadIndex>& spared) {
        return confirmHeads(bench, repeatTask(set), HeadType::Induction, {head}, spared).value();
    };
    const Confirmation loss = without(planted::induction, {});
    CHECK(loss.loss() > 1);
    CHECK(loss.clean - loss.randomMean() < 1);
    CHECK(without(planted::sink, {planted::induction}).loss() == Approx(0).margin(1e-4));
}
