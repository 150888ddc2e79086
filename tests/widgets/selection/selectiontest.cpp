#include "widgets/selection/selection.h"
#include "tests/support/testing.h"

#include <QSignalSpy>

using namespace headwaters;

namespace {

struct Selected {
    Selected()
    {
        selection.setModelShape(6, 4);
        selection.setTokenCount(10);
    }
    Selection selection;
};

} // namespace

TEST_CASE_METHOD(Selected, "hover previews a head over the locked one and leaves the lock alone")
{
    selection.toggleHead({2, 1});
    selection.hoverHead(HeadIndex{3, 0});
    CHECK(selection.shown().head == HeadIndex{3, 0});
    CHECK(selection.locked().head == HeadIndex{2, 1});
    selection.hoverHead(std::nullopt);
    CHECK(selection.shown().head == HeadIndex{2, 1});
}

TEST_CASE_METHOD(Selected, "a second click releases what the first has locked")
{
    selection.toggleHead({2, 1});
    CHECK(selection.isHeadLocked());
    selection.toggleHead({2, 1});
    CHECK_FALSE(selection.isHeadLocked());
    selection.togglePair(5, 2);
    CHECK(selection.isPairLocked());
    selection.togglePair(5, 2);
    CHECK_FALSE(selection.isPairLocked());
    selection.togglePair(5, 2);
    selection.togglePair(6, 2);
    CHECK(selection.locked().destination == 6);
}

TEST_CASE_METHOD(Selected, "release frees the pair first, then the head, then nothing")
{
    selection.lock({HeadIndex{1, 1}, 4, 3});
    QSignalSpy changed(&selection, &Selection::changed);
    selection.release();
    CHECK(selection.isHeadLocked());
    CHECK_FALSE(selection.locked().destination.has_value());
    selection.release();
    CHECK_FALSE(selection.isHeadLocked());
    selection.release();
    CHECK(changed.size() == 2);
}

TEST_CASE_METHOD(Selected, "steps stop at the edges of the model and start at head 0.0")
{
    selection.stepHead(0, 1);
    CHECK(selection.locked().head == HeadIndex{0, 0});
    selection.stepHead(0, 1);
    CHECK(selection.locked().head == HeadIndex{0, 1});
    selection.stepHead(-1, 0);
    CHECK(selection.locked().head == HeadIndex{0, 1});
    selection.lock({HeadIndex{5, 3}, {}, {}});
    selection.stepHead(1, 1);
    CHECK(selection.locked().head == HeadIndex{5, 3});
}

TEST_CASE_METHOD(Selected, "a step goes from what is shown and takes the preview away")
{
    selection.toggleHead({0, 0});
    selection.hoverHead(HeadIndex{3, 2});
    selection.stepHead(1, 0);
    CHECK(selection.shown().head == HeadIndex{4, 2});
    CHECK(selection.locked().head == HeadIndex{4, 2});
}

TEST_CASE_METHOD(Selected, "a pair steps within the causal mask")
{
    selection.togglePair(4, 4);
    selection.stepPair(0, 1);
    CHECK(selection.locked().source == 4); // a later source is masked
    selection.stepPair(-1, 0);
    CHECK(selection.locked().destination == 4); // so is an earlier destination
    selection.stepPair(0, -1);
    CHECK(selection.locked().source == 3);
    selection.stepPair(-1, 0);
    CHECK(selection.locked().destination == 3);
    selection.togglePair(9, 0);
    selection.stepPair(1, 0);
    selection.stepPair(0, -1);
    CHECK(selection.locked().destination == 9);
    CHECK(selection.locked().source == 0);
}

TEST_CASE_METHOD(Selected, "the first step of a pair starts at the last token")
{
    selection.stepPair(0, -1);
    CHECK(selection.locked().destination == 9);
    CHECK(selection.locked().source == 9);
}

