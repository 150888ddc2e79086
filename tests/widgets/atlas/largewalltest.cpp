#include "widgets/atlas/atlasview.h"

#include "widgets/atlas/headtable.h"
#include "widgets/atlas/searchbar.h"
#include "widgets/atlas/wallwidget.h"

#include "support/testing.h"
#include "widgets/support/gallery.h"
#include "widgets/support/samplerun.h"

#include <QAccessible>
#include <QApplication>
#include <QElapsedTimer>
#include <QHelpEvent>
#include <QLineEdit>
#include <QPaintEvent>
#include <QPainter>
#include <QScrollBar>
#include <QTest>
#include <QToolTip>
#include <QWheelEvent>

#include <iostream>

using namespace headwaters;

namespace {

/// The view of the 1280 x 800 window on a run of any shape: 728 x 666.
struct Fixture {
    Theme theme;
    Selection selection;
    RunModel model;
    AtlasView view{theme, selection, model};
    SampleShape shape;

    explicit Fixture(const SampleShape& of = {30, 9, 3}) : shape(of)
    {
        theme.setMode(Theme::Mode::Light);
        view.resize(728, 666);
        view.show();
        REQUIRE(QTest::qWaitForWindowExposed(&view));
        selection.setModelShape(shape.nLayers, shape.nHeads);
        selection.setTokenCount(15);
        fillSample(model, 15, shape);
        QApplication::processEvents();
    }
    [[nodiscard]] WallWidget& wall() { return view.wall(); }
    [[nodiscard]] const WallLayout& layout() { return wall().wallLayout(); }
    [[nodiscard]] bool isSeen(HeadIndex head) { return layout().cells().contains(layout().cellRect(head)); }
    [[nodiscard]] QPoint centre(HeadIndex head) { return layout().cellRect(head).center().toPoint(); }
    [[nodiscard]] QImage grab() { return wall().viewport()->grab().toImage(); }
    [[nodiscard]] int paint(const QRect& exposed)
    {
        QImage image(wall().viewport()->size(), QImage::Format_RGB32);
        QPainter painter(&image);
        painter.setClipRect(exposed);
        return wall().paintPart(painter, exposed);
    }
    void wheel(QPoint at, int delta, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QWheelEvent event(
            at, wall().viewport()->mapToGlobal(at), {}, {0, delta}, Qt::NoButton, modifiers,
            Qt::NoScrollPhase, false);
        QApplication::sendEvent(wall().viewport(), &event);
    }
    QLineEdit* openSearch()
    {
        wall().setFocus();
        QTest::keyClick(&wall(), Qt::Key_F, Qt::ControlModifier);
        REQUIRE(view.searchBar().isVisible());
        return view.searchBar().findChild<QLineEdit*>();
    }
};

/// Collects the region that is painted again.
class PaintSpy : public QObject {
public:
    explicit PaintSpy(WallWidget& wall) { wall.viewport()->installEventFilter(this); }
    QRegion region;

    [[nodiscard]] int area() const
    {
        int sum = 0;
        for (const QRect& rect : region)
            sum += rect.width() * rect.height();
        return sum;
    }

protected:
    bool eventFilter(QObject*, QEvent* event) override
    {
        if (event->type() == QEvent::Paint)
            region += static_cast<QPaintEvent*>(event)->region();
        return false;
    }
};

QImage part(const QImage& image, const QRectF& area)
{
    return image.copy(area.toAlignedRect());
}

} // namespace

