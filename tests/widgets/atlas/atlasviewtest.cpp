#include "widgets/atlas/atlasview.h"

#include "widgets/atlas/headtable.h"
#include "widgets/atlas/rankbar.h"
#include "widgets/atlas/searchbar.h"
#include "widgets/atlas/wallwidget.h"
#include "widgets/common/statepanel.h"
#include "widgets/common/viewheader.h"

#include "support/testing.h"
#include "widgets/support/samplerun.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QLineEdit>
#include <QPaintEvent>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

using namespace headwaters;

namespace {

/// The view of the 1280 x 800 window on the sample run: 728 x 666.
struct Fixture {
    Theme theme;
    Selection selection;
    RunModel model;
    AtlasView view{theme, selection, model};

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
        fillSample(model);
        QApplication::processEvents();
    }
    [[nodiscard]] WallWidget& wall() { return view.wall(); }
    [[nodiscard]] QPoint centre(HeadIndex head)
    {
        return wall().wallLayout().cellRect(head).center().toPoint();
    }
    [[nodiscard]] QImage grab() { return wall().viewport()->grab().toImage(); }
    void wheel(QPoint at, int delta)
    {
        QWheelEvent event(
            at, wall().viewport()->mapToGlobal(at), {}, {0, delta}, Qt::NoButton, Qt::NoModifier,
            Qt::NoScrollPhase, false);
        QApplication::sendEvent(wall().viewport(), &event);
    }
};

/// A finished run of any shape without thumbnails worth looking at.
void fillShape(RunModel& model, Selection& selection, int nLayers, int nHeads)
{
    ModelInfo info;
    info.nLayers = nLayers;
    info.nHeads = nHeads;
    model.setModel(info, sampleTokenizer());
    auto result = std::make_shared<RunResult>();
    result->run = 1;
    for (int layer = 0; layer < nLayers; ++layer) {
        auto made = std::make_shared<LayerResult>();
        made->layer = layer;
        for (int head = 0; head < nHeads; ++head)
            made->heads.push_back({{layer, head}, {1, {255}}, 0.5F, 1.0F});
        result->layers.push_back(made);
    }
    model.startRun();
    model.finishRun(result);
    selection.setModelShape(nLayers, nHeads);
    QApplication::processEvents();
}

/// Collects the region that is painted again.
class PaintSpy : public QObject {
public:
    QRegion region;

protected:
    bool eventFilter(QObject*, QEvent* event) override
    {
        if (event->type() == QEvent::Paint)
            region += static_cast<QPaintEvent*>(event)->region();
        return false;
    }
};

} // namespace

TEST_CASE("At 1280 x 800 the cells have the size of the drawing")
{
    Fixture f;
    f.fill();
    CHECK(f.wall().wallLayout().cell() == 80);
    CHECK(f.view.header().title() == QStringLiteral("Atlas · attention · after softmax"));
    f.view.resize(1272, 946);
    CHECK(f.wall().wallLayout().cell() == 120);
}

TEST_CASE("A cell shows the value of its pixel in the colour of the map")
{
    Fixture f;
    f.fill();
    const HeadIndex head{5, 5};
    const Thumbnail& thumbnail = f.model.layers()[5]->heads[5].thumbnail;
    REQUIRE(thumbnail.size == 15);
    const auto colourAt = [&](int query, int key) {
        const QRectF image = f.wall().wallLayout().imageRect(head);
        const double step = image.width() / 15;
        return f.grab().pixel(
            static_cast<int>(image.left() + (key + 0.5) * step),
            static_cast<int>(image.top() + (query + 0.5) * step));
    };
    const auto expected = [&](int query, int key) {
        return f.theme.palette()
            .sequential.table()[thumbnail.values[static_cast<std::size_t>(query * 15 + key)]];
    };
    CHECK(thumbnail.values[14 * 15 + 2] == 254); // 0.997 of 255
    CHECK(colourAt(14, 2) == expected(14, 2));
    CHECK(colourAt(10, 5) == expected(10, 5));

    SECTION("and follows the theme")
    {
        f.theme.setMode(Theme::Mode::Dark);
        CHECK(colourAt(14, 2) == expected(14, 2));
        CHECK(f.grab().pixel(2, 2) == f.theme.colours().panel.rgb());
    }
    SECTION("and fades to 34 % outside of the top")
    {
        // 2.0 is far down the ranking by received mass.
        f.view.rankBar().setTop(1);
        const QColor full(f.theme.palette().sequential.table()[255]);
        const QRectF image = f.wall().wallLayout().imageRect({5, 2});
        const QColor seen(f.grab().pixel(image.topLeft().toPoint() + QPoint(2, 2)));
        CHECK(seen.red() == Approx(255 - 0.34 * (255 - full.red())).margin(3));
        CHECK(seen.green() == Approx(255 - 0.34 * (255 - full.green())).margin(3));
    }
}

