#include "widgets/lens/lensview.h"

#include "support/testing.h"
#include "widgets/common/segmentedcontrol.h"
#include "widgets/common/statepanel.h"
#include "widgets/lens/attributionview.h"
#include "widgets/lens/lensfigure.h"
#include "widgets/lens/lenstableview.h"
#include "widgets/lens/lenstwin.h"
#include "widgets/lens/rankwatchview.h"
#include "widgets/lens/watchedwords.h"
#include "widgets/prompt/tokenfield.h"
#include "widgets/support/gallery.h"
#include "widgets/support/samplerun.h"

#include <QApplication>
#include <QCheckBox>
#include <QScrollBar>
#include <QTest>

#include <cmath>

using namespace headwaters;

namespace {

constexpr TokenId target = 2; // by the sample tokenizer's stable ids
constexpr TokenId rival = 4;

/// A lens by formulae: the target climbs from rank 899 to the top, the rival to rank 3.
std::shared_ptr<const LogitLens>
sampleLens(const std::vector<int>& positions, const std::vector<TokenId>& words)
{
    auto lens = std::make_shared<LogitLens>();
    lens->run = 1;
    lens->positions = positions;
    for (int layer = 0; layer < 6; ++layer) {
        lens->rows.push_back({layer, LensRow::Place::Before});
        lens->rows.push_back({layer, LensRow::Place::Middle});
    }
    lens->rows.push_back({5, LensRow::Place::Output});
    for (const TokenId word : words)
        lens->words.push_back({word, {}, {}});
    for (std::size_t row = 0; row < lens->rows.size(); ++row) {
        const double depth = static_cast<double>(row) / 12;
        for (const int position : positions) {
            lens->topId.push_back(1 + (position + static_cast<int>(row)) % 12);
            lens->topLogProbability.push_back(std::log(0.02 + 0.9 * depth));
            for (std::size_t word = 0; word < words.size(); ++word) {
                const double end = static_cast<double>(3 * word);
                const int rank = static_cast<int>(std::round((899 - end) * std::pow(1 - depth, 3) + end));
                lens->words[word].rank.push_back(rank);
                lens->words[word].logProbability.push_back(-std::log(2.0 + rank));
            }
        }
    }
    return lens;
}

std::shared_ptr<Attribution> sampleAttribution(int destination)
{
    auto made = std::make_shared<Attribution>();
    made->run = 1;
    made->target = target;
    made->rival = rival;
    made->destination = destination;
    made->nLayers = made->nHeads = 6;
    made->sources = 15;
    made->embedding = 0.25;
    made->finalNormShift = 0.125;
    made->attentionBias.assign(6, 0.0);
    made->mlp = {0.5, 0, 0, 0, 0, 1.5};
    made->heads.assign(36, 0.0);
    made->headsBySource.assign(36 * 15, 0.0);
    const auto write = [&](HeadIndex head, int source, double value) {
        const auto at = static_cast<std::size_t>(head.layer * 6 + head.head);
        made->heads[at] += value;
        made->headsBySource[at * 15 + static_cast<std::size_t>(source)] += value;
    };
    write({5, 5}, 2, 3);
    write({5, 5}, 4, -0.5);
    write({5, 0}, 10, -2);
    write({4, 4}, 2, 1);
    made->total = 0.25 + 0.125 + 0.5 + 1.5 + 3 - 0.5 - 2 + 1;
    made->logitDifference = made->total + 1e-7;
    return made;
}

std::vector<int> allPositions()
{
    std::vector<int> positions(15);
    for (int at = 0; at < 15; ++at)
        positions[static_cast<std::size_t>(at)] = at;
    return positions;
}

/// The view of the 1280 x 800 window: 728 x 666.
struct Fixture {
    Theme theme;
    Selection selection;
    RunModel run;
    LensModel model;
    LensView view{theme, selection, run, model};

    Fixture()
    {
        theme.setMode(Theme::Mode::Light);
        view.resize(728, 666);
        view.show();
        REQUIRE(QTest::qWaitForWindowExposed(&view));
    }
    void fill()
    {
        selection.setModelShape(6, 6);
        selection.setTokenCount(15);
        fillSample(run);
        model.setWatch(sampleLens({14}, {target, rival}));
        model.setAttribution(sampleAttribution(14));
        model.setLens(sampleLens(allPositions(), {target, rival}));
        QApplication::processEvents();
    }
    void click(QWidget* widget, const QPoint& at) { QTest::mouseClick(widget, Qt::LeftButton, {}, at); }
};

} // namespace

