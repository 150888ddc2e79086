#include "widgets/head/directionpanels.h"
#include "tests/support/testing.h"
#include "tests/widgets/support/gallery.h"
#include "tests/widgets/support/sampledirections.h"
#include "widgets/common/accessible.h"
#include "widgets/common/badge.h"
#include "widgets/common/numberformat.h"
#include "widgets/export/figurepage.h"
#include "widgets/head/directiontable.h"
#include "widgets/head/directionviews.h"
#include "widgets/head/firstdirections.h"
#include "widgets/head/headfigure.h"
#include "widgets/head/headview.h"

#include <QApplication>
#include <QComboBox>
#include <QSignalSpy>
#include <QSlider>
#include <QTest>

using namespace headwaters;

namespace {

const HeadIndex head{5, 5};

/// The Head view with its panels on the sample run, the pair 14 reads 2 locked.
struct Shown {
    explicit Shown(bool dark = false, const QSize& size = {728, 666}) : dressed(dark)
    {
        fillSample(model);
        selection.setModelShape(6, 6);
        selection.setTokenCount(15);
        selection.setDirectionCount(32);
        selection.toggleHead(head);
        selection.togglePair(14, 2);
        model.setDetail(sampleDetail(head, 15, model.result()->run));
        view.setDirections(directions);
        view.resize(size);
        view.show();
        QApplication::processEvents();
    }

    void fill()
    {
        directions.setHead(sampleDirections(head));
        directions.setRow(sampleRow(head));
        selection.suggestDirection(4);
        directions.setReading(sampleReading(head, 4));
        QApplication::processEvents();
    }
    DirectionPanels& panels() { return *view.panels(); }

    Dressed dressed;
    Selection selection;
    RunModel model;
    DirectionModel directions;
    HeadView view{dressed.theme, selection, model};
};

} // namespace

TEST_CASE("panels ask for directions while they are seen, and only then")
{
    Shown shown;
    CHECK(shown.panels().isVisible());
    CHECK(shown.directions.isWanted());
    shown.view.setAggregation(Aggregation::LayerMean);
    shown.model.setAggregate([&] {
        auto map = std::make_shared<AttentionMap>(attentionMap(*shown.model.detail(), Quantity::Pattern));
        map->aggregation = Aggregation::LayerMean;
        return map;
    }());
    CHECK_FALSE(shown.panels().isVisible()); // a mean has no directions
    CHECK_FALSE(shown.directions.isWanted());
    shown.view.setAggregation(Aggregation::OneHead);
    CHECK(shown.directions.isWanted());
    shown.view.hide();
    CHECK_FALSE(shown.directions.isWanted());
}

TEST_CASE("the panels say what the values say")
{
    Shown shown;
    CHECK(describedValue(shown.panels().scoreRow()).isEmpty());
    shown.fill();
    const QString row = describedValue(shown.panels().scoreRow());
    CHECK(row.contains(QStringLiteral("Σ = 5.000")));
    CHECK(row.contains(QStringLiteral("map 5.000 · residual 0.000001 ✓")));
    CHECK(row.contains(QStringLiteral("direction 4: σ 2.150 of QK, 4.376 of OV, adds +4.000 to the score")));
    CHECK(shown.panels().scoreRow()->accessibleName() == QStringLiteral("Score row: ·to reads ·Mary"));
    CHECK(
        shown.panels().first()->sentence()
        == QStringLiteral("First 32 of 32 directions explain %1 of the score, %1 of the map")
               .arg(shareText(1)));
    CHECK(shown.panels().wordsTitle() == QStringLiteral("Words of direction 4"));
    CHECK_FALSE(shown.panels().isDimmed());
}

TEST_CASE("a residual above tolerance is told with what is allowed")
{
    Shown shown;
    shown.fill();
    auto row = std::make_shared<ScoreRow>(*sampleRow(head));
    row->directionResidual = 0.25;
    shown.directions.setRow(row);
    CHECK(
        shown.panels().content()->residualText()
        == QStringLiteral("map 5.000 · residual 0.250, allowed 0.000100"));
    row->directionResidual = 0;
    row->cappedScore = 4.5;
    auto capped = std::make_shared<ScoreRow>(*row);
    shown.directions.setRow(capped);
    CHECK(
        shown.panels().content()->residualText()
        == QStringLiteral("map 4.500, before its cap 5.000 · residual 0.000000 ✓"));
}