TEST_CASE("Of a large wall only the cells that are seen are painted")
{
    const auto shape = GENERATE(
        SampleShape{30, 9, 3}, SampleShape{48, 25, 5}, SampleShape{32, 32, 8}, SampleShape{42, 16, 16});
    Fixture f(shape);
    CHECK(f.layout().cell() == WallLayout::smallestFitCell);
    // One row and one column may be cut at each edge.
    const auto along = [](double length, double pitch) { return static_cast<int>(length / pitch) + 2; };
    const int most = along(f.layout().cells().height(), f.layout().pitchY())
        * std::min(shape.nHeads, along(f.layout().cells().width(), f.layout().pitchX()));
    for (const HeadIndex head :
         {HeadIndex{0, 0}, HeadIndex{shape.nLayers / 2, shape.nHeads / 2},
          HeadIndex{shape.nLayers - 1, shape.nHeads - 1}}) {
        f.wall().reveal(head);
        CHECK(f.isSeen(head));
        const int painted = f.paint(f.wall().viewport()->rect());
        CHECK(painted >= static_cast<int>(f.layout().cells().height() / f.layout().pitchY()) * 9);
        CHECK(painted <= most);
        CHECK(painted < shape.nLayers * shape.nHeads);
        CHECK(f.paint(f.layout().cellRect(head).toAlignedRect()) == 1);
    }
    CHECK(f.paint(f.layout().legend().toAlignedRect()) == 0);
}

TEST_CASE("Layer labels, head numbers and groups stay while the cells scroll")
{
    Fixture f({48, 25, 5});
    const QImage before = f.grab();
    f.wall().verticalScrollBar()->setValue(480);
    const QImage down = f.grab();
    const QRectF top(f.layout().groupHeads().united(f.layout().columnHeads()));
    CHECK(part(before, top) == part(down, top));
    CHECK(part(before, f.layout().rowHeads()) != part(down, f.layout().rowHeads()));

    f.wall().horizontalScrollBar()->setValue(5 * 52 + 12); // one group further
    const QImage right = f.grab();
    CHECK(part(down, f.layout().rowHeads()) == part(right, f.layout().rowHeads()));
    CHECK(part(down, top) != part(right, top));
    CHECK(f.layout().columnHeads().bottom() == f.layout().cells().top());
}

TEST_CASE("A bracket over the columns says which heads share keys and values")
{
    Fixture f;
    const QImage picture = f.grab();
    const QRgb line = f.theme.colours().lineStrong.rgb();
    for (int group = 0; group < 3; ++group) {
        const QRectF bracket = f.layout().groupHead(group);
        const auto y = static_cast<int>(bracket.center().y());
        CHECK(picture.pixel(static_cast<int>(bracket.left()) + 8, y) == line);
        CHECK(picture.pixel(static_cast<int>(bracket.right()) - 8, y) == line);
        CHECK(picture.pixel(static_cast<int>(bracket.right()) + 12, y) == f.theme.colours().panel.rgb());
    }
    CHECK(Fixture({6, 6, 6}).layout().groupHeads().height() == 0);
}

TEST_CASE("A locked head comes into sight, also when the window changes or the wall is fitted")
{
    Fixture f;
    f.selection.toggleHead({29, 8});
    CHECK(f.isSeen({29, 8}));
    f.view.resize(728, 420);
    QApplication::processEvents();
    CHECK(f.isSeen({29, 8}));
    f.wall().verticalScrollBar()->setValue(0);
    CHECK_FALSE(f.isSeen({29, 8}));
    f.view.fit();
    CHECK(f.isSeen({29, 8}));
    f.selection.stepHead(-20, 0);
    CHECK(f.isSeen({9, 8}));
    f.view.setTableShown(true);
    f.selection.stepHead(15, 0);
    f.view.setTableShown(false);
    CHECK(f.isSeen({24, 8}));
}

TEST_CASE("A layer that arrives repaints its own row")
{
    Fixture f;
    const auto run = sampleRun(15, 2, f.shape);
    f.model.startRun();
    for (int layer = 0; layer < 4; ++layer)
        f.model.addLayer(run->layers[static_cast<std::size_t>(layer)]);
    QApplication::processEvents();
    PaintSpy spy(f.wall());
    f.model.addLayer(run->layers[4]);
    QApplication::processEvents();
    CHECK(spy.region.contains(f.layout().cellRect({4, 0}).toAlignedRect()));
    CHECK(spy.region.contains(f.layout().cellRect({4, 8}).toAlignedRect()));
    for (const int other : {0, 3, 5, 9})
        CHECK_FALSE(spy.region.intersects(f.layout().cellRect({other, 4}).toAlignedRect()));
    CHECK_FALSE(spy.region.intersects(f.layout().columnHeads().toAlignedRect()));

    SECTION("and nothing where the same is said again")
    {
        spy.region = {};
        f.wall().setRanking(f.wall().picture().ranking, f.wall().picture().top);
        f.wall().setDimmed(false);
        QApplication::processEvents();
        CHECK(spy.region.isEmpty());
    }
}

