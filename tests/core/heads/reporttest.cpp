#include "core/heads/report.h"

#include "support/scans.h"
#include "support/testing.h"

using namespace headwaters;
using scans::evidence;
using scans::finding;
using scans::unmeasured;

namespace {

const QString repeats = QStringLiteral("random-repeat");
const QString names = QStringLiteral("indirect-object");
const QString facts = QStringLiteral("facts");

std::vector<Competence> competences()
{
    Competence competence;
    competence.task = names;
    competence.accuracy = 0.9;
    competence.chance = 0.5;
    competence.passed = true;
    return {competence};
}

TypeFinding strongInduction(HeadIndex head)
{
    return finding(
        head, HeadType::Induction, repeats,
        {evidence(Access::Attention, 0.8), evidence(Access::Direct, 0.6)});
}

} // namespace

TEST_CASE("A head gets its types, tasks, stages and verdict from its findings")
{
    const ScanReport report = scans::report(
        scans::model(2, 2),
        {strongInduction({1, 0}),
         finding({1, 0}, HeadType::NameMover, names, {evidence(Access::Causal, 0.5)})},
        competences());
    REQUIRE(report.heads.size() == 4);
    const HeadReport& head = report.at({1, 0});
    CHECK(head.head == HeadIndex{1, 0});
    REQUIRE(head.types.size() == 2);
    CHECK(head.types[0].type == HeadType::NameMover);
    CHECK(head.types[1].type == HeadType::Induction);
    CHECK(head.types[1].findings == std::vector{0});
    CHECK(head.types[1].tier == Tier::Mechanistic);
    CHECK(head.types[1].score == Approx(0.8));
    CHECK(head.types[1].strength == Approx(1 - 0.64 * 0.7));
    CHECK(head.types[1].confidence == Confidence::Probable);
    REQUIRE(head.tasks.size() == 2);
    CHECK(head.tasks[0].task == QLatin1String("general"));
    CHECK(head.tasks[0].stages[2] == Approx(0.552));
    CHECK(head.tasks[1].task == names);
    CHECK(head.tasks[1].gate == Approx(0.8));
    CHECK(head.tasks[1].stages[1] == Approx(0.4));
    CHECK(head.stages[1] == Approx(0.32)); // gate times strength
    CHECK(head.stages[2] == Approx(0.552));
    CHECK(head.verdict == HeadVerdict::Primary);
    CHECK(head.primary == Stage::LatentReasoning);
    CHECK(head.confidence == Confidence::Probable);
    CHECK(head.blind.empty());
    CHECK(head.of(HeadType::Induction) == &head.types[1]);
    CHECK(head.of(HeadType::Memory) == nullptr);
    CHECK(report.at({0, 1}).verdict == HeadVerdict::Unassigned);
}

TEST_CASE("A type that failed its rule gives no strength, whatever is significant")
{
    TypeFinding failed = strongInduction({0, 0});
    failed.finding = Finding::No;
    const HeadReport head = scans::report(scans::model(1, 1), {failed}).at({0, 0});
    CHECK(head.stages == StageStrengths{});
    CHECK(head.types[0].strength == 0);
    CHECK(head.types[0].score == Approx(0.8));
    CHECK(head.verdict == HeadVerdict::Unassigned);
    CHECK_FALSE(head.primary.has_value());
}

TEST_CASE("Numbers of a type are those of the first measure that its rule requires")
{
    Evidence support = evidence(Access::Weights, 0.9);
    support.required = false;
    const HeadReport head =
        scans::report(
            scans::model(1, 1),
            {finding({0, 0}, HeadType::Induction, repeats, {support, evidence(Access::Attention, 0.5)})})
            .at({0, 0});
    CHECK(head.types[0].score == Approx(0.5));
    CHECK(head.types[0].tier == Tier::Mechanistic);
}

