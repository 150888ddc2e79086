#include "widgets/stages/stagesview.h"

#include "support/testing.h"
#include "widgets/common/progressline.h"
#include "widgets/common/segmentedcontrol.h"
#include "widgets/common/statepanel.h"
#include "widgets/export/figure.h"
#include "widgets/stages/scansettings.h"
#include "widgets/stages/stagecontrols.h"
#include "widgets/stages/stagegridwidget.h"
#include "widgets/stages/stagetable.h"
#include "widgets/support/gallery.h"
#include "widgets/support/samplescan.h"

#include <QComboBox>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

struct StagesFixture {
    explicit StagesFixture(bool dark = false, const SampleShape& shape = {}) : dressed(dark)
    {
        selection.setModelShape(shape.nLayers, shape.nHeads);
        fillSample(run, 15, shape);
        view.resize(728, 640);
        view.show();
    }

    void click(HeadIndex head)
    {
        StageGridWidget& grid = view.grid();
        QTest::mouseClick(grid.viewport(), Qt::LeftButton, {}, grid.cellRect(head).center().toPoint());
    }

    Dressed dressed;
    Selection selection;
    RunModel run;
    StagesModel model;
    StagesView view{dressed.theme, selection, run, model};
};

} // namespace

TEST_CASE("Before a scan the view says what one does, what it costs, and starts it")
{
    StagesFixture fixture;
    StatePanel& state = fixture.view.statePanel();
    CHECK(state.message().title == u"No scan yet"_s);
    fixture.model.setCost(ScanCost{1450, 25});
    CHECK(state.message().text.contains(u"about 1450 prompts, 0:25"_s));
    CHECK(fixture.view.figure() == nullptr);
    QSignalSpy wanted(&fixture.model, &StagesModel::scanWanted);
    Q_EMIT state.primaryClicked();
    CHECK(wanted.count() == 1);
}

TEST_CASE("A scan under way shows how far it is, what is finished, and can be cancelled")
{
    StagesFixture fixture;
    fixture.model.startScan();
    fixture.model.setProgress(3, 10, u"name movers"_s);
    CHECK(fixture.view.progress().text() == u"Scanning, name movers"_s);
    CHECK(fixture.view.statePanel().message().title == u"Scanning"_s);
    fixture.model.setPart(sampleScan());
    CHECK(fixture.view.note().startsWith(u"Some types are still being measured"_s));
    CHECK(fixture.view.figure() == nullptr);
    QSignalSpy cancelled(&fixture.model, &StagesModel::cancelWanted);
    fixture.view.progress().cancelButton().click();
    CHECK(cancelled.count() == 1);
    fixture.model.cancelScan();
    CHECK(fixture.view.statePanel().message().title == u"No scan yet"_s);
}

TEST_CASE("A scan that failed says why and goes back to the one before")
{
    StagesFixture fixture;
    fixture.model.finishScan(sampleScan());
    fixture.model.failScan({Problem::Kind::Failed, u"No memory is left."_s, {}});
    CHECK(fixture.view.statePanel().message().text.startsWith(u"No memory is left."_s));
    Q_EMIT fixture.view.statePanel().secondaryClicked();
    CHECK(fixture.model.state() == StagesModel::State::Ready);
    CHECK(fixture.view.figure() != nullptr);
}

TEST_CASE("Cells tell the verdict of their heads")
{
    StagesFixture fixture;
    fixture.model.finishScan(sampleScan());
    const StageGrid& grid = fixture.view.grid().grid();
    CHECK(grid.at({0, 2}).label == u"ICI"_s);
    CHECK(grid.at({2, 2}).label == u"LR"_s);
    CHECK(grid.at({5, 5}).label == u"3 stages"_s);
    CHECK(grid.at({1, 3}).label == u"unclear"_s);
    CHECK(grid.at({0, 4}).kind == StageCell::Kind::Inactive);
    CHECK(grid.at({2, 2}).confidence == Confidence::Confirmed);
    CHECK(
        fixture.view.note().startsWith(u"A second draw of the prompts agrees on 19 of 20 labelled heads."_s));
    CHECK(fixture.view.note().contains(u"Constant 1"_s));
    CHECK(fixture.view.grid().partText(5 * 6 + 5).startsWith(u"head 5.5, 3 stages"_s));
}