TEST_CASE("A new selection repaints two cells and two rows of the strip")
{
    Fixture f;
    f.selection.toggleHead({2, 2});
    QApplication::processEvents();
    PaintSpy spy(f.wall());
    f.selection.stepHead(3, 4);
    QApplication::processEvents();
    CHECK(spy.region.contains(f.layout().cellRect({2, 2}).toAlignedRect()));
    CHECK(spy.region.contains(f.layout().cellRect({5, 6}).toAlignedRect()));
    CHECK_FALSE(spy.region.intersects(f.layout().cellRect({2, 6}).toAlignedRect()));
    const QRectF cell = f.layout().paintedRect({0, 0});
    const QRectF row = f.layout().stripRow(0).adjusted(-9, -9, 9, 9);
    CHECK(spy.area() <= 2 * (cell.width() * cell.height() + row.width() * row.height()) + 1000);
}

TEST_CASE("Over the cells the wheel zooms, beside them it scrolls, and with Ctrl it zooms everywhere")
{
    Fixture f;
    const QPoint label(20, 300);
    f.wheel(label, -120);
    CHECK(f.wall().verticalScrollBar()->value() == 120);
    CHECK(f.wall().zoom() == 1);
    f.wheel(label, -120, Qt::ControlModifier);
    CHECK(f.wall().zoom() < 1);
    f.view.fit();
    f.wheel(f.centre({3, 3}), 120, Qt::ControlModifier);
    CHECK(f.wall().zoom() == Approx(1.2));
    f.wheel(f.centre({3, 3}), 120);
    CHECK(f.wall().zoom() == Approx(1.44));
    f.wall().setFocus();
    QTest::keyClick(&f.wall(), Qt::Key_End);
    CHECK(f.wall().verticalScrollBar()->value() == f.wall().verticalScrollBar()->maximum());
    QTest::keyClick(&f.wall(), Qt::Key_PageUp);
    CHECK(f.wall().verticalScrollBar()->value() < f.wall().verticalScrollBar()->maximum());
    QTest::keyClick(&f.wall(), Qt::Key_Home);
    CHECK(f.wall().verticalScrollBar()->value() == 0);
}

TEST_CASE("From the whole wall to one head the zoom is one movement")
{
    Fixture f({48, 25, 5});
    for (int notch = 0; notch < 30; ++notch)
        f.wheel(f.centre({10, 3}), -120);
    CHECK(f.layout().largestScroll() == QPointF(0, 0));
    CHECK(f.paint(f.wall().viewport()->rect()) == 48 * 25);
    std::optional<HeadIndex> opened;
    QObject::connect(&f.view, &AtlasView::openHead, [&](HeadIndex head) { opened = head; });
    for (int notch = 0; notch < 40 && !opened; ++notch)
        f.wheel(f.centre({10, 3}), 120);
    CHECK(opened == HeadIndex{10, 3});
    CHECK(f.isSeen({10, 3}));
}

