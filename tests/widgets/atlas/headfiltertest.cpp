#include "widgets/atlas/headfilterbar.h"

#include "support/testing.h"
#include "widgets/atlas/atlasview.h"
#include "widgets/atlas/headtable.h"
#include "widgets/atlas/wallwidget.h"
#include "widgets/stages/stagesmodel.h"
#include "widgets/support/gallery.h"
#include "widgets/support/samplescan.h"

#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

struct FilterFixture {
    explicit FilterFixture(bool dark = false) : dressed(dark)
    {
        selection.setModelShape(6, 6);
        selection.setTokenCount(15);
        fillSample(run);
        view.setStages(stages);
        view.resize(728, 666);
        view.show();
        view.findHeads();
    }
    [[nodiscard]] HeadFilterBar& bar() { return view.headFilter(); }
    [[nodiscard]] bool isKept(HeadIndex head) const
    {
        const WallPicture& picture = const_cast<AtlasView&>(view).wall().picture();
        return picture.ranking.isKept(head, picture.top);
    }

    Dressed dressed;
    Selection selection;
    RunModel run;
    StagesModel stages;
    AtlasView view{dressed.theme, selection, run};
};

} // namespace

TEST_CASE("The bar that finds heads fades the others, counts, and Esc shows all again")
{
    FilterFixture f;
    f.stages.finishScan(sampleScan());
    REQUIRE(f.bar().isVisible());
    QTest::keyClicks(f.bar().findChild<QLineEdit*>(), u"induction"_s);
    CHECK(f.isKept({2, 2}));
    CHECK_FALSE(f.isKept({1, 3}));
    CHECK(f.bar().answer().contains(u" of 36 heads. Enter locks the next."_s));
    // The table twin fades the same, and the figure says so.
    f.view.setTableShown(true);
    const QModelIndex row = f.view.table().heads().index(1 * 6 + 3, 0);
    CHECK(f.view.table().heads().data(row, Qt::ForegroundRole).isValid());
    f.view.setTableShown(false);
    const auto figure = f.view.figure();
    REQUIRE(figure);
    CHECK(figure->caption().contains(u"found by “induction”"_s));
    CHECK(figure->data().table.rows[2 * 6 + 2].last() == u"1"_s);
    CHECK(figure->data().table.rows[1 * 6 + 3].last() == u"0"_s);
    f.view.findHeads();
    QTest::keyClick(f.bar().findChild<QLineEdit*>(), Qt::Key_Escape);
    CHECK_FALSE(f.bar().isVisible());
    CHECK(f.isKept({1, 3}));
}

TEST_CASE("Enter locks the found heads one after the other")
{
    FilterFixture f;
    f.bar().setText(u"5.3, 0.1"_s);
    auto* field = f.bar().findChild<QLineEdit*>();
    for (const HeadIndex head : {HeadIndex{0, 1}, HeadIndex{5, 3}, HeadIndex{0, 1}}) {
        QTest::keyClick(field, Qt::Key_Return);
        CHECK(f.selection.locked().head == head);
    }
}

TEST_CASE("Without a scan numbers are found, and a scan is offered for the rest")
{
    FilterFixture f;
    CHECK(f.bar().answer() == u"Types and stages are known after a scan."_s);
    CHECK(f.bar().scanButton().isVisible());
    f.bar().setText(u"L5H3"_s);
    CHECK(f.bar().answer().startsWith(u"1 of 36 heads"_s));
    CHECK_FALSE(f.isKept({5, 2}));
    f.bar().setText(u"induction"_s);
    CHECK(f.bar().answer() == u"Types and stages are known after a scan."_s);
    CHECK(f.isKept({5, 2}));
    QSignalSpy wanted(&f.stages, &StagesModel::scanWanted);
    f.bar().scanButton().click();
    CHECK(wanted.count() == 1);
    f.stages.startScan();
    CHECK(f.bar().answer() == u"The heads are being scanned."_s);
    CHECK_FALSE(f.bar().scanButton().isVisible());
    // What was typed is found as soon as it is known.
    f.stages.setPart(sampleScan());
    CHECK(f.bar().answer().endsWith(u"so far; the scan goes on"_s));
    f.stages.finishScan(sampleScan());
    CHECK(f.isKept({2, 2}));
    CHECK_FALSE(f.isKept({1, 3}));
    f.bar().setText(u"giraffe"_s);
    CHECK(f.bar().answer() == u"“giraffe” is no type, stage, layer or head."_s);
    CHECK(f.isKept({1, 3}));
}

TEST_CASE("The stages and types that were found can be chosen")
{
    FilterFixture f;
    f.stages.finishScan(sampleScan());
    QMenu& menu = f.bar().choices();
    Q_EMIT menu.aboutToShow();
    REQUIRE(menu.actions().size() > 5);
    QAction* induction = nullptr;
    for (QAction* action : menu.actions()) {
        CHECK_FALSE(action->text().endsWith(u"\t0"_s));
        if (action->data() == u"Induction"_s)
            induction = action;
    }
    REQUIRE(induction);
    induction->trigger();
    CHECK(f.bar().text() == u"Induction"_s);
    CHECK(f.isKept({2, 2}));
}

TEST_CASE("The bar is drawn in both themes, found and without a scan")
{
    for (const bool dark : {false, true}) {
        FilterFixture f(dark);
        CHECK(!pictureOf(f.view, {728, 694}, dark ? "atlas-find-empty-dark" : "atlas-find-empty-light")
                   .isNull());
        f.stages.finishScan(sampleScan());
        f.bar().setText(u"induction L2, EP"_s);
        CHECK(!pictureOf(f.view, {728, 694}, dark ? "atlas-find-dark" : "atlas-find-light").isNull());
    }
}