TEST_CASE("A click locks the head for all views, a second releases it, and the keys step")
{
    StagesFixture fixture;
    fixture.model.finishScan(sampleScan());
    fixture.click({2, 2});
    CHECK(fixture.selection.locked().head == HeadIndex{2, 2});
    CHECK(fixture.view.grid().grid().locked == HeadIndex{2, 2});
    QTest::keyClick(&fixture.view.grid(), Qt::Key_Down);
    CHECK(fixture.selection.locked().head == HeadIndex{3, 2});
    fixture.click({3, 2});
    CHECK_FALSE(fixture.selection.isHeadLocked());
}

TEST_CASE("The table is sorted by score, sorts otherwise on request, and locks what is chosen")
{
    StagesFixture fixture;
    fixture.model.finishScan(sampleScan());
    StageTable& table = fixture.view.table();
    REQUIRE(table.model()->rowCount() == 36);
    CHECK(table.headAt(0) == HeadIndex{5, 5});
    CHECK(table.headAt(1) == HeadIndex{2, 2});
    table.sortByColumn(StageTableModel::Head, Qt::AscendingOrder);
    CHECK(table.headAt(0) == HeadIndex{0, 0});
    table.sortByColumn(StageTableModel::Verdict, Qt::DescendingOrder);
    CHECK(table.model()->index(0, StageTableModel::Verdict).data() == u"confirmed"_s);
    table.selectRow(3);
    CHECK(fixture.selection.locked().head == table.headAt(3));
    CHECK(table.csv().header.contains(u"ICI"_s));
    CHECK(table.csv().rows.size() == 36);
}

TEST_CASE("A score has room beside its bar, in the narrow table and in the wide one")
{
    StagesFixture fixture;
    fixture.model.finishScan(sampleScan({}, 1000)); // scores of five and more characters
    StageTable& table = fixture.view.table();
    for (const int width : {728, 1272}) {
        fixture.view.resize(width, 640);
        for (int row = 0; row < table.model()->rowCount(); ++row) {
            const QModelIndex score = table.model()->index(row, StageTableModel::Score);
            const QRect cell = table.visualRect(score);
            const QFontMetricsF measure(score.data(Qt::FontRole).value<QFont>());
            CHECK(
                StageTable::scoreBar(cell).right() + measure.horizontalAdvance(score.data().toString()) + 4
                <= cell.right());
        }
        CHECK(table.columnWidth(StageTableModel::Stages) >= 38);
    }
}

TEST_CASE("Filtered by type, other heads leave the table and fade in the grid")
{
    StagesFixture fixture;
    fixture.model.finishScan(sampleScan());
    StageControls& controls = fixture.view.controls();
    QAction* only = controls.schemeMenu().actions().front();
    only->trigger();
    CHECK(fixture.model.shown().onlyOfType);
    CHECK(fixture.view.table().model()->rowCount() < 36);
    CHECK(fixture.view.table().model()->rowCount() > 2);
    CHECK(fixture.view.grid().grid().at({0, 2}).faded);
    CHECK_FALSE(fixture.view.grid().grid().at({2, 2}).faded);
}

TEST_CASE("The modes show one type, its score, one task, and the change between tasks or scans")
{
    StagesFixture fixture;
    fixture.model.finishScan(sampleScan());
    StageControls& controls = fixture.view.controls();
    const StageGrid& grid = fixture.view.grid().grid();
    Q_EMIT controls.modes().chosen(1);
    CHECK(fixture.view.title() == u"Stages · Induction · strength by head"_s);
    CHECK(grid.at({2, 2}).wedges == StageStrengths{0, 0, 1, 0});
    CHECK(grid.at({0, 0}).label == u"no"_s);
    Q_EMIT controls.types().activated(controls.types().findText(u"Correct letter"_s));
    CHECK(grid.at({2, 2}).kind == StageCell::Kind::NotMeasurable);

    Q_EMIT controls.types().activated(controls.types().findText(u"Induction"_s));
    Q_EMIT controls.modes().chosen(2);
    CHECK(grid.at({2, 2}).label == u"0.81"_s);
    CHECK(grid.at({5, 5}).value == Approx(1));
    CHECK(grid.bound == Approx(0.9));

    Q_EMIT controls.modes().chosen(0);
    Q_EMIT controls.tasks().activated(controls.tasks().findText(u"indirect object"_s));
    CHECK(grid.at({5, 5}).label.startsWith(u"ICI "_s));
    CHECK(grid.at({2, 2}).label == u"–"_s);

    Q_EMIT controls.modes().chosen(3);
    CHECK(fixture.view.note().startsWith(u"Both sides are the same"_s));
    Q_EMIT controls.sideB().activated(controls.sideB().findText(u"this scan, indirect object"_s));
    CHECK(grid.isDiverging);
    CHECK(grid.at({2, 2}).label.startsWith(u"LR −"_s));
    fixture.model.setKept({{u"k"_s, u"observed, seed 2"_s}});
    StagesShown shown = fixture.model.shown();
    shown.b = {u"k"_s, {}};
    fixture.model.setShown(shown);
    CHECK(fixture.view.note() == u"The other scan is being read."_s);
    fixture.model.setKeptReport(u"k"_s, sampleScan({}, 0.5));
    CHECK(fixture.view.title() == u"Stages · observed, seed 2 − this scan"_s);
    CHECK(grid.bound > 0);
}