TEST_CASE("a click on a bar or a dot locks its direction, a second one releases it")
{
    Shown shown;
    shown.fill();
    ScoreRowView* row = shown.panels().scoreRow();
    QTest::mouseClick(row, Qt::LeftButton, {}, row->directionPoint(7).toPoint());
    CHECK(shown.selection.locked().direction == 7);
    CHECK(shown.panels().wordsTitle() == QStringLiteral("Words of direction 7"));
    QTest::mouseClick(row, Qt::LeftButton, {}, row->directionPoint(7).toPoint());
    CHECK_FALSE(shown.selection.locked().direction);
    SpectrumView* spectrum = shown.panels().spectrum();
    QTest::mouseClick(spectrum, Qt::LeftButton, {}, spectrum->directionPoint(20).toPoint());
    CHECK(shown.selection.locked().direction == 20);
}

TEST_CASE("the slider asks for the map from the first directions, and the map says so")
{
    Shown shown;
    shown.fill();
    QSlider* slider = shown.panels().first()->slider();
    CHECK(slider->maximum() == 32);
    CHECK(slider->value() == 32);
    slider->setValue(8);
    CHECK(shown.directions.first() == 8);
    CHECK(shown.panels().first()->sentence().startsWith(QStringLiteral("First 8 of 32 directions explain ")));
    shown.directions.setPartial(samplePartial(head, 8));
    CHECK(
        shown.view.title() == QStringLiteral("L5H5 · attention · after softmax · first 8 of 32 directions"));
    CHECK(shown.view.content()->map.values == samplePartial(head, 8)->pattern);
    CHECK(shown.view.findChild<Badge*>()->text() == QStringLiteral("derived"));
    shown.view.setQuantity(Quantity::Score);
    CHECK(shown.view.content()->map.at(5, 3) == 0);
    slider->setValue(32);
    CHECK(shown.directions.first() == DirectionModel::allDirections);
    CHECK_FALSE(shown.directions.partial());
    CHECK(shown.view.title() == QStringLiteral("L5H5 · attention score · before softmax"));
    CHECK(shown.view.findChild<Badge*>()->text() == QStringLiteral("measured"));
}

TEST_CASE("a map of another head's first directions is never shown")
{
    Shown shown;
    shown.fill();
    shown.directions.setFirst(3);
    shown.directions.setPartial(samplePartial({1, 1}, 3));
    CHECK_FALSE(shown.view.content()->map.isRebuilt());
    shown.directions.setPartial(samplePartial(head, 3, 15, 9));
    CHECK_FALSE(shown.view.content()->map.isRebuilt());
}

TEST_CASE("without a pair, or for a masked one, the score row says why it is empty")
{
    Shown shown;
    shown.fill();
    shown.selection.release();
    CHECK(describedValue(shown.panels().scoreRow()).startsWith(QStringLiteral("Point at a cell")));
    shown.selection.togglePair(14, 2);
    shown.directions.setRow(nullptr, QStringLiteral("Position 14 does not see position 2."));
    CHECK(
        describedValue(shown.panels().scoreRow()) == QStringLiteral("Position 14 does not see position 2."));
    CHECK(shown.panels().first()->sentence().contains(QStringLiteral("of the map")));
    CHECK_FALSE(shown.panels().first()->sentence().contains(QStringLiteral("of the score")));
}

TEST_CASE("what is of another head is dimmed until its own has arrived")
{
    Shown shown;
    shown.fill();
    shown.selection.lock({HeadIndex{5, 4}, 14, 2});
    shown.model.setDetail(sampleDetail({5, 4}, 15, 1));
    CHECK(shown.panels().content()->isOld);
    QTest::qWait(200);
    CHECK(shown.panels().isDimmed());
    shown.directions.setHead(sampleDirections({5, 4}));
    CHECK(shown.panels().isDimmed());
    shown.directions.setRow(sampleRow({5, 4}));
    CHECK_FALSE(shown.panels().isDimmed());
}

TEST_CASE("the embedding can be switched, and how far the vocabulary is read stands there")
{
    Shown shown;
    shown.fill();
    shown.directions.setReading(nullptr);
    shown.directions.setReadingShare(0.37);
    CHECK(
        shown.panels().wordsTitle()
        == QStringLiteral("Words of direction 4 · %1 of the vocabulary read").arg(shareText(0.37)));
    QComboBox* box = shown.panels().embedding();
    QSignalSpy wants(&shown.directions, &DirectionModel::wantsChanged);
    Q_EMIT box->activated(1);
    CHECK(shown.directions.embedding() == EmbeddingKind::Raw);
    CHECK(wants.size() == 1);
    CHECK(box->currentIndex() == 1);
}

