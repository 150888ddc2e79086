#include "widgets/lens/lensview.h"

#include "support/testing.h"
#include "widgets/lens/attributionview.h"
#include "widgets/lens/rankwatchview.h"
#include "widgets/lens/watchedwords.h"
#include "widgets/prompt/tokenfield.h"
#include "widgets/support/samplelens.h"

#include <QTest>

#include <cmath>

using namespace headwaters;

namespace {

constexpr TokenId target = lensTarget;
constexpr TokenId rival = lensRival;

} // namespace

TEST_CASE_METHOD(
    LensFixture, "What speaks for the target stands at the right, strongest first, and all adds up")
{
    fill();
    const AttributionLines& lines = view.attribution().lines();
    REQUIRE(lines.promoted.size() == 5);
    CHECK(lines.promoted[0].name == QStringLiteral("5.5"));
    CHECK(lines.promoted[0].value == Approx(2.5));
    CHECK(lines.promoted[1].name == QStringLiteral("MLP 5"));
    REQUIRE(lines.suppressed.size() == 1);
    CHECK(lines.suppressed[0].head == HeadIndex{5, 0});
    CHECK(lines.sum + lines.biases == Approx(lines.whole).margin(1e-6));
    CHECK(lines.isWithinTolerance());

    view.setSplit(1);
    const AttributionLines& tokens = view.attribution().lines();
    CHECK(tokens.promoted[0].source == 2);
    CHECK(tokens.promoted[0].value == Approx(4.0));
    CHECK(tokens.suppressed[0].source == 10);
    CHECK(tokens.isWithinTolerance());

    selection.lockHead({5, 5});
    view.setSplit(2);
    const AttributionLines& head = view.attribution().lines();
    CHECK(head.head == HeadIndex{5, 5});
    CHECK(head.whole == Approx(2.5));
    CHECK(head.promoted.size() == 1);
    CHECK(head.suppressed[0].source == 4);
    CHECK(head.isWithinTolerance());
}

TEST_CASE_METHOD(LensFixture, "Parts that miss the output are said so")
{
    fill();
    auto wrong = sampleAttribution(14);
    wrong->logitDifference += 0.01;
    model.setAttribution(wrong);
    CHECK_FALSE(view.attribution().lines().isWithinTolerance());
    CHECK(view.attribution().lines().residual() == Approx(0.01).epsilon(1e-3));
}

TEST_CASE_METHOD(LensFixture, "A line of the attribution previews its head and locks it")
{
    fill();
    AttributionView& attribution = view.attribution();
    const AttributionLayout places = attribution.places();
    REQUIRE(places.rows >= 5);
    const QPoint first = places.rowRect(true, 0).center().toPoint();
    QTest::mouseMove(&attribution, first);
    CHECK(selection.hovered().head == HeadIndex{5, 5});
    click(&attribution, first);
    CHECK(selection.locked().head == HeadIndex{5, 5});
    CHECK(attribution.tipText(true, 0).contains(QStringLiteral("blocks.5.attn.hook_z[5]")));
    view.setSplit(1);
    click(&attribution, attribution.places().rowRect(true, 0).center().toPoint());
    CHECK(selection.locked().destination == 14);
    CHECK(selection.locked().source == 2);
}

TEST_CASE_METHOD(LensFixture, "Words are added by the field and taken out by their button")
{
    fill();
    WatchedWords& words = view.words();
    TokenField& field = words.field();
    field.setFocus();
    field.setText(QStringLiteral("#7"));
    field.setModified(true);
    QTest::keyClick(&field, Qt::Key_Return);
    CHECK(model.words() == std::vector<TokenId>{7});
    CHECK_FALSE(field.value());
    REQUIRE(words.shownWords().size() == 1);
    model.setWatch(sampleLens({14}, {target, rival, 7}));
    CHECK(view.rankWatch().places().labelLines.size() == 3);
    words.remove(0);
    CHECK(model.words().empty());
    CHECK(words.shownWords().isEmpty());
}

TEST_CASE_METHOD(LensFixture, "The rank watch has rank 0 on top, a tick per decade and a point per layer")
{
    fill();
    const RankWatchLayout places = view.rankWatch().places();
    CHECK(places.rows.size() == 7);
    CHECK(places.ticks == std::vector<int>{0, 9, 99});
    CHECK(places.y(0) < places.y(9));
    CHECK(places.y(99) - places.y(9) == Approx(places.y(9) - places.y(0)));
    const QPointF end = places.point(*view.content(), 0, 6);
    CHECK(end.y() == Approx(places.plot.top()));
    const auto found = watchPointAt(places, *view.content(), end + QPointF(3, 2), 12);
    REQUIRE(found);
    CHECK(*found == WatchPoint{0, 6});
    CHECK(view.rankWatch().tipText(*found).contains(QStringLiteral("rank 0")));
    // Names of words do not cover each other.
    CHECK(std::abs(places.labelLines[0] - places.labelLines[1]) > 12);
}
