#include "widgets/atlas/walllayout.h"

#include "support/testing.h"

using namespace headwaters;

TEST_CASE("The cell follows the guide's formula")
{
    // The drawing at 1280 x 800: a view of 728 x 666, its two header rows taken off.
    CHECK(WallLayout::fitCell(QSizeF(728, 666 - 82), {6, 6}) == 80);
    // By width: (500 - 152) / 6 - 12 = 46.
    CHECK(WallLayout::fitCell(QSizeF(500, 584), {6, 6}) == 46);
    SECTION("but is never below 40 nor above 120")
    {
        CHECK(WallLayout::fitCell(QSizeF(728, 584), {48, 40}) == 40);
        CHECK(WallLayout::fitCell(QSizeF(1272, 946 - 82), {6, 6}) == 120);
        CHECK(WallLayout::fitCell(QSizeF(728, 584), {1, 1}) == 120);
    }
}

TEST_CASE("Cells stand where the drawing has them")
{
    const WallLayout layout({6, 6}, QRectF(0, 0, 728, 584), 80);
    CHECK(layout.cellRect({0, 0}) == QRectF(40, 19, 80, 80));
    CHECK(layout.cellRect({5, 5}) == QRectF(40 + 5 * 92, 19 + 5 * 88, 80, 80));
    CHECK(layout.imageRect({0, 0}) == QRectF(44, 23, 72, 72));
    CHECK(layout.largestScroll() == QPointF(0, 0));
    // The strip follows the cells: 8 after the last gap; 728 leaves 112 + 24 for it.
    CHECK(layout.stripRow(2).left() == 40 + 6 * 92 + 8);
    CHECK(layout.stripRow(2).top() == 19 + 2 * 88);
    CHECK(layout.stripRow(2).right() <= 728 - 8);
}

TEST_CASE("A point finds its head, gaps included, and nothing outside of the cells")
{
    const WallLayout layout({6, 6}, QRectF(0, 0, 728, 584), 80);
    CHECK(layout.headAt(QPointF(41, 20)) == HeadIndex{0, 0});
    CHECK(layout.headAt(QPointF(40 + 92 + 5, 19 + 3 * 88 + 70)) == HeadIndex{3, 1});
    CHECK(layout.headAt(QPointF(40 + 80 + 5, 30)) == HeadIndex{0, 0}); // nearer to the cell before
    CHECK(layout.headAt(QPointF(40 + 80 + 7, 30)) == HeadIndex{0, 1});
    CHECK_FALSE(layout.headAt(QPointF(10, 30)));
    CHECK_FALSE(layout.headAt(QPointF(700, 30)));
    CHECK_FALSE(layout.headAt(QPointF(60, 570)));
}

TEST_CASE("A wall that does not fit scrolls and shows only some of its cells")
{
    const WallLayout layout({48, 40}, QRectF(0, 0, 728, 584), 40, QPointF(104, 96));
    CHECK(layout.pitchX() == 52);
    CHECK(layout.pitchY() == 48);
    CHECK(layout.cells() == QRectF(40, 19, 576, 528));
    CHECK(layout.largestScroll() == QPointF(40 * 52 - 576, 48 * 48 - 528));
    CHECK(layout.cellRect({2, 2}) == QRectF(40, 19, 40, 40));
    const IndexRange layers = layout.layersIn(layout.cells());
    CHECK(layers.first == 2);
    CHECK(layers.end == 14); // 528 / 48 = 11 rows, and the one that begins at the edge
    const IndexRange heads = layout.headsIn(QRectF(40, 19, 52, 10));
    CHECK(heads.first == 2);
    CHECK(heads.end == 4);
    CHECK(layout.headAt(QPointF(41, 20)) == HeadIndex{2, 2});
    SECTION("no further than its end")
    {
        const WallLayout end({48, 40}, QRectF(0, 0, 728, 584), 40, QPointF(1e6, 1e6));
        CHECK(end.scroll() == end.largestScroll());
        CHECK(end.layersIn(end.cells()).end == 48);
    }
    SECTION("and can show any head with the smallest move")
    {
        CHECK(layout.scrollShowing({2, 2}) == layout.scroll());
        CHECK(layout.scrollShowing({0, 0}) == QPointF(0, 0));
        CHECK(layout.scrollShowing({47, 39}) == QPointF(39 * 52 + 40 - 576, 47 * 48 + 40 - 528));
    }
}

TEST_CASE("Zooming keeps the place under the mouse")
{
    const WallLayout before({6, 6}, QRectF(0, 0, 728, 584), 80);
    const QPointF anchor(
        40 + 3 * 92 + 20, 19 + 4 * 88 + 60); // a quarter into head 3, three quarters into layer 4
    const WallLayout after({6, 6}, QRectF(0, 0, 728, 584), 160, before.scrollKeeping(anchor, 160));
    const QRectF cell = after.cellRect({4, 3});
    CHECK(cell.left() + 0.25 * 160 == Approx(anchor.x()));
    CHECK(cell.top() + 0.75 * 160 == Approx(anchor.y()));
}