TEST_CASE("Hover previews, click locks, click again releases")
{
    Fixture f;
    f.fill();
    QTest::mouseMove(f.wall().viewport(), f.centre({2, 3}));
    CHECK(f.selection.hovered().head == HeadIndex{2, 3});
    CHECK_FALSE(f.selection.isHeadLocked());

    QTest::mouseClick(f.wall().viewport(), Qt::LeftButton, {}, f.centre({2, 3}));
    CHECK(f.selection.locked().head == HeadIndex{2, 3});
    const QRectF cell = f.wall().wallLayout().cellRect({2, 3});
    const QColor outline(
        f.grab().pixel(static_cast<int>(cell.center().x()), static_cast<int>(cell.top()) - 3));
    CHECK(outline.rgb() == f.theme.colours().mark.rgb());
    const QColor gap(f.grab().pixel(static_cast<int>(cell.center().x()), static_cast<int>(cell.top()) - 1));
    CHECK(gap.rgb() == f.theme.colours().panel.rgb());

    QTest::mouseClick(f.wall().viewport(), Qt::LeftButton, {}, f.centre({2, 3}));
    CHECK_FALSE(f.selection.isHeadLocked());
    QTest::mouseMove(f.wall().viewport(), QPoint(5, 300)); // row heads: no head
    CHECK_FALSE(f.selection.hovered().head);
}

TEST_CASE("A dot of the score strip means its head")
{
    Fixture f;
    f.fill();
    const double mass = f.model.layers()[4]->heads[1].receivedMass;
    QTest::mouseClick(
        f.wall().viewport(), Qt::LeftButton, {}, f.wall().wallLayout().dot({4, 1}, mass).toPoint());
    CHECK(f.selection.locked().head == HeadIndex{4, 1});
}

TEST_CASE("A new selection repaints only the cells concerned")
{
    Fixture f;
    f.fill();
    PaintSpy spy;
    f.wall().viewport()->installEventFilter(&spy);
    f.selection.toggleHead({1, 1});
    QApplication::processEvents();
    const WallLayout& layout = f.wall().wallLayout();
    CHECK(spy.region.contains(layout.cellRect({1, 1}).toAlignedRect()));
    CHECK_FALSE(spy.region.intersects(layout.cellRect({1, 3}).toAlignedRect()));
    CHECK_FALSE(spy.region.intersects(layout.cellRect({4, 1}).toAlignedRect()));
}

TEST_CASE("Keys step, open and release through the shared selection")
{
    Fixture f;
    f.fill();
    QSignalSpy opened(&f.view, &AtlasView::openHead);
    f.selection.toggleHead({2, 2});
    f.wall().setFocus();
    QTest::keyClick(&f.wall(), Qt::Key_Right);
    CHECK(f.selection.locked().head == HeadIndex{2, 3});
    QTest::keyClick(&f.wall(), Qt::Key_Up);
    CHECK(f.selection.locked().head == HeadIndex{1, 3});
    QTest::keyClick(&f.wall(), Qt::Key_Return);
    REQUIRE(opened.count() == 1);
    CHECK(opened[0][0].value<HeadIndex>() == HeadIndex{1, 3});
    QTest::keyClick(&f.wall(), Qt::Key_Space);
    CHECK_FALSE(f.selection.isHeadLocked());
}

