#include "core/engine/detect/confirmsteps.h"

#include "core/engine/detect/causalcheck.h"
#include "engine/support/demobench.h"

using namespace headwaters;

namespace {

const DetectorStep& stepOf(HeadType type)
{
    static const std::vector<DetectorStep> steps = confirmSteps();
    for (const DetectorStep& step : steps) {
        if (step.types == std::vector{type})
            return step;
    }
    throw std::logic_error("no such step");
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
        TypeFinding found;
        found.head = {3, 1};
        found.type = type;
        found.finding = Finding::Yes;
        state.found.findings = {found};
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
    CHECK(forwards == 0);
}

TEST_CASE("Of negative movers those that suppress the subject are checked, where there are any")
{
    const Bench bench = demoBench(Tier::Causal);
    ScanState state;
    TypeFinding other;
    other.head = {5, 1};
    other.type = HeadType::NegativeNameMover;
    other.finding = Finding::Yes;
    TypeFinding suppressor = other;
    suppressor.head = {0, 0};
    suppressor.finding = Finding::Weak;
    suppressor.tags = QStringList{QStringLiteral("subject suppression")};
    state.found.findings = {other, suppressor};
    const DetectorStep& step = stepOf(HeadType::NegativeNameMover);
    const Confirmation of = step.run(bench, 8, state).confirmations.at(0);
    CHECK(of.heads == std::vector<HeadIndex>{{0, 0}});
    CHECK(of.isConfirmed());
    state.found.findings = {other};
    CHECK(step.run(bench, 8, state).confirmations.at(0).heads == std::vector<HeadIndex>{{5, 1}});
}
