#include "core/heads/stages.h"

#include "support/testing.h"

#include <cmath>

using namespace headwaters;

namespace {

Competence gate(const QString& task, double accuracy, double chance)
{
    Competence competence;
    competence.task = task;
    competence.accuracy = accuracy;
    competence.chance = chance;
    return competence;
}

} // namespace

TEST_CASE("A type belongs to its home stage, extended also to a second one")
{
    CHECK(membership(HeadType::Successor, false) == StageStrengths{0, 0, 1, 0});
    CHECK(membership(HeadType::Successor, true) == StageStrengths{0.3, 0, 1, 0});
    CHECK(membership(HeadType::Subject, true) == StageStrengths{0.5, 1, 0, 0});
    CHECK(membership(HeadType::NegativeNameMover, true) == StageStrengths{0, 1, 0.5, 0});
    CHECK(membership(HeadType::Inhibition, true) == StageStrengths{0, 0, 1, 0.3});
    CHECK(membership(HeadType::Retrieval, true) == StageStrengths{0, 1, 0.2, 0});
    CHECK(membership(HeadType::Memory, true) == StageStrengths{1, 0, 0, 0});
}

TEST_CASE("A family counts once, families as independent")
{
    // Local: the larger of .6 and .5; match: .4; 1 - .4 * .6.
    const StageStrengths stages = stageStrengths(
        {{HeadType::PreviousToken, 0.6},
         {HeadType::Positional, 0.5},
         {HeadType::DuplicateToken, 0.4},
         {HeadType::Induction, 0.7}},
        {});
    CHECK(stages[0] == 0);
    CHECK(stages[1] == Approx(0.76));
    CHECK(stages[2] == Approx(0.7));
    CHECK(stages[3] == 0);
}

TEST_CASE("Types of no family do not swallow each other")
{
    const StageStrengths stages =
        stageStrengths({{HeadType::RareWords, 0.5}, {HeadType::Syntactic, 0.5}}, {});
    CHECK(stages[1] == Approx(0.75));
}

TEST_CASE("Extended homes add to their stage")
{
    StageScheme scheme;
    scheme.extended = true;
    const StageStrengths stages = stageStrengths({{HeadType::Memory, 0.2}, {HeadType::Subject, 0.8}}, scheme);
    CHECK(stages[0] == Approx(0.4)); // one family: max(.2, .8 * .5)
    CHECK(stages[1] == Approx(0.8));
}

TEST_CASE("A gate is as strong as the accuracy above chance")
{
    const QString task = QStringLiteral("facts");
    CHECK(gateStrength({gate(task, 0.75, 0.5)}, task) == Approx(0.5));
    CHECK(gateStrength({gate(task, 0.4, 0.5)}, task) == 0);
    CHECK(gateStrength({gate(task, 0.75, 0.5)}, QStringLiteral("other")) == 1);
}

TEST_CASE("Tasks are pooled by the most or the mean, weighted by their gates")
{
    const std::vector<TaskStages> tasks{
        {QStringLiteral("general"), 1, {0, 0.4, 0, 0}}, {QStringLiteral("a"), 0.5, {0.6, 0.6, 0, 0}}};
    const std::vector<std::array<bool, stageCount>> speaks{
        {false, true, true, false}, {true, true, false, false}};
    CHECK(pooledStages(tasks, speaks, TaskPooling::Most)[0] == Approx(0.3));
    CHECK(pooledStages(tasks, speaks, TaskPooling::Most)[1] == Approx(0.4));
    const StageStrengths mean = pooledStages(tasks, speaks, TaskPooling::Mean);
    CHECK(mean[0] == Approx(0.6)); // only `a` can speak for it
    CHECK(mean[1] == Approx((0.4 + 0.3) / 1.5));
    CHECK(mean[3] == 0);
}

TEST_CASE("Verdicts go by the strongest stage and its lead")
{
    CHECK(verdictOf({0.5, 0.35, 0, 0}) == HeadVerdict::Primary);
    CHECK(verdictOf({0.65, 0.5, 0, 0}) == HeadVerdict::Primary);
    CHECK(verdictOf({0.6, 0.5, 0, 0}) == HeadVerdict::MultiStage);
    CHECK(verdictOf({0, 0.55, 0, 0.45}) == HeadVerdict::Tentative);
    CHECK(verdictOf({0, 0.49, 0, 0}) == HeadVerdict::Tentative);
    CHECK(verdictOf({0, 0, 0.25, 0}) == HeadVerdict::Tentative);
    CHECK(verdictOf({0, 0, 0.24, 0.1}) == HeadVerdict::Unassigned);
    CHECK(verdictOf({}) == HeadVerdict::Unassigned);
}

TEST_CASE("Ambiguity is the entropy of the shares")
{
    CHECK(ambiguityOf({}) == 0);
    CHECK(ambiguityOf({0, 0.7, 0, 0}) == 0);
    CHECK(ambiguityOf({0.3, 0.3, 0.3, 0.3}) == Approx(1));
    CHECK(ambiguityOf({0.6, 0.6, 0, 0}) == Approx(0.5));
    // Shares 3/4 and 1/4: .811 bits of 2.
    CHECK(ambiguityOf({0.6, 0, 0.2, 0}) == Approx(0.811278 / 2));
}