TEST_CASE("Of several tasks a type takes the better finding and all tags")
{
    TypeFinding first = finding({0, 0}, HeadType::Mover, names, {evidence(Access::Causal, 0.2)});
    first.tags = QStringList{QStringLiteral("a")};
    TypeFinding second = finding({0, 0}, HeadType::Mover, facts, {evidence(Access::Causal, 0.9)});
    second.tags = QStringList{QStringLiteral("b"), QStringLiteral("a")};
    const HeadReport head = scans::report(scans::model(1, 1), {first, second}).at({0, 0});
    REQUIRE(head.types.size() == 1);
    CHECK(head.types[0].score == Approx(0.9));
    CHECK(head.types[0].tags == QStringList{QStringLiteral("a"), QStringLiteral("b")});
    CHECK(head.types[0].findings == std::vector{0, 1});
}

TEST_CASE("Stages whose every type could not be measured are blind")
{
    const ScanReport report = scans::report(
        scans::model(1, 2),
        {unmeasured({0, 0}, HeadType::Memory, facts), strongInduction({0, 0}),
         unmeasured({0, 1}, HeadType::Memory, facts), unmeasured({0, 1}, HeadType::Correct, facts)});
    CHECK(report.at({0, 0}).blind == std::vector{Stage::KnowledgeRecalling});
    CHECK(report.at({0, 0}).verdict == HeadVerdict::Primary);
    CHECK(report.at({0, 1}).blind == std::vector{Stage::KnowledgeRecalling, Stage::ExpressionPreparation});
    CHECK(report.at({0, 1}).verdict == HeadVerdict::NotMeasurable);
    CHECK(report.at({0, 1}).types[0].reason == QLatin1String("it gets 26 % of 32 prompts right"));
}

TEST_CASE("A head is inactive where it rests on the first position and does nothing")
{
    const std::vector<TypeFinding> findings{
        strongInduction({0, 0}), strongInduction({0, 1}), strongInduction({0, 2})};
    const std::vector<HeadReport> heads =
        headReports(scans::model(1, 3), findings, {}, {}, {}, {0.95, 0.95, 0.5}, {true, false, true});
    CHECK(heads[0].verdict == HeadVerdict::Inactive);
    CHECK(heads[1].verdict == HeadVerdict::Primary);
    CHECK(heads[2].verdict == HeadVerdict::Primary);
    CHECK(heads[0].sink == 0.95);
    CHECK_FALSE(heads[0].primary.has_value());
}

TEST_CASE("Another scheme changes strengths and keeps what was measured")
{
    ScanReport report = scans::report(
        scans::model(1, 1),
        {finding({0, 0}, HeadType::Successor, QStringLiteral("weights"), {evidence(Access::Causal, 1)})});
    report.heads[0].sink = 0.3;
    StageScheme scheme;
    scheme.extended = true;
    const ScanReport extended = withScheme(report, scheme);
    CHECK(extended.heads[0].stages[0] == Approx(0.24));
    CHECK(extended.heads[0].stages[2] == Approx(0.8));
    CHECK(extended.heads[0].sink == 0.3);
    CHECK(extended.scheme == scheme);
}

TEST_CASE("Random tokens, weights and types that need no task are of no task")
{
    CHECK(isTaskFree(strongInduction({0, 0})));
    CHECK(isTaskFree(unmeasured({0, 0}, HeadType::Successor, QStringLiteral("weights"))));
    CHECK(isTaskFree(unmeasured({0, 0}, HeadType::SubwordMerge, QStringLiteral("split-words"))));
    CHECK_FALSE(isTaskFree(unmeasured({0, 0}, HeadType::NameMover, names)));
}

TEST_CASE("Two draws agree where the strongest stage is the same")
{
    const auto head = [](HeadVerdict verdict, std::optional<Stage> primary) {
        HeadReport report;
        report.verdict = verdict;
        report.primary = primary;
        return report;
    };
    const HeadReport recalling = head(HeadVerdict::Primary, Stage::KnowledgeRecalling);
    const ScanStability stability = stabilityOf(
        {recalling, recalling, recalling, recalling, head(HeadVerdict::Unassigned, {})},
        {recalling, head(HeadVerdict::Tentative, Stage::KnowledgeRecalling),
         head(HeadVerdict::MultiStage, {}), head(HeadVerdict::Primary, Stage::LatentReasoning),
         head(HeadVerdict::Tentative, Stage::LatentReasoning)});
    CHECK(stability.labelled == 4);
    CHECK(stability.agreeing == 2);
}