TEST_CASE_METHOD(Fixture, "The view wants nothing while it is hidden, and says what is missing")
{
    CHECK(model.isWanted());
    CHECK(view.statePanel().message().title == QStringLiteral("No run yet"));
    CHECK(view.figure() == nullptr);
    view.hide();
    CHECK_FALSE(model.isWanted());
}

TEST_CASE_METHOD(Fixture, "A reading under way shows how far it is; one that failed can be read again")
{
    fillSample(run);
    model.startReading();
    model.setShare(0.42);
    CHECK(view.statePanel().message().text.contains(QStringLiteral("42")));
    int retried = 0;
    QObject::connect(&model, &LensModel::retryWanted, [&] { ++retried; });
    model.fail({Problem::Kind::Failed, QStringLiteral("No memory for this."), {}});
    CHECK(view.statePanel().message().text == QStringLiteral("No memory for this."));
    Q_EMIT view.statePanel().primaryClicked();
    CHECK(retried == 1);
    model.fail({Problem::Kind::Cancelled, {}, {}});
    CHECK(view.statePanel().message().title == QStringLiteral("The reading was stopped"));
}

TEST_CASE_METHOD(
    Fixture, "The table shows the output first, then the latest layer, tokens or ranks or differences")
{
    fill();
    const auto content = view.content();
    REQUIRE(content->shownRows().size() == 7);
    CHECK(content->shownRows().front() == 12);
    CHECK(LensContent::rowName(content->lens->rows[content->shownRows()[1]]) == QStringLiteral("before 5"));
    CHECK(view.title() == QStringLiteral("Lens · top token by layer and position"));
    CHECK(content->cellText({12, 0}) == content->label(content->lens->topId[content->lens->cell(12, 0)]));
    CHECK(content->cellShare({12, 0}, 0) == Approx(0.92));

    view.setQuantity(LensQuantity::TargetRank);
    CHECK(view.content()->cellText({0, 3}) == QStringLiteral("899"));
    CHECK(view.content()->cellShare({12, 3}, 0) == Approx(1.0));
    CHECK(view.content()->scaleHigh() == QStringLiteral("0"));

    view.setQuantity(LensQuantity::Difference);
    const double difference = view.content()->difference({12, 3});
    CHECK(difference == Approx(std::log(5.0 / 2)));
    CHECK(view.content()->cellText({12, 3}) == QStringLiteral("+0.9"));
    CHECK(view.content()->cellShare({12, 3}, difference) == Approx(1.0));
    CHECK(view.content()->cellShare({12, 3}, 0) == Approx(0.5));

    view.middles().setChecked(true);
    CHECK(view.content()->shownRows().size() == 13);
}

TEST_CASE_METHOD(Fixture, "A click on a cell locks its position, a second one releases it; hover previews")
{
    fill();
    LensTableView& table = view.table();
    const QPoint cell = table.cellRect(1, 9).center();
    QTest::mouseMove(table.viewport(), cell);
    CHECK(selection.hovered().destination == 9);
    CHECK_FALSE(selection.locked().destination);
    click(table.viewport(), cell);
    CHECK(selection.locked().destination == 9);
    CHECK(selection.locked().source == 9);
    click(table.viewport(), cell);
    CHECK_FALSE(selection.locked().destination);
    const QString tip = table.tipText(0, 14);
    CHECK(tip.contains(QStringLiteral("blocks.5.hook_resid_post")));
    CHECK(tip.contains(QStringLiteral("rank 0")));
}

TEST_CASE_METHOD(Fixture, "What speaks for the target stands at the right, strongest first, and all adds up")
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

TEST_CASE_METHOD(Fixture, "Parts that miss the output are said so")
{
    fill();
    auto wrong = sampleAttribution(14);
    wrong->logitDifference += 0.01;
    model.setAttribution(wrong);
    CHECK_FALSE(view.attribution().lines().isWithinTolerance());
    CHECK(view.attribution().lines().residual() == Approx(0.01).epsilon(1e-3));
}

TEST_CASE_METHOD(Fixture, "A line of the attribution previews its head and locks it")
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

TEST_CASE_METHOD(Fixture, "Words are added by the field and taken out by their button")
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

TEST_CASE_METHOD(Fixture, "The rank watch has rank 0 on top, a tick per decade and a point per layer")
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

