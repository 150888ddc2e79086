#include "core/engine/detect/factheads.h"

#include "core/engine/detect/scrambledmodel.h"
#include "core/files/modelfolder.h"
#include "engine/support/demobench.h"
#include "engine/support/findings.h"
#include "support/testing.h"

#include <set>

using namespace headwaters;

TEST_CASE("On the bundled model the heads that recall facts are found in their order")
{
    const Bench bench = demoBench(Tier::Causal);
    StepResult result = detectFactHeads(bench, factPrompts(bench.ground, 48, 1));
    REQUIRE(result.tasks.size() == 1);
    CHECK(result.tasks.front().passed);
    CHECK(
        found(result, HeadType::Subject)
        == std::set<HeadIndex>{{5, 5}, {4, 4}, {2, 4}, {3, 3}, {3, 0}, {2, 3}});
    CHECK(of(result, HeadType::Subject, {5, 5}).score > of(result, HeadType::Subject, {4, 4}).score);
    CHECK(of(result, HeadType::Subject, {4, 4}).score > of(result, HeadType::Subject, {2, 4}).score);
    CHECK(found(result, HeadType::Relation) == std::set<HeadIndex>{{3, 1}});
    CHECK(found(result, HeadType::Mixed).empty());

    const StepResult conflicts = detectConflictHeads(bench, knowledgeConflicts(bench.ground, 48, 1));
    REQUIRE(conflicts.tasks.size() == 1);
    CHECK(conflicts.tasks.front().accuracy > 0.9);
    const std::set<HeadIndex> memory = found(conflicts, HeadType::Memory);
    for (const HeadIndex head : {HeadIndex{5, 5}, {4, 4}, {2, 4}, {3, 3}, {3, 0}, {2, 3}})
        CHECK(memory.contains(head));
    CHECK(found(conflicts, HeadType::Context).empty());
    // The path from the head to the logits bears the strongest out.
    for (const Evidence& evidence : of(conflicts, HeadType::Memory, {5, 5}).evidence)
        CHECK(evidence.finding == Finding::Yes);
    CHECK(of(conflicts, HeadType::AssociativeMemory, {5, 5}).score > 0.95);

    result.findings.insert(result.findings.end(), conflicts.findings.begin(), conflicts.findings.end());
    keepMemory(result.findings);
    CHECK(found(result, HeadType::Subject).empty());
    CHECK(found(result, HeadType::Memory) == memory);
    CHECK(
        of(result, HeadType::Subject, {5, 5}).reason
        == QStringLiteral("it passes as a memory head, which tests the same"));
}

TEST_CASE("Nothing of facts fires on scrambled copies of the bundled model")
{
    Bench bench = demoBench(Tier::Mechanistic);
    const auto model = demo();
    bench.gates = false;
    for (const std::uint64_t seed : {1, 2}) {
        bench.model = Bench::of(scrambledModel(model, seed), {}).model;
        for (const StepResult& result :
             {detectFactHeads(bench, factPrompts(bench.ground, 48, seed)),
              detectConflictHeads(bench, knowledgeConflicts(bench.ground, 48, seed))}) {
            for (const TypeFinding& finding : result.findings) {
                INFO(headTypeInfo(finding.type).key << ' ' << finding.head.layer << '.' << finding.head.head);
                CHECK(finding.finding == Finding::No);
            }
        }
    }
}

TEST_CASE("Facts that the model does not know are not measurable, nor is anything at the observed tier")
{
    Bench bench = demoBench(Tier::Mechanistic);
    const auto model = demo();
    bench.model = Bench::of(scrambledModel(model, 1), {}).model;
    const StepResult facts = detectFactHeads(bench, factPrompts(bench.ground, 32, 1));
    for (const TypeFinding& finding : facts.findings) {
        CHECK(finding.finding == Finding::NotMeasurable);
        CHECK(finding.reason.contains(QStringLiteral("prompts right")));
    }
    const StepResult conflicts = detectConflictHeads(bench, knowledgeConflicts(bench.ground, 32, 1));
    CHECK_FALSE(conflicts.tasks.front().passed);
    CHECK(of(conflicts, HeadType::Memory, {0, 0})
              .reason.contains(QStringLiteral("items without their context; 25 are needed")));
    CHECK(of(conflicts, HeadType::AssociativeMemory, {0, 0}).finding == Finding::No);

    bench.model = Bench::of(model, {}).model;
    bench.tier = Tier::Observed;
    for (const TypeFinding& finding : detectFactHeads(bench, factPrompts(bench.ground, 32, 1)).findings)
        CHECK(finding.finding == Finding::NotMeasurable);
}
