#include "core/engine/detect/namemovers.h"

#include "core/engine/detect/scrambledmodel.h"
#include "core/heads/tasks/indirectobjects.h"
#include "core/text/modeltokenizer.h"
#include "engine/support/demobench.h"
#include "engine/support/findings.h"
#include "engine/support/plantedmodel.h"
#include "support/testing.h"

using namespace headwaters;

namespace {

QStringList tagged(const std::vector<TypeFinding>& findings, const QString& tag)
{
    QStringList heads;
    for (const TypeFinding& finding : findings) {
        if (finding.tags.contains(tag))
            heads << QStringLiteral("%1.%2").arg(finding.head.layer).arg(finding.head.head);
    }
    return heads;
}

const Evidence& evidenceStarting(const TypeFinding& finding, const QString& measure)
{
    for (const Evidence& evidence : finding.evidence) {
        if (evidence.measure.startsWith(measure))
            return evidence;
    }
    FAIL("no evidence " << measure.toStdString());
    throw std::logic_error("unreachable");
}

} // namespace

TEST_CASE("The planted name mover, copy suppressor and inhibitor are found, first and alone")
{
    const Bench bench = planted::bench(Tier::Causal);
    const StepResult found = detectIndirectObjects(bench, planted::indirectObjects(32));
    CHECK(found.tasks.front().passed);
    CHECK(
        headsOf(found.findings, HeadType::NameMover)
        == QStringList{QStringLiteral("2.0"), QStringLiteral("1.1?")});
    const TypeFinding mover = findingOf(found.findings, HeadType::NameMover, planted::nameMover);
    for (const Evidence& evidence : mover.evidence) {
        CAPTURE(evidence.measure);
        CHECK(evidence.z > 6);
    }
    CHECK(mover.example.destination == 9);
    CHECK(
        findingOf(found.findings, HeadType::NameMover, planted::candidateMover).tags
        == QStringList{QStringLiteral("candidate mover")});
    CHECK(headsOf(found.findings, HeadType::NegativeNameMover) == QStringList{QStringLiteral("3.0")});
    CHECK(headsOf(found.findings, HeadType::Inhibition) == QStringList{QStringLiteral("1.7")});
    const TypeFinding inhibitor = findingOf(found.findings, HeadType::Inhibition, planted::inhibition);
    CHECK(inhibitor.score > 0.3);
    CHECK(inhibitor.evidence[0].z > 6);
    CHECK(inhibitor.evidence[1].z > 6);
    // Without the mover the candidate says the name that stands twice, which the copy suppressor unsays.
    CHECK(headsOf(found.findings, HeadType::BackupNameMover) == QStringList{QStringLiteral("3.0")});
}

TEST_CASE("At the observed tier attention alone speaks, and types of the causal tier say what they need")
{
    const Bench bench = planted::bench(Tier::Observed);
    const StepResult found = detectIndirectObjects(bench, planted::indirectObjects(32));
    // The copy suppressor looks at the same name; only what it writes tells it apart. So does the candidate
    // with a third of its attention, which may or may not be enough.
    CHECK(
        headsOf(found.findings, HeadType::NameMover).mid(0, 2)
        == QStringList{QStringLiteral("3.0"), QStringLiteral("2.0")});
    for (const TypeFinding& finding : found.findings) {
        for (const Evidence& evidence : finding.evidence)
            CHECK(evidence.access == Access::Attention);
    }
    const TypeFinding& inhibitor = findingOf(found.findings, HeadType::Inhibition, planted::inhibition);
    CHECK(inhibitor.finding == Finding::NotMeasurable);
    CHECK(inhibitor.reason == QStringLiteral("it shows itself at tier causal only"));
}

TEST_CASE("Nothing that has to do with names is found on a scrambled copy")
{
    Bench bench = planted::bench(Tier::Causal);
    const auto scrambled = scrambledModel(planted::model(), GENERATE(1, 2));
    bench.model = Bench::of(scrambled, planted::ground()).model;
    CHECK_FALSE(detectIndirectObjects(bench, planted::indirectObjects(32)).tasks.front().passed);
    bench.gates = false;
    const StepResult found = detectIndirectObjects(bench, planted::indirectObjects(32));
    for (const HeadType type :
         {HeadType::NameMover, HeadType::BackupNameMover, HeadType::NegativeNameMover, HeadType::Inhibition})
        CHECK(headsOf(found.findings, type).isEmpty());
}

TEST_CASE("A model that cannot do the task has no name movers to measure")
{
    Bench bench = planted::bench(Tier::Mechanistic);
    TaskSet set = planted::indirectObjects(16);
    for (TaskPrompt& prompt : set.prompts)
        std::swap(prompt.target, prompt.rival);
    const StepResult found = detectIndirectObjects(bench, set);
    CHECK(found.findings.size() == static_cast<std::size_t>(4 * bench.headCount()));
    for (const TypeFinding& finding : found.findings) {
        CHECK(finding.finding == Finding::NotMeasurable);
        CHECK(finding.reason == found.tasks.front().reason);
    }
}

TEST_CASE("The bundled model's movers take names by order, and its first head suppresses the subject")
{
    const Bench bench = demoBench(Tier::Causal);
    const StepResult found = detectIndirectObjects(bench, indirectObjects(bench.ground, 32, 1));
    const std::vector<TypeFinding> movers = ofType(found.findings, HeadType::NameMover);
    const QStringList first = tagged(movers, QStringLiteral("first name"));
    const QStringList second = tagged(movers, QStringLiteral("second name"));
    for (const char* head : {"4.0", "4.4", "5.5"})
        CHECK(first.contains(QLatin1String(head)));
    for (const char* head : {"4.2", "4.3", "5.0", "5.4"})
        CHECK(second.contains(QLatin1String(head)));
    for (const TypeFinding& finding : movers)
        CHECK(finding.finding != Finding::Yes);
    // Without 5.5 the name it takes loses most of its lead; heads that are neither lose next to nothing.
    const Evidence lost = evidenceStarting(
        findingOf(movers, HeadType::NameMover, {5, 5}), QStringLiteral("lead of the attended name"));
    CHECK(lost.score > 3);
    CHECK(lost.null < 0.2);
    CHECK(lost.finding == Finding::Yes);

    const std::vector<TypeFinding> negatives = ofType(found.findings, HeadType::NegativeNameMover);
    CHECK(tagged(negatives, QStringLiteral("subject suppression")) == QStringList{QStringLiteral("0.0")});
    const Evidence gained = evidenceStarting(
        findingOf(negatives, HeadType::NegativeNameMover, {0, 0}), QStringLiteral("lead of the suppressed"));
    CHECK(gained.score > 4);
    CHECK(headsOf(found.findings, HeadType::BackupNameMover).isEmpty());
}

TEST_CASE("On scrambled copies of the bundled model no head moves or suppresses names")
{
    Bench bench = demoBench(Tier::Mechanistic);
    bench.gates = false;
    for (const std::uint64_t seed : {1, 2, 3}) {
        bench.model = Bench::of(scrambledModel(demo(), seed), bench.ground).model;
        const StepResult found = detectIndirectObjects(bench, indirectObjects(bench.ground, 32, 1));
        CHECK(headsOf(found.findings, HeadType::NameMover).isEmpty());
        CHECK(headsOf(found.findings, HeadType::NegativeNameMover).isEmpty());
    }
}
