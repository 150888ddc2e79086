#include "widgets/compare/comparison.h"

#include "support/testing.h"
#include "widgets/support/samplerun.h"

#include <QSignalSpy>

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

/// A comparison whose two sides have run the sample prompt; B's model may be smaller.
struct Sides {
    explicit Sides(int tokensB = 15, int layersB = 6, int headsB = 6)
    {
        fillSample(a);
        selection.setModelShape(6, 6);
        selection.setTokenCount(15);
        comparison.start();
        ModelInfo info = sampleModel();
        info.nLayers = layersB;
        info.nHeads = headsB;
        comparison.selectionB().setModelShape(layersB, headsB);
        comparison.b().setModel(info, sampleTokenizer());
        comparison.selectionB().setTokenCount(tokensB);
        comparison.b().finishRun(sampleRun(tokensB));
    }

    RunModel a;
    Selection selection;
    Comparison comparison{a, selection};
};

} // namespace

TEST_CASE("a head and a pair that are locked on one side are locked on the other")
{
    Sides sides;
    Selection& b = sides.comparison.selectionB();
    sides.selection.lock({HeadIndex{5, 1}, 14, 2});
    CHECK(b.locked() == SelectionState{HeadIndex{5, 1}, 14, 2});
    b.hoverHead(HeadIndex{3, 3});
    CHECK(sides.selection.shown().head == HeadIndex{3, 3});
    b.hoverHead(std::nullopt);
    CHECK(sides.selection.shown().head == HeadIndex{5, 1});
    b.togglePair(9, 4);
    CHECK(sides.selection.locked().destination == 9);
    b.release();
    CHECK_FALSE(sides.selection.isPairLocked());
    CHECK(sides.selection.isHeadLocked());
}

TEST_CASE("what B does not have is left out there and stays on A's side")
{
    Sides sides(8, 2, 4);
    Selection& b = sides.comparison.selectionB();
    sides.selection.lock({HeadIndex{5, 1}, 14, 2});
    CHECK_FALSE(b.locked().head);
    CHECK_FALSE(b.locked().destination);
    b.hoverHead(HeadIndex{1, 1});
    b.hoverHead(std::nullopt);
    CHECK(sides.selection.locked() == SelectionState{HeadIndex{5, 1}, 14, 2});
    sides.selection.lock({HeadIndex{1, 3}, 5, 5});
    CHECK(b.locked() == SelectionState{HeadIndex{1, 3}, 5, 5});
}

TEST_CASE("a head that is chosen for B alone stays until the two are linked again")
{
    Sides sides;
    Selection& b = sides.comparison.selectionB();
    sides.selection.lock({HeadIndex{5, 1}, 14, 2});
    sides.comparison.lockHeadOfB({3, 2});
    CHECK_FALSE(sides.comparison.isHeadLinked());
    CHECK(b.locked() == SelectionState{HeadIndex{3, 2}, 14, 2});
    CHECK(sides.selection.locked().head == HeadIndex{5, 1});
    sides.selection.lock({HeadIndex{4, 4}, 10, 3});
    CHECK(b.locked() == SelectionState{HeadIndex{3, 2}, 10, 3});
    sides.comparison.linkHeads();
    CHECK(b.locked().head == HeadIndex{4, 4});
    sides.comparison.lockHeadOfB({4, 4});
    CHECK(sides.comparison.isHeadLinked());
    sides.comparison.lockHeadOfB({9, 9});
    CHECK(b.locked().head == HeadIndex{4, 4});
}

TEST_CASE("a new run of B forgets nothing that is locked on A's side")
{
    Sides sides;
    sides.selection.lock({HeadIndex{5, 1}, 14, 2});
    Selection& b = sides.comparison.selectionB();
    b.setModelShape(0, 0);
    b.setModelShape(6, 6);
    b.setTokenCount(0);
    sides.comparison.b().setModel(sampleModel(), sampleTokenizer());
    CHECK(sides.selection.locked() == SelectionState{HeadIndex{5, 1}, 14, 2});
    b.setTokenCount(15);
    sides.comparison.b().finishRun(sampleRun(15, 2));
    CHECK(b.locked() == SelectionState{HeadIndex{5, 1}, 14, 2});
}

TEST_CASE("A - B is off with the reason as long as something is missing")
{
    RunModel a;
    Selection selection;
    Comparison comparison(a, selection);
    comparison.start();
    CHECK(comparison.mapBlocked() == u"A has not run yet."_s);
    fillSample(a);
    CHECK(comparison.mapBlocked() == u"B has not run yet."_s);
    comparison.b().setModel(sampleModel(), sampleTokenizer());
    comparison.b().startRun();
    CHECK(comparison.wallBlocked() == u"B is running."_s);
    comparison.b().failRun({Problem::Kind::BadInput, u"The prompt is empty."_s, {}});
    CHECK(comparison.wallBlocked().contains(u"The prompt is empty."_s));

    CHECK(Sides().comparison.mapBlocked() == QString());
    CHECK(Sides().comparison.wallBlocked() == QString());
    CHECK(Sides(14).comparison.mapBlocked().contains(u"14 tokens"_s));
    CHECK(Sides(15, 2, 4).comparison.mapBlocked() == QString());
    CHECK(Sides(15, 2, 4).comparison.wallBlocked().contains(u"2 × 4"_s));
}

TEST_CASE("differences are wanted once A - B is shown, and forgotten with the comparison")
{
    Sides sides;
    QSignalSpy wanted(&sides.comparison, &Comparison::differencesWanted);
    CHECK(sides.comparison.shown() == Comparison::Shown::SideBySide);
    sides.comparison.show(Comparison::Shown::B);
    CHECK(wanted.count() == 0);
    sides.comparison.show(Comparison::Shown::Difference);
    sides.comparison.wantDifferences();
    CHECK(wanted.count() == 1);
    auto layer = std::make_shared<LayerDifference>();
    layer->layer = 2;
    sides.comparison.addDifference(layer);
    REQUIRE(sides.comparison.differences().size() == 6);
    CHECK(sides.comparison.differences()[2] == layer);

    sides.comparison.stop();
    CHECK_FALSE(sides.comparison.isOn());
    CHECK(sides.comparison.shown() == Comparison::Shown::A);
    CHECK(sides.comparison.differences().empty());
    CHECK_FALSE(sides.comparison.b().result());
    CHECK_FALSE(sides.comparison.b().tokenizer());
    CHECK(sides.comparison.selectionB().nLayers() == 0);
    sides.selection.lock({HeadIndex{1, 1}, 3, 3});
    CHECK_FALSE(sides.comparison.selectionB().locked().head);
}
