#include "widgets/head/headview.h"
#include "tests/support/testing.h"
#include "tests/widgets/head/smallhead.h"
#include "tests/widgets/support/samplerun.h"
#include "widgets/common/badge.h"
#include "widgets/common/statepanel.h"
#include "widgets/head/headfigure.h"
#include "widgets/head/headmap.h"
#include "widgets/head/headpicture.h"
#include "widgets/head/lineview.h"
#include "widgets/head/pairtable.h"
#include "widgets/head/runningtext.h"
#include "widgets/head/veil.h"

#include <QApplication>
#include <QSignalSpy>
#include <QTest>

using namespace headwaters;

namespace {

/// The view on the screen, on the sample run's head 5.5.
struct Shown {
    explicit Shown(int size = 15)
    {
        fillSample(model);
        model.finishRun(plainRun(size));
        selection.setModelShape(6, 6);
        selection.setTokenCount(size);
        selection.toggleHead({5, 5});
        model.setDetail(sampleDetail({5, 5}, size, model.result()->run));
        view.resize(728, 666);
        view.show();
        QApplication::processEvents();
    }

    template <typename Part> Part& part() { return *view.findChild<Part*>(); }

    Theme theme;
    Selection selection;
    RunModel model;
    HeadView view{theme, selection, model};
};

} // namespace

TEST_CASE("another quantity changes title, badge, values and figure", "[head]")
{
    Shown shown;
    const auto detail = shown.model.detail();
    CHECK(shown.view.title() == QStringLiteral("L5H5 · attention · after softmax"));
    CHECK(shown.part<Badge>().text() == QStringLiteral("measured"));
    QStringList titles;
    for (const auto& [quantity, badge] :
         {std::pair{Quantity::Score, "measured"}, std::pair{Quantity::ValueWeighted, "derived"},
          std::pair{Quantity::Effect, "derived"}}) {
        shown.view.setQuantity(quantity);
        CHECK_FALSE(titles.contains(shown.view.title()));
        titles << shown.view.title();
        CHECK(shown.part<Badge>().text() == QLatin1String(badge));
        CHECK(shown.view.content()->map.values == attentionMap(*detail, quantity).values);
        const auto figure = shown.view.figure();
        REQUIRE(figure);
        CHECK(figure->title() == shown.view.title());
        CHECK(figure->data().tensors[0].values == shown.view.content()->map.values);
    }
}

TEST_CASE("a click on the map locks the pair, a second one releases it", "[head]")
{
    Shown shown;
    HeadMap& map = shown.part<HeadMap>();
    const QPoint at = map.cellRect({14, 2}).center().toPoint();
    QTest::mouseClick(&map, Qt::LeftButton, {}, at);
    CHECK(shown.selection.locked().destination == 14);
    CHECK(shown.selection.locked().source == 2);
    CHECK(map.accessibleDescription().endsWith(QStringLiteral(", locked")));
    QTest::mouseClick(&map, Qt::LeftButton, {}, at);
    CHECK_FALSE(shown.selection.isPairLocked());
}

TEST_CASE("hovering a cell previews it everywhere", "[head]")
{
    Shown shown;
    HeadMap& map = shown.part<HeadMap>();
    QTest::mouseMove(&map, map.cellRect({9, 4}).center().toPoint());
    CHECK(shown.selection.shown().destination == 9);
    CHECK(shown.selection.shown().source == 4);
    CHECK_FALSE(shown.selection.isPairLocked());
    CHECK_FALSE(map.accessibleDescription().contains(QStringLiteral("locked")));
}

TEST_CASE("Shift and an arrow step the pair from the map", "[head]")
{
    Shown shown;
    shown.selection.togglePair(10, 4);
    HeadMap& map = shown.part<HeadMap>();
    map.setFocus();
    QTest::keyClick(&map, Qt::Key_Left, Qt::ShiftModifier);
    CHECK(shown.selection.locked().source == 3);
    QTest::keyClick(&map, Qt::Key_Down, Qt::ShiftModifier);
    CHECK(shown.selection.locked().destination == 11);
}

