// Composition on the stage grid: asked for, drawn, listed, exported.
#include "support/testing.h"
#include "widgets/common/accessible.h"
#include "widgets/common/iconbutton.h"
#include "widgets/export/figure.h"
#include "widgets/stages/compositionpainter.h"
#include "widgets/stages/compositionstrip.h"
#include "widgets/stages/compositiontext.h"
#include "widgets/stages/stagegridwidget.h"
#include "widgets/stages/stagesview.h"
#include "widgets/support/gallery.h"
#include "widgets/support/samplescan.h"

#include <QSignalSpy>
#include <QTest>

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

/// Of the sample's 6 x 6 heads; larger for nearer heads, above what random weights give for some.
std::shared_ptr<const HeadComposition> sampleComposition(HeadIndex head, bool isRotary = false)
{
    HeadComposition composition;
    composition.head = head;
    composition.nLayers = 6;
    composition.nHeads = 6;
    composition.isRotary = isRotary;
    composition.byChance = 0.07;
    for (int layer = 0; layer < 6; ++layer) {
        for (int other = 0; other < 6; ++other) {
            const double base = layer == head.layer ? 0 : 0.02 * (7 - std::abs(layer - head.layer));
            const double step = layer == head.layer ? 0 : 0.01 * other;
            composition.with.push_back({{base + step, base + 0.05 - step, layer == 3 ? 0.01 : base}});
        }
    }
    return std::make_shared<const HeadComposition>(composition);
}

struct CompositionFixture {
    explicit CompositionFixture(bool dark = false) : dressed(dark)
    {
        selection.setModelShape(6, 6);
        fillSample(run);
        view.resize(728, 694);
        view.show();
        model.finishScan(sampleScan());
    }

    Dressed dressed;
    Selection selection;
    RunModel run;
    StagesModel model;
    StagesView view{dressed.theme, selection, run, model};
};

} // namespace

TEST_CASE("Composition is off until it is asked for by the button or by C, and then of the locked head")
{
    CompositionFixture fixture;
    QSignalSpy wanted(&fixture.model, &StagesModel::compositionWanted);
    fixture.selection.lockHead({2, 2});
    CHECK_FALSE(fixture.view.composition().isVisible());
    CHECK(wanted.count() == 0);
    fixture.view.compositionButton().click();
    CHECK(fixture.view.composition().isVisible());
    CHECK(fixture.view.compositionButton().isChecked());
    REQUIRE(wanted.count() == 1);
    CHECK(wanted.front().front().value<HeadIndex>() == HeadIndex{2, 2});
    CHECK(fixture.view.composition().message() == u"What head 2.2 composes with is being computed."_s);
    fixture.selection.hoverHead(HeadIndex{4, 4}); // a head that is only passed over asks for nothing
    CHECK(wanted.count() == 1);
    QTest::keyClick(&fixture.view, Qt::Key_C);
    CHECK_FALSE(fixture.view.composition().isVisible());
    CHECK_FALSE(fixture.model.composed());
}

TEST_CASE("Without a locked head the list says what to do")
{
    CompositionFixture fixture;
    QTest::keyClick(&fixture.view, Qt::Key_C);
    CHECK(fixture.view.composition().message() == u"Lock a head to see what it composes with."_s);
    CHECK(fixture.view.grid().grid().edges.empty());
}

TEST_CASE("The strongest pairs of the locked head become edges and a list, and go with the lock")
{
    CompositionFixture fixture;
    fixture.selection.lockHead({2, 2});
    QTest::keyClick(&fixture.view, Qt::Key_C);
    fixture.model.setComposition(sampleComposition({2, 2}));
    const std::vector<CompositionEdge>& edges = fixture.view.grid().grid().edges;
    REQUIRE(edges.size() == 18);
    CHECK(edges[0] == CompositionEdge{CompositionKind::Query, {1, 5}, {2, 2}, 0.02 * 6 + 0.05});
    CHECK(fixture.view.composition().message().isEmpty());
    const QString said = describedValue(&fixture.view.composition());
    CHECK(said.startsWith(u"head 2.2 reads Q 1.5 .17, Q 1.4 .16"_s));
    CHECK(said.contains(u"read by Q 3.5 .17"_s));
    CHECK(said.endsWith(u"The 3 largest of each kind above .07, which random weights give."_s));
    CHECK(fixture.view.grid().partText(6 + 5).endsWith(u"composes with 2.2: Q .17, K .12, V .12"_s));
    CHECK_FALSE(fixture.view.grid().partText(2 * 6 + 3).contains(u"composes"_s)); // its own layer
    fixture.selection.lockHead({0, 0});
    CHECK(fixture.view.grid().grid().edges.empty());
    CHECK(fixture.view.composition().message().contains(u"0.0"_s));
}

