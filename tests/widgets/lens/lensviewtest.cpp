#include "widgets/lens/lensview.h"

#include "support/testing.h"
#include "widgets/common/statepanel.h"
#include "widgets/lens/attributionview.h"
#include "widgets/lens/lensfigure.h"
#include "widgets/lens/lenstableview.h"
#include "widgets/lens/lenstwin.h"
#include "widgets/support/gallery.h"
#include "widgets/support/samplelens.h"

#include <QApplication>
#include <QCheckBox>
#include <QScrollBar>
#include <QTest>

#include <cmath>

using namespace headwaters;

namespace {

constexpr TokenId target = lensTarget;
constexpr TokenId rival = lensRival;

} // namespace

TEST_CASE_METHOD(LensFixture, "The view wants nothing while it is hidden, and says what is missing")
{
    CHECK(model.isWanted());
    CHECK(view.statePanel().message().title == QStringLiteral("No run yet"));
    CHECK(view.figure() == nullptr);
    view.hide();
    CHECK_FALSE(model.isWanted());
}

TEST_CASE_METHOD(LensFixture, "A reading under way shows how far it is; one that failed can be read again")
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
    LensFixture, "The table shows the output first, then the latest layer, tokens or ranks or differences")
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

TEST_CASE_METHOD(
    LensFixture, "A click on a cell locks its position, a second one releases it; hover previews")
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

TEST_CASE_METHOD(LensFixture, "The table twin has a row per layer and every part, and locks heads")
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

TEST_CASE_METHOD(LensFixture, "What belongs to another run is never shown; an edited prompt dims the lens")
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

TEST_CASE_METHOD(LensFixture, "The figure holds the numbers of the view and says where they come from")
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

TEST_CASE_METHOD(LensFixture, "A table of many tokens and layers scrolls and leaves the panels their room")
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