TEST_CASE_METHOD(Selected, "what lies outside is clipped away")
{
    selection.lock({HeadIndex{6, 0}, 3, 1});
    CHECK_FALSE(selection.locked().head.has_value());
    CHECK(selection.isPairLocked());
    selection.togglePair(2, 3); // masked
    CHECK_FALSE(selection.locked().destination.has_value());
    selection.lock({HeadIndex{5, 3}, 9, 8});
    selection.setTokenCount(9);
    CHECK_FALSE(selection.locked().destination.has_value());
    CHECK(selection.locked().source == 8);
    selection.setModelShape(5, 4);
    CHECK_FALSE(selection.isHeadLocked());
}

TEST_CASE_METHOD(Selected, "a hovered member goes with the locked other unless the mask parts them")
{
    selection.togglePair(6, 4);
    selection.hoverPair(8, std::nullopt);
    CHECK(selection.shown().destination == 8);
    CHECK(selection.shown().source == 4);
    selection.hoverPair(2, std::nullopt);
    CHECK(selection.shown().destination == 2);
    CHECK_FALSE(selection.shown().source.has_value());
    selection.hoverPair(std::nullopt, 8);
    CHECK(selection.shown().source == 8);
    CHECK_FALSE(selection.shown().destination.has_value());
    selection.hoverPair(std::nullopt, std::nullopt);
    CHECK(selection.shown().source == 4);
}

TEST_CASE_METHOD(Selected, "changed is told once per change and not for what changes nothing")
{
    QSignalSpy changed(&selection, &Selection::changed);
    selection.hoverHead(HeadIndex{1, 1});
    selection.hoverHead(HeadIndex{1, 1});
    CHECK(changed.size() == 1);
    selection.toggleHead({1, 1}); // the lock changes, although the same head is shown
    CHECK(changed.size() == 2);
    selection.hoverHead(std::nullopt);
    CHECK(changed.size() == 2);
}

TEST_CASE("a direction is locked, stepped and released before the pair")
{
    Selection selection;
    selection.setModelShape(6, 6);
    selection.setTokenCount(10);
    selection.setDirectionCount(4);
    QSignalSpy changes(&selection, &Selection::changed);
    selection.stepDirection(1);
    CHECK(changes.isEmpty()); // there is no head yet
    selection.lock({HeadIndex{1, 1}, 4, 3});
    selection.stepDirection(1);
    CHECK(selection.locked().direction == 0);
    selection.stepDirection(1);
    selection.stepDirection(1);
    CHECK(selection.locked().direction == 2);
    selection.stepDirection(9);
    CHECK(selection.locked().direction == 3);
    selection.toggleDirection(1);
    CHECK(selection.shown().direction == 1);
    selection.toggleDirection(1);
    CHECK_FALSE(selection.locked().direction);
    selection.toggleDirection(2);
    selection.release();
    CHECK_FALSE(selection.locked().direction);
    CHECK(selection.isPairLocked());
    selection.toggleDirection(7); // the head has four
    CHECK_FALSE(selection.locked().direction);
}

TEST_CASE("a suggested direction is shown while none is locked, and stepping starts there")
{
    Selection selection;
    selection.setModelShape(6, 6);
    selection.setDirectionCount(8);
    selection.toggleHead({2, 2});
    QSignalSpy changes(&selection, &Selection::changed);
    selection.suggestDirection(5);
    CHECK(changes.size() == 1);
    CHECK(selection.shown().direction == 5);
    CHECK_FALSE(selection.locked().direction);
    selection.stepDirection(1);
    CHECK(selection.locked().direction == 6);
    selection.suggestDirection(3);
    CHECK(selection.shown().direction == 6);
    selection.suggestDirection(9); // out of range: none
    selection.toggleDirection(6);
    CHECK_FALSE(selection.shown().direction);
}

TEST_CASE("another head releases the direction, a hovered one hides it")
{
    Selection selection;
    selection.setModelShape(6, 6);
    selection.setDirectionCount(8);
    selection.toggleHead({2, 2});
    selection.toggleDirection(4);
    selection.hoverHead(HeadIndex{3, 3});
    CHECK_FALSE(selection.shown().direction);
    selection.hoverHead(std::nullopt);
    CHECK(selection.shown().direction == 4);
    selection.stepHead(0, 1);
    CHECK_FALSE(selection.locked().direction);
    selection.toggleDirection(4);
    selection.toggleHead({0, 0});
    CHECK_FALSE(selection.locked().direction);
}