TEST_CASE("Second stages and the mean over tasks are chosen in the scheme")
{
    StagesFixture fixture;
    fixture.model.finishScan(sampleScan());
    const double before = fixture.model.report()->at({5, 5}).stages[2];
    for (QAction* action : fixture.view.controls().schemeMenu().actions()) {
        if (action->text().startsWith(u"the mean"_s) || action->text().startsWith(u"second"_s))
            action->trigger();
    }
    CHECK(fixture.model.shown().scheme.extended);
    CHECK(fixture.model.shown().scheme.pooling == TaskPooling::Mean);
    CHECK(fixture.model.report()->at({5, 5}).stages[2] == Approx(before)); // one task speaks of it
}

TEST_CASE("The settings of the next scan are chosen in the header's menu")
{
    StagesFixture fixture;
    ScanSettingsMenu& menu = fixture.view.settingsMenu();
    QSignalSpy cost(&fixture.model, &StagesModel::costWanted);
    menu.tierAction(Tier::Causal).trigger();
    menu.scrambledAction().trigger();
    CHECK(fixture.model.settings().tier == Tier::Causal);
    CHECK(fixture.model.settings().scrambled);
    CHECK(cost.count() == 2);
    fixture.model.setCost(ScanCost{3000, 70});
    CHECK(menu.startAction().text() == u"Scan the heads (about 3000 prompts, 1:10)"_s);
    QSignalSpy wanted(&fixture.model, &StagesModel::scanWanted);
    menu.startAction().trigger();
    CHECK(wanted.count() == 1);
}

TEST_CASE("T shows the table alone")
{
    StagesFixture fixture;
    fixture.model.finishScan(sampleScan());
    QTest::keyClick(&fixture.view, Qt::Key_T);
    CHECK(fixture.view.isTableShown());
    CHECK_FALSE(fixture.view.grid().isVisible());
    CHECK(fixture.view.table().isVisible());
    QTest::keyClick(&fixture.view, Qt::Key_T);
    CHECK(fixture.view.grid().isVisible());
}

TEST_CASE("A deep model's grid shrinks, scrolls, and follows the locked head")
{
    StagesFixture fixture(false, {30, 9});
    fixture.model.finishScan(sampleScan({30, 9}));
    StageGridWidget& grid = fixture.view.grid();
    CHECK(grid.gridLayout().cellSize() == StageGridLayout::smallest);
    fixture.selection.lockHead({29, 8});
    CHECK(QRectF(grid.viewport()->rect()).contains(grid.cellRect({29, 8}).center()));
    fixture.selection.lockHead({0, 0});
    CHECK(grid.cellRect({0, 0}).top() >= grid.gridLayout().top() - 1);
}

TEST_CASE("The view is drawn in both themes and sizes")
{
    for (const bool dark : {false, true}) {
        StagesFixture fixture(dark);
        fixture.model.finishScan(sampleScan());
        fixture.selection.lockHead({2, 2});
        const QImage small =
            pictureOf(fixture.view, {728, 694}, dark ? "stages-view-dark" : "stages-view-light");
        CHECK(small.width() >= 728);
        const QImage large =
            pictureOf(fixture.view, {1272, 974}, dark ? "stages-view-large-dark" : "stages-view-large-light");
        CHECK(large.width() >= 1272);
        StagesShown shown = fixture.model.shown();
        shown.mode = StagesShown::Mode::RawScore;
        fixture.model.setShown(shown);
        CHECK(
            !pictureOf(fixture.view, {728, 694}, dark ? "stages-score-dark" : "stages-score-light").isNull());
    }
    StagesFixture deep(false, {30, 9});
    deep.model.finishScan(sampleScan({30, 9}));
    CHECK(!pictureOf(deep.view, {728, 694}, "stages-view-deep").isNull());
    StagesFixture empty;
    empty.model.setCost(ScanCost{1450, 25});
    CHECK(!pictureOf(empty.view, {728, 694}, "stages-view-empty").isNull());
}