TEST_CASE("a token of the running text becomes the destination, with Shift the source", "[head]")
{
    Shown shown;
    RunningText& text = shown.part<RunningText>();
    const auto at = [&](int position) { return text.tokenRect(position).center().toPoint(); };
    QTest::mouseClick(text.viewport(), Qt::LeftButton, {}, at(14));
    CHECK(shown.selection.locked().destination == 14);
    CHECK(shown.selection.locked().source == 2); // its strongest
    QTest::mouseClick(text.viewport(), Qt::LeftButton, Qt::ShiftModifier, at(5));
    CHECK(shown.selection.locked().destination == 14);
    CHECK(shown.selection.locked().source == 5);
}

TEST_CASE("the running text wears the colours of the shown row", "[head]")
{
    Shown shown;
    shown.theme.setMode(Theme::Mode::Light);
    shown.selection.togglePair(14, 2);
    QApplication::processEvents();
    RunningText& text = shown.part<RunningText>();
    const QImage image = text.viewport()->grab().toImage();
    const QPoint corner = text.tokenRect(2).topLeft().toPoint() + QPoint(1, 1);
    CHECK(image.pixelColor(corner) == shown.view.content()->colourAt(14, 2, shown.theme.palette()));
}

TEST_CASE("a click on a line locks its pair", "[head]")
{
    Shown shown;
    LineView& lines = shown.part<LineView>();
    const LineFrame frame = lines.frame();
    const auto& chosen = lines.choice().lines;
    REQUIRE_FALSE(chosen.empty());
    const auto last = std::find_if(
        chosen.begin(), chosen.end(), [](const AttentionLine& line) { return line.query == 14; });
    REQUIRE(last != chosen.end());
    const QPointF near = frame.curve(last->query, last->key).pointAtPercent(0.1);
    QTest::mouseClick(lines.viewport(), Qt::LeftButton, {}, near.toPoint());
    CHECK(shown.selection.locked().destination == 14);
    CHECK(shown.selection.locked().source == last->key);
}

TEST_CASE("sinks: half of the mass makes a sink, a person may unmark it, the next run forgets", "[head]")
{
    Shown shown;
    shown.view.setSinkMode(SinkMode::Renormalise);
    CHECK(shown.view.content()->sinks.positions == std::vector<int>{0, 2});
    CHECK(shown.part<Badge>().text() == QStringLiteral("derived"));
    Q_EMIT shown.part<HeadPicture>().sinkToggled(2);
    CHECK(shown.view.content()->sinks.positions == std::vector<int>{0});
    const auto figure = shown.view.figure();
    CHECK(figure->data().tensors[0].values == shown.view.content()->map.values);
    shown.model.finishRun(sampleRun(15, 2));
    shown.model.setDetail(sampleDetail({5, 5}, 15, 2));
    CHECK(shown.view.content()->sinks.positions == std::vector<int>{0, 2});
}

TEST_CASE("a map over several heads is asked for and shown when it fits", "[head]")
{
    Shown shown;
    QSignalSpy wanted(&shown.model, &RunModel::aggregateWanted);
    shown.view.setAggregation(Aggregation::LayerMean);
    REQUIRE(wanted.size() == 1);
    CHECK(wanted[0][0].value<Quantity>() == Quantity::Pattern);
    CHECK(wanted[0][1].value<Aggregation>() == Aggregation::LayerMean);
    CHECK(shown.part<Veil>().isVisible());

    AttentionMap map = attentionMap(*sampleDetail({5, 1}), Quantity::Pattern);
    map.aggregation = Aggregation::LayerMax; // answers another question
    map.nHeads = 6;
    shown.model.setAggregate(std::make_shared<AttentionMap>(map));
    CHECK(shown.view.content()->map.aggregation == Aggregation::OneHead);
    map.aggregation = Aggregation::LayerMean;
    shown.model.setAggregate(std::make_shared<AttentionMap>(map));
    CHECK(shown.view.content()->map.values == map.values);
    CHECK(shown.view.title() == mapTitle(map));
    CHECK(shown.part<Badge>().text() == QStringLiteral("derived"));
    CHECK_FALSE(shown.part<Veil>().isVisible());

    // Another layer under the selection asks again.
    shown.selection.lock({HeadIndex{2, 0}, std::nullopt, std::nullopt});
    CHECK(wanted.size() == 2);
}

