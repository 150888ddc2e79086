#include "widgets/prompt/tokenstrip.h"
#include "tests/support/testing.h"
#include "tests/widgets/support/gallery.h"
#include "tests/widgets/support/samplerun.h"
#include "widgets/common/accessible.h"
#include "widgets/common/tokenchip.h"

#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace headwaters;

namespace {

/// A strip with the tokens of the sample run, shown and linked to a selection.
struct Bench {
    explicit Bench(int size = 15) : strip(dressed.theme, selection)
    {
        selection.setTokenCount(size);
        strip.setTokens(sampleRun(size)->tokens, true, false);
        strip.setLinked(true);
        strip.resize(246, 100);
        strip.show();
    }

    void click(int item, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QTest::mouseClick(strip.viewport(), Qt::LeftButton, modifiers, strip.chipRect(item).center());
    }

    Dressed dressed{false};
    Selection selection;
    TokenStrip strip;
};

} // namespace

TEST_CASE("hovering a chip previews it as source of the last token, leaving takes the preview back")
{
    Bench bench;
    QTest::mouseMove(bench.strip.viewport(), bench.strip.chipRect(2).center());
    CHECK(bench.selection.shown().source == 2);
    CHECK(bench.selection.shown().destination == 14);
    CHECK_FALSE(bench.selection.isPairLocked());
    QEvent leave(QEvent::Leave);
    QCoreApplication::sendEvent(bench.strip.viewport(), &leave);
    CHECK_FALSE(bench.selection.shown().source);
}

TEST_CASE("a click locks the source, a second one releases it")
{
    Bench bench;
    bench.click(2);
    CHECK(bench.selection.locked().source == 2);
    CHECK(bench.selection.locked().destination == 14);
    CHECK(bench.strip.chipDescription(2) == QStringLiteral("·Mary, position 2 of 15, locked source"));
    bench.click(2);
    CHECK_FALSE(bench.selection.isPairLocked());
}

TEST_CASE("Shift+click moves the destination and a source after it turns to the last token")
{
    Bench bench;
    bench.click(2);
    bench.click(10, Qt::ShiftModifier);
    CHECK(bench.selection.locked().destination == 10);
    CHECK(bench.selection.locked().source == 2);
    bench.click(4);
    CHECK(bench.selection.locked().destination == 10);
    CHECK(bench.selection.locked().source == 4);
    bench.click(12); // 10 cannot see 12
    CHECK(bench.selection.locked().destination == 14);
    CHECK(bench.selection.locked().source == 12);
}

TEST_CASE("the cross of the beginning-of-text chip takes it away and its word locks it")
{
    Bench bench;
    QSignalSpy wanted(&bench.strip, &TokenStrip::beginOfTextWanted);
    const QPoint cross = tokenChipRemoveArea(bench.strip.chipRect(0)).center().toPoint();
    QTest::mouseClick(bench.strip.viewport(), Qt::LeftButton, Qt::NoModifier, cross);
    REQUIRE(wanted.count() == 1);
    CHECK_FALSE(wanted.at(0).at(0).toBool());
    CHECK_FALSE(bench.selection.isPairLocked());
    QTest::mouseClick(
        bench.strip.viewport(), Qt::LeftButton, Qt::NoModifier,
        bench.strip.chipRect(0).topLeft() + QPoint(5, 10));
    CHECK(wanted.count() == 1);
    CHECK(bench.selection.locked().source == 0);
}

TEST_CASE("a missing beginning-of-text token can be brought back by mouse and key")
{
    Bench bench;
    auto tokens = bench.strip.content().tokens;
    tokens.erase(tokens.begin());
    bench.strip.setTokens(tokens, false, true);
    CHECK(bench.strip.content().text(0) == QStringLiteral("+ bos"));
    QSignalSpy wanted(&bench.strip, &TokenStrip::beginOfTextWanted);
    bench.click(0);
    QTest::keyClick(&bench.strip, Qt::Key_Home);
    QTest::keyClick(&bench.strip, Qt::Key_Return);
    REQUIRE(wanted.count() == 2);
    CHECK(wanted.at(1).at(0).toBool());
    bench.click(1); // the first token is position 0 all the same
    CHECK(bench.selection.locked().source == 0);
}

TEST_CASE("the strip works by keys alone")
{
    Bench bench;
    bench.strip.setFocus();
    QTest::keyClick(&bench.strip, Qt::Key_Right);
    QTest::keyClick(&bench.strip, Qt::Key_Right);
    CHECK(bench.strip.currentChip() == 2);
    CHECK(describedValue(&bench.strip) == QStringLiteral("·Mary, position 2 of 15"));
    QTest::keyClick(&bench.strip, Qt::Key_Return);
    CHECK(bench.selection.locked().source == 2);
    CHECK(describedValue(&bench.strip) == QStringLiteral("·Mary, position 2 of 15, locked source"));
    QTest::keyClick(&bench.strip, Qt::Key_End);
    QTest::keyClick(&bench.strip, Qt::Key_Left);
    QTest::keyClick(&bench.strip, Qt::Key_Return, Qt::ShiftModifier);
    CHECK(bench.selection.locked().destination == 13);
    QTest::keyClick(&bench.strip, Qt::Key_Home);
    QSignalSpy wanted(&bench.strip, &TokenStrip::beginOfTextWanted);
    QTest::keyClick(&bench.strip, Qt::Key_Delete);
    CHECK(wanted.count() == 1);
}

TEST_CASE("a strip whose tokens belong to no run selects nothing")
{
    Bench bench;
    bench.strip.setLinked(false);
    bench.click(2);
    QTest::mouseMove(bench.strip.viewport(), bench.strip.chipRect(3).center());
    CHECK(bench.selection.shown() == SelectionState{});
}

TEST_CASE("a long strip scrolls in four rows and folds around the locked pair")
{
    Bench bench(85);
    CHECK(bench.strip.content().items.size() == 85);
    CHECK(bench.strip.height() == 4 * 36 - 4 + 2 * TokenStrip::ringRoom);
    CHECK(bench.strip.verticalScrollBar()->maximum() > 0);
    QTest::keyClick(&bench.strip, Qt::Key_End);
    CHECK(bench.strip.viewport()->rect().contains(bench.strip.chipRect(84)));

    bench.selection.togglePair(84, 2);
    // 0..4 around the source, 82..84 at the destination, one fold of 77 between.
    REQUIRE(bench.strip.content().items.size() == 9);
    CHECK(bench.strip.content().text(5) == QStringLiteral("77 tokens hidden"));
    CHECK_FALSE(bench.strip.canFold());
    bench.click(5);
    CHECK(bench.strip.content().items.size() == 85);
    CHECK(bench.strip.canFold());
    bench.strip.foldAll();
    CHECK(bench.strip.content().items.size() == 9);
    bench.selection.release();
    CHECK(bench.strip.content().items.size() == 85);
}

TEST_CASE("a strip that becomes narrower shows all its rows")
{
    Bench bench;
    bench.strip.resize(180, bench.strip.height());
    QCoreApplication::processEvents();
    const int last = 14;
    CHECK(bench.strip.viewport()->rect().contains(bench.strip.chipRect(last)));
    CHECK(bench.strip.viewport()->height() == bench.strip.height());
}