TEST_CASE("The name of a head goes there, and Enter locks it")
{
    Fixture f;
    QLineEdit* field = f.openSearch();
    QTest::keyClicks(field, QStringLiteral("24.7"));
    CHECK(f.selection.hovered().head == HeadIndex{24, 7});
    CHECK_FALSE(f.selection.isHeadLocked());
    CHECK(f.isSeen({24, 7}));
    CHECK(f.view.searchBar().answer() == QStringLiteral("Head 24.7. Enter locks it."));
    QTest::keyClick(field, Qt::Key_Return);
    CHECK(f.selection.locked().head == HeadIndex{24, 7});
    CHECK(f.view.searchBar().answer() == QStringLiteral("Head 24.7 is locked."));
    QTest::keyClick(field, Qt::Key_Return);
    CHECK(f.selection.isHeadLocked());
    CHECK(f.wall().picture().marks.empty());

    SECTION("in the form of titles as well")
    {
        field->clear();
        QTest::keyClicks(field, QStringLiteral("L3H8"));
        CHECK(f.selection.hovered().head == HeadIndex{3, 8});
        CHECK(f.isSeen({3, 8}));
    }
    SECTION("a head that does not exist is told what exists")
    {
        field->clear();
        QTest::keyClicks(field, QStringLiteral("40.2"));
        CHECK(
            f.view.searchBar().answer()
            == QStringLiteral("Head 40.2 does not exist: layers 0 to 29, heads 0 to 8."));
        CHECK_FALSE(f.selection.hovered().head == HeadIndex{40, 2});
        QTest::keyClick(field, Qt::Key_Return);
        CHECK(f.selection.locked().head == HeadIndex{24, 7});
    }
    SECTION("everything else is a token")
    {
        field->clear();
        QTest::keyClicks(field, QStringLiteral("John"));
        CHECK(f.wall().picture().marks == std::vector<int>{4, 10});
        CHECK_FALSE(f.selection.hovered().head);
    }
    SECTION("and the figure marks no token of that name")
    {
        field->setText(QStringLiteral("24.7"));
        CHECK_FALSE(f.view.figure()->provenance().settings.join(u' ').contains(QStringLiteral("24.7")));
    }
    SECTION("closing lets go of the preview and keeps the lock")
    {
        QTest::keyClick(field, Qt::Key_Escape);
        CHECK_FALSE(f.selection.hovered().head);
        CHECK(f.selection.locked().head == HeadIndex{24, 7});
    }
}

TEST_CASE("A head that was found stays in sight when the field takes its room")
{
    Fixture f;
    f.wall().reveal({10, 8});
    REQUIRE(f.isSeen({10, 8}));
    f.openSearch();
    QApplication::processEvents();
    CHECK(f.isSeen({10, 8}));
}

TEST_CASE("The group is said in table, tooltip and accessible name, and only where there is one")
{
    Fixture f;
    f.view.setTableShown(true);
    HeadTable& table = f.view.table();
    CHECK(table.model()->rowCount() == 270);
    CHECK_FALSE(table.isColumnHidden(HeadTableModel::KeyValueGroup));
    CHECK(
        table.model()->headerData(HeadTableModel::KeyValueGroup, Qt::Horizontal).toString()
        == QStringLiteral("KV"));
    CHECK(table.model()->index(4, HeadTableModel::KeyValueGroup).data().toString() == QStringLiteral("1"));
    CHECK(table.csv().header.mid(0, 2) == QStringList{QStringLiteral("head"), QStringLiteral("KV")});
    CHECK(table.csv().rows[8].mid(0, 2) == QStringList{QStringLiteral("0.8"), QStringLiteral("2")});
    f.view.setTableShown(false);

    CHECK(f.wall().headText({4, 5}).startsWith(
        QStringLiteral("head 4.5, key/value group 1 of 3, attention, received mass ")));
    QAccessibleInterface* wall = QAccessible::queryAccessibleInterface(&f.wall());
    CHECK(wall->childCount() == 270);
    CHECK(wall->child(4 * 9 + 5)->text(QAccessible::Name) == f.wall().headText({4, 5}));

    const QPoint at = f.centre({4, 5});
    QHelpEvent help(QEvent::ToolTip, at, f.wall().viewport()->mapToGlobal(at));
    QApplication::sendEvent(f.wall().viewport(), &help);
    CHECK(QToolTip::text().startsWith(QStringLiteral("head 4.5, key/value group 1 of 3\nreceived mass ")));
    CHECK(QToolTip::text().contains(QStringLiteral("\nkeys and values shared with 4.3, 4.4\n")));
    QToolTip::hideText();

    Fixture alone({6, 6, 6});
    alone.view.setTableShown(true);
    CHECK(alone.view.table().isColumnHidden(HeadTableModel::KeyValueGroup));
    CHECK(alone.view.table().csv().header.size() == 4);
    CHECK_FALSE(alone.wall().headText({4, 5}).contains(QStringLiteral("group")));
}