TEST_CASE("Zoomed out, the whole wall is seen")
{
    const QSizeF area(728, 584);
    const double cell = WallLayout::overviewCell(area, {48, 40});
    CHECK(cell == 9); // 528 / 48 = 11 per row: 9 and a gap of 1.8; 576 / 40 = 14.4 per column: 11 and 3.3
    CHECK(WallLayout({48, 40}, QRectF(QPointF(), area), cell).largestScroll() == QPointF(0, 0));
    CHECK(WallLayout::overviewCell(area, {6, 6}) == WallLayout::fitCell(area, {6, 6}));
}

TEST_CASE("On paper the whole wall stands within the width")
{
    for (const auto& [layers, heads] :
         {std::pair(1, 1), std::pair(6, 6), std::pair(12, 12), std::pair(48, 40)}) {
        const WallLayout layout = WallLayout::forPaper({layers, heads}, QPointF(10, 20), 241, 0.6);
        CHECK(layout.largestScroll().x() == Approx(0).margin(1e-9));
        CHECK(layout.largestScroll().y() == Approx(0).margin(1e-9));
        CHECK(layout.cellRect({layers - 1, heads - 1}).right() < 251);
        CHECK(layout.stripRow(0).right() <= 251);
        CHECK(layout.cell() > 0);
    }
}

TEST_CASE("Heads that share keys and values stand together")
{
    const WallShape shape{30, 9, {9, 3}};
    const WallLayout layout(shape, QRectF(0, 0, 728, 584), 40);
    // 12 within a group, 24 from group to group; the brackets take 14 above the column heads.
    CHECK(layout.cellRect({0, 0}) == QRectF(40, 33, 40, 40));
    CHECK(layout.cellRect({0, 2}).left() == 40 + 2 * 52);
    CHECK(layout.cellRect({0, 3}).left() == layout.cellRect({0, 2}).right() + 24);
    CHECK(layout.cellRect({1, 0}).top() == 33 + 48);
    CHECK(layout.cells().width() == 9 * 52 + 2 * 12);
    CHECK(layout.groupHeads() == QRectF(40, 0, layout.cells().width(), 14));
    CHECK(layout.groupHead(1) == QRectF(layout.cellRect({0, 3}).left(), 0, 3 * 40 + 2 * 12, 14));
    CHECK(layout.columnHeads().top() == 14);
    CHECK(layout.largestScroll().x() == 0);
    CHECK(layout.stripRow(0).left() > layout.cellRect({0, 8}).right());

    SECTION("a point in the gap belongs to the nearer of its two heads")
    {
        const double right = layout.cellRect({0, 2}).right();
        CHECK(layout.headAt(QPointF(right + 11, 50)) == HeadIndex{0, 2});
        CHECK(layout.headAt(QPointF(right + 13, 50)) == HeadIndex{0, 3});
        CHECK(layout.headAt(layout.cellRect({7, 8}).center()) == HeadIndex{7, 8});
    }
    SECTION("zooming keeps the place under the mouse, in a later group too")
    {
        const QPointF anchor = layout.cellRect({5, 7}).topLeft() + QPointF(10, 30);
        const WallLayout after(shape, QRectF(0, 0, 728, 584), 100, layout.scrollKeeping(anchor, 100));
        CHECK(after.cellRect({5, 7}).left() + 25 == Approx(anchor.x()));
        CHECK(after.cellRect({5, 7}).top() + 75 == Approx(anchor.y()));
    }
    SECTION("the columns that touch a stretch are found across groups")
    {
        const IndexRange heads =
            layout.headsIn(QRectF(layout.cellRect({0, 2}).left(), 40, 2 * 52, 10)); // ends within 3
        CHECK(heads.first == 2);
        CHECK(heads.end == 4);
    }
    SECTION("and the gaps count when the wall is fitted")
    {
        // (576 - 12 x 11) / 9 = 49.3 by width; by height there is far more.
        CHECK(WallLayout::fitCell(QSizeF(728, 584), {2, 9, {9, 3}}) == 49);
        const double cell = WallLayout::overviewCell(QSizeF(728, 584), {48, 40, {40, 8}});
        const WallLayout whole({48, 40, {40, 8}}, QRectF(0, 0, 728, 584), cell);
        CHECK(whole.largestScroll() == QPointF(0, 0));
        const WallLayout paper = WallLayout::forPaper(shape, QPointF(10, 20), 241, 0.6);
        CHECK(paper.largestScroll().x() == Approx(0).margin(1e-9));
        CHECK(paper.cellRect({29, 8}).right() < 251);
        CHECK(paper.groupHeads().height() == Approx(14 * 0.6));
    }
}