TEST_CASE("A double click opens the head and leaves it locked")
{
    Fixture f;
    f.fill();
    QSignalSpy opened(&f.view, &AtlasView::openHead);
    const QPoint at = f.centre({3, 4});
    QTest::mouseClick(f.wall().viewport(), Qt::LeftButton, {}, at);
    QTest::mouseDClick(f.wall().viewport(), Qt::LeftButton, {}, at);
    REQUIRE(opened.count() == 1);
    CHECK(opened[0][0].value<HeadIndex>() == HeadIndex{3, 4});
    CHECK(f.selection.locked().head == HeadIndex{3, 4});
}

TEST_CASE("The wheel zooms about the mouse until the thumbnail becomes the Head view")
{
    Fixture f;
    f.fill();
    QSignalSpy opened(&f.view, &AtlasView::openHead);
    const QPoint at = f.centre({3, 2});
    f.wheel(at, 120);
    f.wheel(at, 120);
    CHECK(f.wall().zoom() == Approx(1.44));
    CHECK(f.wall().wallLayout().headAt(at) == HeadIndex{3, 2});
    const QRectF cell = f.wall().wallLayout().cellRect({3, 2});
    CHECK(cell.center().x() == Approx(at.x()).margin(2));
    CHECK(cell.center().y() == Approx(at.y()).margin(2));
    CHECK(opened.isEmpty());

    SECTION("further in, it opens and the wall is whole again")
    {
        for (int notch = 0; notch < 20 && opened.isEmpty(); ++notch)
            f.wheel(at, 120);
        REQUIRE(opened.count() == 1);
        CHECK(opened[0][0].value<HeadIndex>() == HeadIndex{3, 2});
        CHECK(f.selection.locked().head == HeadIndex{3, 2});
        CHECK(f.wall().zoom() == 1);
    }
    SECTION("a drag pans and locks nothing")
    {
        const int before = f.wall().horizontalScrollBar()->value();
        QTest::mousePress(f.wall().viewport(), Qt::LeftButton, {}, at);
        QTest::mouseMove(f.wall().viewport(), at + QPoint(-20, 0));
        QTest::mouseMove(f.wall().viewport(), at + QPoint(-30, 0));
        QTest::mouseRelease(f.wall().viewport(), Qt::LeftButton, {}, at + QPoint(-30, 0));
        CHECK(f.wall().horizontalScrollBar()->value() == before + 30);
        CHECK_FALSE(f.selection.isHeadLocked());
    }
    SECTION("fit resets")
    {
        f.view.fit();
        CHECK(f.wall().zoom() == 1);
        CHECK(f.wall().wallLayout().cell() == 80);
    }
}

TEST_CASE("Plus glides to the next size")
{
    Fixture f;
    f.fill();
    f.wall().setFocus();
    QTest::keyClick(&f.wall(), Qt::Key_Plus);
    for (int wait = 0; wait < 100 && f.wall().zoom() < 1.25; ++wait)
        QTest::qWait(10);
    CHECK(f.wall().zoom() == Approx(1.25));
}

TEST_CASE("Large walls scroll, keep the locked head in sight, and make images only of what is seen")
{
    const auto [nLayers, nHeads] = GENERATE(std::pair(30, 9), std::pair(48, 40), std::pair(1, 1));
    Fixture f;
    fillShape(f.model, f.selection, nLayers, nHeads);
    const HeadIndex last{nLayers - 1, nHeads - 1};
    f.selection.toggleHead(last);
    CHECK(f.wall().wallLayout().cells().contains(f.wall().wallLayout().cellRect(last)));
    f.selection.toggleHead(last);
    f.selection.toggleHead({0, 0});
    CHECK(f.wall().wallLayout().cells().contains(f.wall().wallLayout().cellRect({0, 0})));
    CHECK(f.wall().verticalScrollBar()->value() == 0);
    CHECK((f.wall().verticalScrollBar()->maximum() > 0) == (nLayers > 11));
    CHECK(f.wall().wallLayout().cell() == (nLayers == 1 ? 120 : 40));
    CHECK_FALSE(f.grab().isNull());
}