TEST_CASE("the table twin holds all numbers, and its rows choose directions")
{
    Shown shown;
    shown.fill();
    shown.view.setTableShown(true);
    DirectionTable* table = shown.panels().table();
    CHECK(table->isVisible());
    CHECK_FALSE(shown.panels().scoreRow()->isVisible());
    REQUIRE(table->model()->rowCount() == 32);
    const auto text = [&](int row, int column) {
        return table->model()->index(row, column).data().toString();
    };
    CHECK(text(4, DirectionTableModel::Direction) == QStringLiteral("4.000"));
    CHECK(text(0, DirectionTableModel::ScoreShare) == QStringLiteral("−0.400"));
    CHECK(text(31, DirectionTableModel::ScoreShare) == QStringLiteral("1.000"));
    CHECK(text(31, DirectionTableModel::MapShare) == QStringLiteral("1.000"));
    CHECK(text(0, DirectionTableModel::Qk) == QStringLiteral("3.000"));
    CHECK(text(0, DirectionTableModel::Ov) == QStringLiteral("5.000"));
    CHECK(table->currentIndex().row() == 4);
    table->setCurrentIndex(table->model()->index(9, 0));
    CHECK(shown.selection.locked().direction == 9);
    CHECK(shown.selection.isPairLocked());
    shown.view.setTableShown(false);
    CHECK(shown.panels().scoreRow()->isVisible());
}

TEST_CASE("the figure holds what the panels show, as drawing, caption and data")
{
    Shown shown;
    shown.fill();
    const auto figure = shown.view.figure();
    REQUIRE(figure);
    const FigureData data = figure->data();
    QStringList names;
    for (const NamedTensor& tensor : data.tensors)
        names << tensor.name;
    CHECK(
        names
        == QStringList{
            QStringLiteral("pattern"), QStringLiteral("score_by_dimension"),
            QStringLiteral("score_by_direction"), QStringLiteral("singular_values_qk"),
            QStringLiteral("singular_values_ov"), QStringLiteral("explained")});
    CHECK(data.tensors[2].values[4] == 4.0F);
    CHECK(figure->caption().contains(QStringLiteral("the score of ·to reading ·Mary, 5.000")));
    CHECK(figure->caption().contains(QStringLiteral("what direction 4 reads")));
    const FigureStyle style{
        shown.dressed.theme.palette(), Theme::font(TextStyle::Caption), Theme::mono(TextStyle::Caption),
        true};
    shown.panels().hide();
    for (const double width : {400.0, 900.0})
        CHECK(figure->heightForWidth(width, style) > shown.view.figure()->heightForWidth(width, style) + 100);
    QImage page(900, static_cast<int>(figure->heightForWidth(900, style)), QImage::Format_RGB32);
    page.fill(style.palette.colours.panel);
    QPainter painter(&page);
    figure->paint(painter, page.rect(), style);
    painter.end();
    page.save(QStringLiteral("gallery/head-figure-directions.png"));
}

TEST_CASE("at the right of a wide view, below the map of a narrow one")
{
    Shown shown(false, {1272, 900});
    shown.fill();
    const auto corner = [&] { return shown.panels().mapTo(&shown.view, QPoint()); };
    CHECK(corner().x() > 800);
    CHECK(shown.panels().width() == Approx(420).margin(2));
    shown.view.resize(728, 666);
    QApplication::processEvents();
    CHECK(corner().x() == 0);
    CHECK(corner().y() > 300);
    CHECK(shown.panels().width() == 728);
}

TEST_CASE("pictures of the panels for the eye, in both themes and sizes")
{
    for (const bool dark : {false, true}) {
        Shown shown(dark);
        shown.fill();
        shown.selection.toggleDirection(4);
        const auto name = [dark](const char* what) { return QByteArray(what) + (dark ? "-dark" : "-light"); };
        CHECK_FALSE(pictureOf(shown.view, {728, 666}, name("directions").constData()).isNull());
        CHECK_FALSE(pictureOf(shown.view, {696, 506}, name("directions-small").constData()).isNull());
        shown.directions.setFirst(8);
        shown.directions.setPartial(samplePartial(head, 8));
        CHECK_FALSE(pictureOf(shown.view, {1272, 940}, name("directions-wide").constData()).isNull());
        shown.view.setTableShown(true);
        CHECK_FALSE(pictureOf(shown.view, {728, 666}, name("directions-table").constData()).isNull());
    }
}
