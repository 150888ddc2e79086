#include "core/heads/reportviews.h"

#include "core/heads/literature.h"

#include "support/scans.h"
#include "support/testing.h"

using namespace headwaters;
using namespace Qt::StringLiterals;
using scans::evidence;
using scans::finding;

namespace {

ScanReport withMover(double effect)
{
    return scans::report(
        scans::model(2, 2),
        {finding({1, 1}, HeadType::NameMover, u"names"_s, {evidence(Access::Causal, effect)}),
         finding({1, 0}, HeadType::Induction, u"random-repeat"_s, {evidence(Access::Causal, 0.5)})});
}

} // namespace

TEST_CASE("Strengths are those of one task, or pooled")
{
    const ScanReport report = withMover(1);
    CHECK(stagesOn(report.at({1, 1}), {})[1] == Approx(0.8));
    CHECK(stagesOn(report.at({1, 1}), u"names"_s)[1] == Approx(0.8));
    CHECK(stagesOn(report.at({1, 1}), u"general"_s)[1] == 0);
    CHECK(stagesOn(report.at({0, 0}), u"names"_s) == StageStrengths{});
    CHECK(tasksOf(report) == QStringList{u"general"_s, u"names"_s});
}

TEST_CASE("A change is B minus A, of runs or of tasks")
{
    const std::vector<StageStrengths> runs = stageChanges(withMover(1), {}, withMover(0.5), {});
    REQUIRE(runs.size() == 4);
    CHECK(runs[3][1] == Approx(-0.4));
    CHECK(runs[0] == StageStrengths{});
    const std::vector<StageStrengths> tasks =
        stageChanges(withMover(1), u"general"_s, withMover(1), u"names"_s);
    CHECK(tasks[3][1] == Approx(0.8));
    CHECK(tasks[2][2] == Approx(-0.4));
    CHECK(stageChanges(withMover(1), {}, scans::report(scans::model(1, 1), {}), {}).empty());
}

TEST_CASE("A layer has the mean strengths of its heads")
{
    const std::vector<StageStrengths> layers = stagesByLayer(withMover(1), {});
    REQUIRE(layers.size() == 2);
    CHECK(layers[0] == StageStrengths{});
    CHECK(layers[1][1] == Approx(0.4));
    CHECK(layers[1][2] == Approx(0.2));
}

TEST_CASE("Found types stand in order: yes before weak, then by strength")
{
    TypeFinding weak = finding({0, 0}, HeadType::Mover, u"facts"_s, {evidence(Access::Causal, 1)});
    weak.finding = Finding::Weak;
    const ScanReport report = scans::report(
        scans::model(1, 1),
        {weak, finding({0, 0}, HeadType::NameMover, u"names"_s, {evidence(Access::Causal, 0.2)}),
         finding({0, 0}, HeadType::Induction, u"random"_s, {evidence(Access::Causal, 0.6)}),
         finding({0, 0}, HeadType::Memory, u"facts"_s, {evidence(Access::Causal, 1, false)})});
    const auto found = foundTypes(report.at({0, 0}));
    REQUIRE(found.size() == 3);
    CHECK(found[0]->type == HeadType::Induction);
    CHECK(found[1]->type == HeadType::NameMover);
    CHECK(found[2]->type == HeadType::Mover);
}

TEST_CASE("Leading stages are strong and close to the strongest")
{
    CHECK(
        leadingStages({0.5, 0.6, 0, 0.58})
        == std::vector{
            Stage::InContextIdentification, Stage::ExpressionPreparation, Stage::KnowledgeRecalling});
    CHECK(leadingStages({0.5, 0.65, 0, 0}) == std::vector{Stage::InContextIdentification});
    CHECK(leadingStages({0.4, 0, 0, 0}).empty());
}

TEST_CASE("What lies outside a histogram counts at its ends")
{
    CHECK(histogram({-1, 0, 0.24F, 0.25F, 0.5F, 1, 2}, 0, 1, 4) == std::vector{3, 1, 1, 2});
    CHECK(histogram({}, 0, 1, 2) == std::vector{0, 0});
    CHECK(histogram({3}, 1, 1, 2) == std::vector{1, 0});
}

TEST_CASE("The literature has a note for each type")
{
    for (const HeadTypeInfo& info : headTypes())
        CHECK(literatureNote(info.type).endsWith(u'.'));
}

TEST_CASE("The mean depth of a stage is by strength, from the first layer to the last")
{
    // By hand: ICI (.2 * 0 + .1 * 1 + .1 * 2) / (.4 * 2), LR (.3 * 1 + .1 * 2) / (.4 * 2), EP all at the end.
    const StageDepths depths = stageDepths({{0, .2, 0, 0}, {0, .1, .3, 0}, {0, .1, .1, .5}});
    CHECK_FALSE(depths.mean[0]);
    CHECK(*depths.mean[1] == Approx(.375));
    CHECK(*depths.mean[2] == Approx(.625));
    CHECK(*depths.mean[3] == Approx(1));
    CHECK(depths.asExpected == true);
}

TEST_CASE("The survey's order asks knowledge and context before reasoning before expression, no more")
{
    // Context before knowledge or behind it: both are early.
    CHECK(stageDepths({{0, 1, 0, 0}, {1, 0, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 1}}).asExpected == true);
    CHECK(stageDepths({{0, 0, 1, 0}, {0, 1, 0, 0}, {0, 0, 0, 1}}).asExpected == false);
    CHECK(stageDepths({{0, 0, 0, 1}, {1, 0, 0, 0}}).asExpected == false);
    CHECK(stageDepths({{0, 0, 1, 0}, {0, 0, 0, 1}}).asExpected == true);
    CHECK(stageDepths({{0, 0, 1, 1}, {0, 0, 1, 1}}).asExpected == false); // beside each other
}

TEST_CASE("Without two places to compare nothing is said of the order")
{
    CHECK_FALSE(stageDepths({{1, 0, 0, 0}, {0, 1, 0, 0}}).asExpected); // both are early
    CHECK_FALSE(stageDepths({{0, 0, 0, 0}, {0, 0, 0, 1}}).asExpected);
    CHECK_FALSE(stageDepths({{1, 1, 1, 1}}).asExpected); // a model of one layer
    CHECK_FALSE(stageDepths({{1, 1, 1, 1}}).mean[0]);
    CHECK_FALSE(stageDepths({}).asExpected);
}
