#include "core/engine/detect/iterationheads.h"

#include "core/engine/detect/competence.h"
#include "core/heads/tasks/chains.h"
#include "engine/support/demobench.h"
#include "engine/support/findings.h"
#include "engine/support/plantedmodel.h"
#include "support/testing.h"

#include <algorithm>

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

/// Words of no kind stand for the bits; the model is not asked whether it counts.
Bench plantedBench()
{
    Bench bench = planted::bench(Tier::Observed);
    bench.ground.pool = {35, 36, 37, 38};
    bench.gates = false;
    return bench;
}

std::vector<TypeFinding> findingsOn(const Bench& bench, const ChainShape& shape)
{
    return detectIteration(bench, chains(bench.ground, ChainRule::Parity, 64, 1, shape), {}, {});
}

} // namespace

TEST_CASE("A head that finds the next input is an iteration head")
{
    // In lines of three the next input stands three back from each state, which is where 0.2 looks.
    const std::vector<TypeFinding> findings =
        findingsOn(plantedBench(), {.shots = 0, .shortest = 3, .longest = 3});
    CHECK(headsOf(findings, HeadType::Iteration).contains(u"0.2"_s));
    const TypeFinding found = findingOf(findings, HeadType::Iteration, planted::offset3);
    CHECK(found.score > 0.9);
    CHECK(found.evidence.front().z > 6);
    for (const TypeFinding& other : findings)
        CHECK(other.score <= found.score);
}

TEST_CASE("A fixed distance, the token before and induction find no next input in lines that vary")
{
    const std::vector<TypeFinding> findings =
        findingsOn(plantedBench(), {.shots = 0, .shortest = 3, .longest = 8});
    CHECK(headsOf(findings, HeadType::Iteration).isEmpty());
    CHECK(findingOf(findings, HeadType::Iteration, planted::offset3).score < 0.4);
    CHECK(findingOf(findings, HeadType::Iteration, planted::induction).score < 0.4);
}

TEST_CASE("A model that does not count is said to, with how often it is right")
{
    const Bench bench = demoBench(Tier::Observed);
    const TaskSet parity = chains(bench.ground, ChainRule::Parity, 64, 1);
    const Competence onParity = competenceIn(bench, parity);
    const Competence onCopies = competenceIn(bench, chains(bench.ground, ChainRule::Copy, 64, 1));
    const std::vector<TypeFinding> findings = detectIteration(bench, parity, onParity, onCopies);
    REQUIRE(findings.size() == 36);
    CHECK(std::all_of(findings.begin(), findings.end(), [](const TypeFinding& finding) {
        return finding.finding == Finding::NotMeasurable;
    }));
    CHECK(findings.front().task == u"chain-parity"_s);
    CHECK(findings.front().reason.contains(u"of 64 prompts right"_s));
    CHECK(findings.front().reason.contains(u"of copied chains it gets"_s));
}