TEST_CASE("Ranking chooses what stays in front and says by which score")
{
    Fixture f;
    f.fill();
    CHECK(f.view.rankBar().top() == 36);
    f.view.rankBar().setTop(5);
    const HeadRanking& ranking = f.wall().picture().ranking;
    CHECK(f.view.rankBar().summary() == QStringLiteral("5 of 36, ") + thresholdText(ranking, 5));
    // By hand: the fifth largest received mass.
    std::vector<float> masses;
    for (const auto& layer : f.model.layers())
        for (const HeadSummary& head : layer->heads)
            masses.push_back(head.receivedMass);
    std::sort(masses.rbegin(), masses.rend());
    CHECK(*ranking.threshold(5) == masses[4]);

    f.view.rankBar().setRankBy(RankBy::Effect);
    CHECK(
        f.view.rankBar().findChild<QComboBox*>()->currentText() == QStringLiteral("Effect on ·Mary − ·John"));
    CHECK(f.wall().picture().ranking.order().front() == HeadIndex{5, 5});
}

TEST_CASE("Effects cannot be chosen before they are known, and the choice says why")
{
    Fixture f;
    f.fill();
    f.model.startRun();
    auto* box = f.view.rankBar().findChild<QComboBox*>();
    const QModelIndex item = box->model()->index(2, 0);
    CHECK_FALSE(item.flags().testFlag(Qt::ItemIsEnabled));
    CHECK(
        item.data(Qt::ToolTipRole).toString()
        == QStringLiteral("Effects are known when the last layer has run."));
    f.model.finishRun(sampleRun());
    CHECK(item.flags().testFlag(Qt::ItemIsEnabled));
}

TEST_CASE("Ctrl+F lights a token in all heads and counts its positions")
{
    Fixture f;
    f.fill();
    f.wall().setFocus();
    QTest::keyClick(&f.wall(), Qt::Key_F, Qt::ControlModifier);
    REQUIRE(f.view.searchBar().isVisible());
    auto* field = f.view.searchBar().findChild<QLineEdit*>();
    QTest::keyClicks(field, QStringLiteral("John"));
    CHECK(f.wall().picture().marks == std::vector<int>{4, 10});
    CHECK(f.view.searchBar().answer() == QStringLiteral("2 positions matched: 4, 10"));
    // The tick below column 4 of head 0.0, in the frame around the image.
    const QRectF image = f.wall().wallLayout().imageRect({0, 0});
    const double step = image.width() / 15;
    CHECK(
        f.grab().pixel(static_cast<int>(image.left() + 4.5 * step), static_cast<int>(image.bottom()) + 1)
        == f.theme.colours().mark.rgb());
    QTest::keyClicks(field, QStringLiteral("zz"));
    CHECK(f.view.searchBar().answer() == QStringLiteral("no token of the prompt matches"));
    QTest::keyClick(field, Qt::Key_Escape);
    CHECK_FALSE(f.view.searchBar().isVisible());
    CHECK(f.wall().picture().marks.empty());
}

TEST_CASE("Each state looks like itself")
{
    Fixture f;
    CHECK(f.view.statePanel().isVisible());
    CHECK(f.view.figure() == nullptr);
    QSignalSpy example(&f.view, &AtlasView::runExampleRequested);
    QSignalSpy folder(&f.view, &AtlasView::openFolderRequested);
    const auto clickAll = [&f] {
        for (auto* button : f.view.statePanel().findChildren<QPushButton*>())
            if (button->isVisible())
                button->click();
    };
    // Without a model no example can run, so none is offered.
    CHECK(f.view.statePanel().message().title == QStringLiteral("No model is open"));
    clickAll();
    CHECK(example.count() == 0);
    CHECK(folder.count() == 1);
    f.view.setOpening(true);
    CHECK(f.view.statePanel().message().title == QStringLiteral("Opening the model"));
    clickAll();
    CHECK(folder.count() == 1);
    f.view.setOpening(false);

    f.model.setModel(sampleModel(), sampleTokenizer());
    CHECK(f.view.statePanel().message().title == QStringLiteral("No run yet"));
    clickAll();
    CHECK(example.count() == 1);
    CHECK(folder.count() == 2);
    f.model.failRun({Problem::Kind::Failed, QStringLiteral("The disk is full."), {}});
    CHECK(f.view.statePanel().message().text == QStringLiteral("The disk is full."));

    f.fill();
    CHECK_FALSE(f.view.statePanel().isVisible());
    CHECK(f.view.figure() != nullptr);
    const auto& badge = f.view.header();
    static_cast<void>(badge);

    f.model.startRun();
    f.model.addLayer(sampleRun()->layers[0]);
    CHECK(f.wall().picture().note == QStringLiteral("Running layer 1. Layer 0 is final."));
    CHECK(f.wall().headText({3, 0}) == QStringLiteral("head 3.0, not computed yet"));
    CHECK(f.view.figure() == nullptr);

    f.model.failRun({Problem::Kind::Failed, QStringLiteral("No memory."), {}});
    CHECK(f.wall().isVisible()); // the old wall stays
    CHECK(f.wall().picture().note == QStringLiteral("The last run failed: this is the wall of run 1."));

    f.fill();
    f.model.setStale(true);
    CHECK(f.wall().picture().note == QStringLiteral("The prompt has changed: this is the wall of run 1."));
    CHECK(f.view.figure() == nullptr);
    // 60 % of the panel lie over the number's ink.
    const QRectF outline = f.wall().wallLayout().cellRect({0, 0});
    const QColor dimmed(
        f.grab().pixel(static_cast<int>(outline.left()), static_cast<int>(outline.center().y())));
    const QColor ink = f.theme.colours().lineStrong;
    CHECK(dimmed.red() == Approx(0.4 * ink.red() + 0.6 * 255).margin(3));
}