TEST_CASE_METHOD(Fixture, "The table twin has a row per layer and every part, and locks heads")
{
    fill();
    QTest::keyClick(&view, Qt::Key_T);
    CHECK(view.isTableShown());
    LensTwin& twin = view.twin();
    CHECK(twin.layers().model()->rowCount() == 7);
    CHECK(twin.layers().model()->columnCount() == 7);
    const QAbstractItemModel& parts = *twin.parts().model();
    CHECK(parts.rowCount() == 6 + 3);
    CHECK(parts.index(0, 0).data().toString() == QStringLiteral("5.5"));
    CHECK(parts.index(0, 1).data().toString() == QStringLiteral("+2.5000"));
    Q_EMIT twin.parts().clicked(parts.index(0, 1));
    CHECK(selection.locked().head == HeadIndex{5, 5});
    view.setTableShown(false);
    CHECK_FALSE(view.isTableShown());
}

TEST_CASE_METHOD(Fixture, "What belongs to another run is never shown; an edited prompt dims the lens")
{
    fill();
    REQUIRE(view.figure());
    run.setStale(true);
    CHECK(view.figure() == nullptr);
    run.setStale(false);
    REQUIRE(view.figure());
    auto older = std::make_shared<LogitLens>(*sampleLens(allPositions(), {target, rival}));
    older->run = 77;
    model.setLens(older);
    CHECK_FALSE(view.content()->lens);
    CHECK(view.figure() == nullptr);
}

TEST_CASE_METHOD(Fixture, "The figure holds the numbers of the view and says where they come from")
{
    fill();
    const auto figure = view.figure();
    REQUIRE(figure);
    CHECK(figure->provenance().origin == Origin::Derived);
    CHECK(figure->provenance().settings.join(u' ').contains(view.content()->target()));
    const FigureData data = figure->data();
    CHECK(data.table.rows.size() == 13 * 15);
    CHECK(data.table.header.contains(QStringLiteral("rival_rank")));
    const auto tensor = [&](const char* name) {
        for (const NamedTensor& each : data.tensors) {
            if (each.name == QLatin1String(name))
                return each;
        }
        FAIL("no such tensor");
        return NamedTensor();
    };
    CHECK(tensor("lens_top_id").shape == std::vector<std::int64_t>{13, 15});
    CHECK(tensor("watch_rank").shape == std::vector<std::int64_t>{2, 13});
    CHECK(tensor("heads_by_source").shape == std::vector<std::int64_t>{6, 6, 15});
    CHECK(tensor("heads").values[35] == Approx(2.5f));
    CHECK(figure->caption().contains(QStringLiteral("logit lens")));

    // On a narrow page the table goes on below itself; what is drawn stays inside the height.
    const FigureStyle style{
        theme.palette(), Theme::font(TextStyle::Caption), Theme::mono(TextStyle::Caption)};
    CHECK(figure->heightForWidth(330, style) > figure->heightForWidth(900, style));
    for (const double width : {330.0, 900.0}) {
        const double height = figure->heightForWidth(width, style);
        QImage image(static_cast<int>(width), static_cast<int>(height) + 40, QImage::Format_RGB32);
        image.fill(Qt::white);
        QPainter painter(&image);
        figure->paint(painter, {0, 0, width, height}, style);
        painter.end();
        for (int y = static_cast<int>(height) + 2; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); x += 3)
                REQUIRE(image.pixel(x, y) == qRgb(255, 255, 255));
        }
    }
}

TEST_CASE_METHOD(Fixture, "A table of many tokens and layers scrolls and leaves the panels their room")
{
    fill();
    view.resize(640, 560);
    QApplication::processEvents();
    CHECK(view.table().horizontalScrollBar()->maximum() > 0);
    view.middles().setChecked(true);
    QApplication::processEvents();
    CHECK(view.table().verticalScrollBar()->maximum() > 0);
    CHECK(view.attribution().height() > 150);
    CHECK(view.attribution().geometry().bottom() <= view.attribution().parentWidget()->height());
}

TEST_CASE("The lens looks as drawn in both themes")
{
    for (const bool dark : {false, true}) {
        const Dressed dressed(dark);
        Selection selection;
        RunModel run;
        LensModel model;
        LensView view(dressed.theme, selection, run, model);
        selection.setModelShape(6, 6);
        selection.setTokenCount(15);
        fillSample(run);
        model.setWatch(sampleLens({14}, {target, rival, 7}));
        model.setAttribution(sampleAttribution(14));
        model.setLens(sampleLens(allPositions(), {target, rival}));
        const QImage picture = pictureOf(view, {728, 666}, dark ? "lens-dark" : "lens-light");
        const QColor ground = dressed.theme.colours().panel;
        CHECK(picture.pixelColor(4, 300) == ground);
        bool hasInk = false;
        for (int y = 350; y < 650; ++y)
            hasInk = hasInk || picture.pixelColor(300, y) != ground;
        CHECK(hasInk);
    }
}