TEST_CASE("What comes late is kept but not shown, and a head that is known is not asked for again")
{
    CompositionFixture fixture;
    QSignalSpy wanted(&fixture.model, &StagesModel::compositionWanted);
    QTest::keyClick(&fixture.view, Qt::Key_C);
    fixture.selection.lockHead({2, 2});
    fixture.selection.lockHead({4, 1});
    CHECK(wanted.count() == 2);
    fixture.model.setComposition(sampleComposition({2, 2})); // late
    CHECK_FALSE(fixture.model.composition());
    fixture.model.failComposition({2, 2}, u"late"_s);
    CHECK(fixture.model.compositionNote().isEmpty());
    fixture.model.failComposition({4, 1}, u"The file is gone."_s);
    CHECK(fixture.view.composition().message() == u"The file is gone."_s);
    fixture.selection.lockHead({2, 2});
    CHECK(wanted.count() == 2);
    CHECK(fixture.view.grid().grid().edges.size() == 18);
    fixture.model.clear(); // another model
    CHECK_FALSE(fixture.model.composition());
    fixture.model.finishScan(sampleScan());
    CHECK(wanted.count() == 3);
}

TEST_CASE("With rotary positions the rule says how far Q and K hold; the tooltip has the formulae")
{
    CHECK(compositionRule(*sampleComposition({2, 2}, true))
              .endsWith(u"K and Q composition at offset 0, approximate."_s));
    CHECK_FALSE(compositionRule(*sampleComposition({2, 2})).contains(u"offset"_s));
    CompositionFixture fixture;
    CHECK(fixture.view.composition().toolTip().contains(u"K: |OV W_K W_Qᵀ| / (|OV| |W_K W_Qᵀ|)"_s));
    CHECK(compositionText({}, {1, 1}) == u"composes with no head more than random weights do"_s);
}

TEST_CASE("An edge goes from the writer's lower side to the reader's upper, and aside in one column")
{
    const QRectF writer(0, 0, 40, 40), beside(100, 120, 40, 40), below(0, 120, 40, 40);
    const QPainterPath slanted = compositionPath({CompositionKind::Key, {0, 0}, {2, 2}, 0.1}, writer, beside);
    CHECK(slanted.pointAtPercent(0) == QPointF(20, 40));
    CHECK(slanted.pointAtPercent(1) == QPointF(120, 120));
    const QPainterPath straight = compositionPath({CompositionKind::Key, {0, 3}, {2, 3}, 0.1}, writer, below);
    CHECK(straight.boundingRect().left() < 5); // it leaves the cells between to themselves
    StageStyle style;
    CHECK(compositionPen(CompositionKind::Query, 1, style).style() == Qt::SolidLine);
    CHECK(
        compositionPen(CompositionKind::Key, 1, style).dashPattern()
        != compositionPen(CompositionKind::Value, 1, style).dashPattern());
}

TEST_CASE("The figure draws the edges that are shown and names them in its caption")
{
    CompositionFixture fixture;
    fixture.selection.lockHead({2, 2});
    CHECK_FALSE(fixture.view.figure()->caption().contains(u"composes"_s));
    QTest::keyClick(&fixture.view, Qt::Key_C);
    fixture.model.setComposition(sampleComposition({2, 2}));
    CHECK(fixture.view.figure()->caption().contains(u"what head 2.2 composes with most by the weights"_s));
    CHECK(fixture.view.figure()->caption().contains(u"reads Q 1.5 .17"_s));
}

TEST_CASE("Composition is drawn in both themes and sizes")
{
    for (const bool dark : {false, true}) {
        CompositionFixture fixture(dark);
        fixture.selection.lockHead({2, 2});
        const QSize large(1272, 974);
        const QImage without = pictureOf(fixture.view, large, "composition-none");
        QTest::keyClick(&fixture.view, Qt::Key_C);
        fixture.model.setComposition(sampleComposition({2, 2}, dark));
        CHECK(!pictureOf(fixture.view, {728, 694}, dark ? "composition-dark" : "composition-light").isNull());
        CHECK(
            pictureOf(fixture.view, large, dark ? "composition-large-dark" : "composition-large-light")
            != without);
    }
}
