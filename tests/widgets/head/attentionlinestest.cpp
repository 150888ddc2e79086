#include "widgets/head/attentionlines.h"
#include "tests/support/testing.h"
#include "tests/widgets/head/smallhead.h"

using namespace headwaters;

TEST_CASE("the fewest pairs that hold the share are chosen", "[head]")
{
    // Of 3.0: 1, 0.5, 0.5 hold 67 %, with the next 0.5 they hold 83 %.
    const HeadContent content = HeadContent::of(smallSource(), {});
    const LineChoice choice = LineChoice::of(content, 0.7);
    REQUIRE(choice.lines.size() == 4);
    CHECK(choice.lines[0].query == 0);
    CHECK(choice.lines[3].query == 2);
    CHECK(choice.lines[3].key == 2);
    CHECK(LineChoice::of(content, 0.66).lines.size() == 3);
    CHECK(LineChoice::of(content, 1.0).lines.size() == 6);
}

TEST_CASE("sinks are left out of the lines unless they are shown", "[head]")
{
    const LineChoice choice = LineChoice::of(HeadContent::of(smallSource(), {SinkMode::Fade, {0}}), 1.0);
    CHECK(choice.lines.size() == 3);
    for (const AttentionLine& line : choice.lines)
        CHECK(line.key != 0);
}

TEST_CASE("effects count by size, scores by the attention they lead to", "[head]")
{
    HeadSource effect = smallSource(Quantity::Effect);
    effect.map.values = {0.1F, 0.0F, 0.0F, -3.0F, 0.2F, 0.0F, 0.0F, 0.1F, 0.3F};
    const LineChoice choice = LineChoice::of(HeadContent::of(effect, {}), 0.7);
    REQUIRE(choice.lines.size() == 1);
    CHECK(choice.lines[0].query == 1);
    CHECK(choice.largest == 3.0);

    HeadSource score = smallSource(Quantity::Score);
    CHECK(LineChoice::of(HeadContent::of(score, {}), 0.66).lines.size() == 3);
    score.pattern.clear();
    const LineChoice none = LineChoice::of(HeadContent::of(score, {}), 0.7);
    CHECK(none.lines.empty());
    CHECK_FALSE(none.note.isEmpty());
}

TEST_CASE("a point on a curve has no distance from it", "[head]")
{
    const LineFrame frame{100, 300, 20, 10};
    CHECK(frame.distance({4, 0, 1}, {100.5, 60}) < 0.1);
    CHECK(frame.distance({4, 0, 1}, {200, 40}) < 0.1);
    CHECK(frame.distance({4, 0, 1}, {200, 60}) == Approx(20).margin(0.1));
}