TEST_CASE("Large walls look like the drawing, for the eye")
{
    for (const bool dark : {false, true}) {
        const Dressed dressed(dark);
        for (const auto& [shape, name] :
             {std::pair(SampleShape{30, 9, 3}, "30x9"), std::pair(SampleShape{48, 25, 5}, "48x25"),
              std::pair(SampleShape{32, 32, 8}, "32x32"), std::pair(SampleShape{42, 16, 16}, "42x16")}) {
            Selection selection;
            RunModel model;
            AtlasView view(dressed.theme, selection, model);
            selection.setModelShape(shape.nLayers, shape.nHeads);
            fillSample(model, 15, shape);
            for (const QSize size : {QSize(728, 666), QSize(1272, 946)}) {
                const QByteArray file = QByteArray("wall-") + name + (size.width() > 1000 ? "-large" : "")
                    + (dark ? "-dark" : "-light");
                selection.lock({HeadIndex{4, 4}, {}, {}});
                CHECK_FALSE(pictureOf(view, size, file.constData()).isNull());
            }
            view.findToken();
            view.searchBar().setText(QStringLiteral("14.7"));
            CHECK_FALSE(pictureOf(
                            view, {728, 666},
                            (QByteArray("wall-search-") + name + (dark ? "-dark" : "-light")).constData())
                            .isNull());
            view.searchBar().setText({});
            for (int step = 0; step < 12; ++step) {
                QWheelEvent wheel(
                    {200, 200}, {200, 200}, {}, {0, -120}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase,
                    false);
                QApplication::sendEvent(view.wall().viewport(), &wheel);
            }
            CHECK_FALSE(pictureOf(
                            view, {728, 666},
                            (QByteArray("wall-whole-") + name + (dark ? "-dark" : "-light")).constData())
                            .isNull());
        }
    }
}

// Prints what a person waits for; asserts nothing about time.
TEST_CASE("What painting takes", "[.timing]")
{
    for (const auto& shape : {SampleShape{30, 9, 3}, SampleShape{48, 25, 5}}) {
        Fixture f(shape);
        const auto milliseconds = [](const auto& act) {
            QElapsedTimer timer;
            timer.start();
            for (int i = 0; i < 50; ++i)
                act(i);
            return static_cast<double>(timer.nsecsElapsed()) / 50e6;
        };
        const QRect all = f.wall().viewport()->rect();
        const double first = milliseconds([&](int i) {
            f.wall().verticalScrollBar()->setValue(i % 2 * 400);
            static_cast<void>(f.paint(all));
        });
        const double select = milliseconds([&](int i) {
            f.selection.lock({HeadIndex{2 + i % 3, 3}, {}, {}});
            QApplication::processEvents();
        });
        const auto run = sampleRun(15, 2, shape);
        f.model.startRun();
        const double arrive = milliseconds([&](int i) {
            if (i < shape.nLayers)
                f.model.addLayer(run->layers[static_cast<std::size_t>(i)]);
            QApplication::processEvents();
        });
        for (int notch = 0; notch < 20; ++notch)
            f.wheel({200, 200}, -120);
        const double whole = milliseconds([&](int) { static_cast<void>(f.paint(all)); });
        std::cout << shape.nLayers << " x " << shape.nHeads << ": visible part " << first
                  << " ms, selection change " << select << " ms, a layer arrives " << arrive
                  << " ms, whole wall " << whole << " ms\n";
    }
}
