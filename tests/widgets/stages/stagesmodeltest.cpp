#include "widgets/stages/stagesmodel.h"

#include "support/scans.h"
#include "support/testing.h"

#include <QSignalSpy>

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

std::shared_ptr<const ScanReport> successor()
{
    TypeFinding finding =
        scans::finding({0, 1}, HeadType::Successor, u"weights"_s, {scans::evidence(Access::Causal, 1)});
    finding.example = {{1, 2, 3}, 2, 1};
    return std::make_shared<const ScanReport>(scans::report(scans::model(1, 2), {finding}));
}

} // namespace

TEST_CASE("A scan is wanted, runs, and comes in front when it is finished")
{
    StagesModel model;
    ScanSettings asked;
    QObject::connect(&model, &StagesModel::scanWanted, &model, [&asked](const ScanSettings& settings) {
        asked = settings;
    });
    ScanSettings settings;
    settings.seed = 7;
    model.setSettings(settings);
    model.scan();
    CHECK(asked.seed == 7);
    model.startScan();
    model.setProgress(3, 10, u"name movers"_s);
    CHECK(model.state() == StagesModel::State::Scanning);
    model.setPart(successor());
    CHECK(model.isPart());
    model.finishScan(successor());
    CHECK(model.state() == StagesModel::State::Ready);
    CHECK_FALSE(model.isPart());
    CHECK(model.report()->at({0, 1}).stages[2] == Approx(0.8));
}

TEST_CASE("A scan that is cancelled or fails leaves the report before in front")
{
    StagesModel model;
    model.startScan();
    model.setPart(successor());
    model.cancelScan();
    CHECK(model.state() == StagesModel::State::Empty);
    CHECK_FALSE(model.report());

    model.finishScan(successor());
    const auto before = model.report();
    model.startScan();
    model.setPart(successor());
    model.failScan({Problem::Kind::Failed, u"no memory"_s, {}});
    CHECK(model.state() == StagesModel::State::Failed);
    CHECK(model.report() == before);
    model.dismissProblem();
    CHECK(model.state() == StagesModel::State::Ready);
}

TEST_CASE("Another scheme is applied to what is in front and to what comes later")
{
    StagesModel model;
    model.finishScan(successor());
    CHECK(model.report()->at({0, 1}).stages[0] == 0);
    StagesShown shown = model.shown();
    shown.scheme.extended = true;
    model.setShown(shown);
    CHECK(model.report()->at({0, 1}).stages[0] == Approx(0.24));
    model.finishScan(successor());
    CHECK(model.report()->at({0, 1}).stages[0] == Approx(0.24));
}

TEST_CASE("An example that comes too late is dropped, and a type without one says so")
{
    StagesModel model;
    model.finishScan(successor());
    QSignalSpy wanted(&model, &StagesModel::exampleWanted);
    model.wantExample({0, 1}, HeadType::Successor);
    REQUIRE(wanted.count() == 1);
    CHECK(model.exampleNote().isEmpty());
    auto late = std::make_shared<HeadExample>();
    late->head = {0, 0};
    late->type = HeadType::Successor;
    model.setExample(late);
    CHECK_FALSE(model.example());
    auto right = std::make_shared<HeadExample>(*late);
    right->head = {0, 1};
    model.setExample(right);
    CHECK(model.example() == right);
    model.wantExample({0, 0}, HeadType::Memory);
    CHECK(wanted.count() == 1);
    CHECK_FALSE(model.example());
    CHECK(!model.exampleNote().isEmpty());
}

TEST_CASE("A side of a difference that is kept on disk is asked for once it is shown")
{
    StagesModel model;
    model.finishScan(successor());
    QSignalSpy wanted(&model, &StagesModel::keptWanted);
    StagesShown shown = model.shown();
    shown.mode = StagesShown::Mode::Difference;
    shown.b.kept = u"k2"_s;
    model.setShown(shown);
    REQUIRE(wanted.count() == 1);
    CHECK_FALSE(model.reportOf(shown.b));
    model.setKeptReport(u"k2"_s, successor());
    CHECK(model.reportOf(shown.b));
    CHECK(model.reportOf(shown.a) == model.report());
    model.clear();
    CHECK(model.state() == StagesModel::State::Empty);
    CHECK_FALSE(model.report());
}
