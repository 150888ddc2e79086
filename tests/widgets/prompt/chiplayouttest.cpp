#include "widgets/prompt/chiplayout.h"
#include "tests/support/testing.h"

using namespace headwaters;

namespace {

StripItem token(int position)
{
    return {StripItem::Kind::Token, position, 1};
}

StripItem folded(int first, int count)
{
    return {StripItem::Kind::Fold, first, count};
}

} // namespace

TEST_CASE("forty tokens never fold, forty-one do once a pair is locked")
{
    CHECK(foldTokens(40, {39, 0}, {}).size() == 40);
    CHECK(foldTokens(41, {}, {}).size() == 41);
    const std::vector<StripItem> items = foldTokens(41, {40, 0}, {});
    const std::vector<StripItem> expected{token(0),  token(1),  token(2), folded(3, 35),
                                          token(38), token(39), token(40)};
    CHECK(items == expected);
}

TEST_CASE("a run shorter than eight tokens stays")
{
    // Kept: 0..2 and 10..14, then 22..24; between them 3..9 is seven long and 15..21 too; 25..49 folds.
    const std::vector<StripItem> items = foldTokens(50, {0, 12, 22 + 2}, {});
    int folds = 0;
    for (const StripItem& item : items)
        folds += item.kind == StripItem::Kind::Fold ? 1 : 0;
    CHECK(folds == 1);
    CHECK(items.back() == folded(27, 23));
}

TEST_CASE("unfolded positions stay open when the pair moves")
{
    std::vector<bool> open(60, false);
    for (std::size_t position = 10; position < 30; ++position)
        open[position] = true;
    const std::vector<StripItem> items = foldTokens(60, {59, 0}, open);
    CHECK(items[3] == token(3)); // 3..9 is seven long
    CHECK(items[10] == token(10));
    CHECK(items[29] == token(29));
    CHECK(items[30] == folded(30, 27));
    CHECK(items.size() == 34);
}

TEST_CASE("every position is shown or folded exactly once")
{
    for (const int kept : {0, 5, 31, 77}) {
        int next = 0;
        for (const StripItem& item : foldTokens(78, {77, kept}, {})) {
            CHECK(item.first == next);
            next += item.count;
        }
        CHECK(next == 78);
    }
}

TEST_CASE("chips flow to the next row where they do not fit")
{
    // 40 + 4 + 30 = 74, and 4 + 30 more would be 108 of 100.
    const ChipFlow flow = flowChips({40, 30, 30, 200}, 100, {});
    CHECK(flow.rects[0] == QRect(0, 0, 40, 20));
    CHECK(flow.rects[1] == QRect(44, 0, 30, 20));
    CHECK(flow.rects[2] == QRect(0, 24, 30, 20));
    CHECK(flow.rects[3] == QRect(0, 48, 100, 20));
    CHECK(flow.rows == std::vector<int>{0, 0, 1, 2});
    CHECK(flow.rowCount == 3);
    CHECK(flow.height == 68);
}

TEST_CASE("no chips take no rows")
{
    const ChipFlow flow = flowChips({}, 100, {});
    CHECK(flow.rowCount == 0);
    CHECK(flow.height == 0);
    CHECK_FALSE(chipAt(flow, {0, 0}));
}

TEST_CASE("up and down go to the chip whose middle is nearest and stop at the edge")
{
    const ChipFlow flow = flowChips({40, 50, 30, 66, 20}, 100, {});
    // Rows: 0 1 | 2 3 | 4
    CHECK(verticalNeighbour(flow, 1, 1) == 3);
    CHECK(verticalNeighbour(flow, 3, -1) == 1);
    CHECK(verticalNeighbour(flow, 0, 1) == 2);
    CHECK(verticalNeighbour(flow, 0, -1) == 0);
    CHECK(verticalNeighbour(flow, 4, 1) == 4);
}

TEST_CASE("a point between two chips hits none")
{
    const ChipFlow flow = flowChips({40, 30}, 100, {});
    CHECK(chipAt(flow, {39, 19}) == 0);
    CHECK_FALSE(chipAt(flow, {42, 10}));
    CHECK(chipAt(flow, {44, 10}) == 1);
    CHECK_FALSE(chipAt(flow, {10, 22}));
}
