#include "core/engine/detect/confirmsteps.h"

#include "core/engine/detect/causalcheck.h"
#include "core/engine/detect/removedalone.h"
#include "engine/support/demobench.h"

#include <algorithm>

using namespace headwaters;

namespace {

const DetectorStep& stepOf(const QString& key)
{
    static const std::vector<DetectorStep> steps = confirmSteps();
    for (const DetectorStep& step : steps) {
        if (step.key == key)
            return step;
    }
    throw std::logic_error("no such step");
}

const DetectorStep& stepOf(HeadType type)
{
    return stepOf(QStringLiteral("confirm-") + headTypeInfo(type).key);
}

TypeFinding findingOf(HeadIndex head, HeadType type)
{
    TypeFinding found;
    found.head = head;
    found.type = type;
    found.finding = Finding::Yes;
    return found;
}

} // namespace

TEST_CASE("What the check of a type takes is known before: forwards to the last")
{
    Bench bench = demoBench(Tier::Causal);
    // Else the prompts that are answered wrong are missing; but then the model is not asked them first.
    bench.gates = false;
    int forwards = 0;
    bench.ran = [&forwards] { ++forwards; };
    const std::vector<std::pair<HeadType, int>> asked = {
        {HeadType::PreviousToken, 0},
        {HeadType::NegativeNameMover, 4},
        {HeadType::Memory, 6},
        {HeadType::CorrectLetter, 8}};
    for (const auto& [type, prompts] : asked) {
        ScanState state;
        state.found.findings = {findingOf({3, 1}, type)};
        const DetectorStep& step = stepOf(type);
        forwards = 0;
        const StepResult result = step.run(bench, 4, state);
        INFO(headTypeInfo(type).key.toStdString());
        REQUIRE(result.confirmations.size() == 1);
        CHECK(result.confirmations[0].random.size() == controlDraws);
        CHECK(forwards + prompts == step.cost(bench, 4).forwards);
    }
}

TEST_CASE("A type of which no head was found is not checked, and costs nothing")
{
    Bench bench = demoBench(Tier::Causal);
    int forwards = 0;
    bench.ran = [&forwards] { ++forwards; };
    CHECK(stepOf(HeadType::Induction).run(bench, 4, {}).confirmations.empty());
    CHECK(stepOf(QStringLiteral("alone-facts")).run(bench, 4, {}).added.empty());
    CHECK(forwards == 0);
}

TEST_CASE("Heads that lower the subject are checked apart from negative movers, which lower the answer")
{
    const Bench bench = demoBench(Tier::Causal);
    ScanState state;
    TypeFinding suppressor = findingOf({0, 0}, HeadType::NegativeNameMover);
    suppressor.finding = Finding::Weak;
    suppressor.tags = QStringList{QStringLiteral("subject suppression")};
    state.found.findings = {findingOf({5, 1}, HeadType::NegativeNameMover), suppressor};
    const StepResult lowered = stepOf(QStringLiteral("confirm-subject-suppression")).run(bench, 8, state);
    CHECK(lowered.confirmations.at(0).heads == std::vector<HeadIndex>{{0, 0}});
    CHECK(lowered.confirmations.at(0).isConfirmed());
    const StepResult negative = stepOf(HeadType::NegativeNameMover).run(bench, 8, state);
    CHECK(negative.confirmations.at(0).heads == std::vector<HeadIndex>{{5, 1}});
    state.found.findings = {suppressor};
    CHECK(stepOf(HeadType::NegativeNameMover).run(bench, 8, state).confirmations.empty());
}

TEST_CASE("What removing heads one by one takes is known before, but for how many there are")
{
    Bench bench = demoBench(Tier::Causal);
    bench.gates = false; // as above
    int forwards = 0;
    bench.ran = [&forwards] { ++forwards; };
    struct Asked {
        QString step;
        HeadType type;
        int questions, run; // prompts that the model is asked first, and those that heads are removed on
    };
    for (const Asked& asked :
         {Asked{QStringLiteral("alone-repeats"), HeadType::PreviousToken, 0, 4},
          Asked{QStringLiteral("alone-facts"), HeadType::Memory, 6, 6},
          Asked{QStringLiteral("alone-choices"), HeadType::CorrectLetter, 8, 8}}) {
        INFO(asked.step.toStdString());
        ScanState state;
        for (const HeadIndex head : {HeadIndex{2, 3}, HeadIndex{3, 1}, HeadIndex{4, 2}})
            state.found.findings.push_back(findingOf(head, asked.type));
        forwards = 0;
        const DetectorStep& step = stepOf(asked.step);
        const StepResult result = step.run(bench, 4, state);
        REQUIRE(result.added.size() == 3);
        CHECK(result.added[0].evidence.nulls.size() == randomAlone);
        const double estimated = step.cost(bench, 4).forwards;
        CHECK(forwards <= estimated);
        CHECK(forwards > estimated / 2);
        // Three heads were found, where there may be as many as are not taken for random ones, up to 12 a
        // type.
        const int most = std::min(36, static_cast<int>(randomAlone + mostAlone * step.types.size()));
        const int unused = most - static_cast<int>(randomAlone) - 3;
        CHECK(forwards + asked.questions + unused * asked.run == estimated);
    }
}

TEST_CASE(
    "Types that share prompts are removed one by one in one step, those that their own step removes in none")
{
    const DetectorStep& facts = stepOf(QStringLiteral("alone-facts"));
    CHECK(facts.types == std::vector{HeadType::Memory, HeadType::Subject, HeadType::Mixed});
    CHECK(facts.drawsPrompts);
    CHECK(facts.confirms);
    for (const DetectorStep& step : confirmSteps()) {
        if (!step.key.startsWith(QStringLiteral("alone-")))
            continue;
        for (const HeadType type :
             {HeadType::Induction, HeadType::DuplicateToken, HeadType::NameMover,
              HeadType::NegativeNameMover})
            CHECK(std::find(step.types.begin(), step.types.end(), type) == step.types.end());
    }
}

TEST_CASE("Evidence of a head alone stands with its finding, which stays what it was")
{
    const Bench bench = demoBench(Tier::Causal);
    ScanState state;
    // One that recalls facts and one that does nothing for them.
    state.found.findings = {findingOf({5, 5}, HeadType::Memory), findingOf({1, 3}, HeadType::Memory)};
    state.take(stepOf(QStringLiteral("alone-facts")).run(bench, 12, state));
    REQUIRE(state.found.findings.size() == 2);
    for (const TypeFinding& finding : state.found.findings) {
        CHECK(finding.finding == Finding::Yes);
        REQUIRE(finding.evidence.size() == 1);
        CHECK(finding.evidence[0].access == Access::Causal);
    }
    CHECK(state.found.findings[0].evidence[0].finding == Finding::Yes);
    CHECK(state.found.findings[1].evidence[0].finding == Finding::No);
}