TEST_CASE("the buttons step through the heads across layers", "[head]")
{
    Shown shown;
    shown.selection.lock({HeadIndex{2, 5}, std::nullopt, std::nullopt});
    const auto buttons = shown.view.findChildren<QAbstractButton*>();
    const auto named = [&](const QString& text) {
        return *std::find_if(buttons.begin(), buttons.end(), [&](QAbstractButton* button) {
            return button->toolTip().contains(text);
        });
    };
    named(QStringLiteral("Next head"))->click();
    CHECK(shown.selection.locked().head == HeadIndex{3, 0});
    named(QStringLiteral("Previous head"))->click();
    CHECK(shown.selection.locked().head == HeadIndex{2, 5});
    shown.selection.lock({HeadIndex{5, 5}, std::nullopt, std::nullopt});
    CHECK_FALSE(named(QStringLiteral("Next head"))->isEnabled());
}

TEST_CASE("the table twin shows the pairs and choosing a row locks one", "[head]")
{
    Shown shown;
    shown.view.setTableShown(true);
    PairTable& table = shown.part<PairTable>();
    CHECK(table.isVisible());
    REQUIRE(table.pairs()->rowCount() == 120);
    table.setCurrentIndex(table.pairs()->index(table.pairs()->rowOf(8, 3), 0));
    CHECK(shown.selection.locked().destination == 8);
    CHECK(shown.selection.locked().source == 3);
    shown.selection.togglePair(14, 2);
    CHECK(table.currentIndex().row() == table.pairs()->rowOf(14, 2));
    shown.view.setTableShown(false);
    CHECK_FALSE(table.isVisible());
}

TEST_CASE("a stale run is dimmed and named, a running one too", "[head]")
{
    Shown shown;
    shown.model.setStale(true);
    CHECK(shown.part<Veil>().isVisible());
    CHECK(shown.part<Badge>().text() == QStringLiteral("from run 1"));
    shown.model.setStale(false);
    CHECK_FALSE(shown.part<Veil>().isVisible());
    CHECK(shown.part<Badge>().text() == QStringLiteral("measured"));
    shown.model.startRun();
    CHECK(shown.part<Veil>().isVisible());
}

TEST_CASE("without a run or a head the view says what to do", "[head]")
{
    Theme theme;
    Selection selection;
    RunModel model;
    HeadView view(theme, selection, model);
    view.show();
    const auto& panel = *view.findChild<StatePanel*>();
    CHECK(panel.isVisible());
    CHECK(panel.message().title == QStringLiteral("No run yet"));
    CHECK_FALSE(view.figure());
    fillSample(model);
    selection.setModelShape(6, 6);
    selection.setTokenCount(15);
    CHECK(panel.message().title == QStringLiteral("No head chosen"));
    Q_EMIT view.findChild<StatePanel*>()->primaryClicked();
    CHECK(selection.locked().head == HeadIndex{0, 0});
    model.setDetail(sampleDetail({0, 0}, 15, model.result()->run));
    CHECK_FALSE(panel.isVisible());
    CHECK(view.figure());
}

TEST_CASE("prompts of one and of a thousand tokens work in every quantity", "[head]")
{
    for (const int size : {1, 1024}) {
        Shown shown(size);
        for (const Quantity quantity :
             {Quantity::Score, Quantity::ValueWeighted, Quantity::Effect, Quantity::Pattern}) {
            shown.view.setQuantity(quantity);
            CHECK(shown.view.content()->size() == size);
            CHECK_FALSE(shown.view.grab().isNull());
        }
        shown.selection.togglePair(size - 1, 0);
        shown.view.setTableShown(true);
        CHECK(shown.part<PairTable>().pairs()->rowCount() == size * (size + 1) / 2);
        CHECK(shown.view.figure()->data().tensors[0].values.size() == static_cast<std::size_t>(size * size));
    }
}

TEST_CASE("a view that was hidden shows the newest head once it is looked at", "[head]")
{
    Shown shown;
    shown.view.hide();
    shown.model.setDetail(sampleDetail({1, 1}, 15, shown.model.result()->run));
    CHECK(shown.view.content()->map.head == HeadIndex{5, 5});
    CHECK(shown.view.figure()->fileStem() == QStringLiteral("L1H1-pattern"));
    shown.view.show();
    CHECK(shown.view.content()->map.head == HeadIndex{1, 1});
}