TEST_CASE("The table twin sorts, and a chosen row locks its head")
{
    Fixture f;
    f.fill();
    f.view.setTableShown(true);
    REQUIRE(f.view.table().isVisible());
    HeadTable& table = f.view.table();
    CHECK(table.model()->rowCount() == 36);
    CHECK(
        table.model()->headerData(HeadTableModel::Effect, Qt::Horizontal).toString()
        == QStringLiteral("effect on ·Mary − ·John, logits"));
    table.sortByColumn(HeadTableModel::Effect, Qt::DescendingOrder);
    CHECK(table.model()->index(0, 0).data().toString() == QStringLiteral("5.5"));
    table.setCurrentIndex(table.model()->index(0, 0));
    CHECK(f.selection.locked().head == HeadIndex{5, 5});

    f.selection.toggleHead({0, 1});
    CHECK(table.currentIndex().data().toString() == QStringLiteral("0.1"));
    f.selection.release();
    CHECK_FALSE(table.currentIndex().isValid());

    const CsvTable csv = table.csv();
    CHECK(csv.header.size() == 4);
    REQUIRE(csv.rows.size() == 36);
    CHECK(csv.rows[0][0] == QStringLiteral("5.5"));
    CHECK(csv.rows[0][1].toFloat() == f.model.layers()[5]->heads[5].receivedMass);

    QTest::keyClick(&table, Qt::Key_C, Qt::ControlModifier);
    CHECK(QApplication::clipboard()->text() == QString::fromUtf8(toCsv(csv)));
    QTest::keyClick(&table, Qt::Key_T);
    CHECK(f.wall().isVisible());
}

TEST_CASE("A screen reader finds every head, its numbers and its lock")
{
    Fixture f;
    f.fill();
    QAccessibleInterface* wall = QAccessible::queryAccessibleInterface(&f.wall());
    REQUIRE(wall);
    REQUIRE(wall->childCount() == 36);
    QAccessibleInterface* head = wall->child(5 * 6 + 5);
    REQUIRE(head);
    CHECK(head->text(QAccessible::Name) == f.wall().headText({5, 5}));
    CHECK(head->text(QAccessible::Name).startsWith(QStringLiteral("head 5.5, attention, received mass ")));
    CHECK_FALSE(head->state().selected);
    head->actionInterface()->doAction(QAccessibleActionInterface::toggleAction());
    CHECK(f.selection.locked().head == HeadIndex{5, 5});
    CHECK(head->state().selected);
    CHECK(head->text(QAccessible::Name).endsWith(QStringLiteral(", locked")));
    CHECK(f.wall().accessibleName().contains(QStringLiteral("head 5.5, attention")));
    CHECK(wall->indexOfChild(head) == 35);
    CHECK(wall->childAt(head->rect().center().x(), head->rect().center().y()) == head);
}
