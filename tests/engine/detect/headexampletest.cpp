#include "core/engine/detect/headexample.h"
#include "core/base/error.h"
#include "core/heads/tasks/indirectobjects.h"
#include "engine/support/demobench.h"

#include <algorithm>
#include <numeric>

using namespace headwaters;

namespace {

constexpr HeadIndex mover{5, 5};

EvidenceExample names()
{
    const Bench bench = demoBench(Tier::Observed);
    const TaskSet set = indirectObjects(bench.ground, 1, 1);
    const std::vector<TokenId>& ids = set.prompts.front().ids;
    return {{ids.begin(), ids.end()}, static_cast<int>(ids.size()) - 1, 1};
}

HeadExampleReading read(const EvidenceExample& example)
{
    return readExample(demo(), mover, example, CancelToken());
}

} // namespace

TEST_CASE("Of the pairs that an example names, that with most attention is shown")
{
    EvidenceExample example = names();
    const HeadExampleReading plain = read(example);
    CHECK(plain.shown.source == 1);
    CHECK(plain.shown.destination == example.destination);

    example.moreSources.resize(static_cast<std::size_t>(example.destination));
    std::iota(example.moreSources.begin(), example.moreSources.end(), 0);
    const HeadExampleReading free = read(example);
    const auto row = free.pattern.end() - static_cast<std::ptrdiff_t>(example.ids.size());
    CHECK(free.shown.source == std::max_element(row, free.pattern.end() - 1) - row);
    CHECK(free.shown.source != 1);
    CHECK(free.shown.moreSources.empty());
    // What it attends to is what it writes of: the effect that is drawn is that of the pair shown.
    CHECK(free.target == example.ids[static_cast<std::size_t>(free.shown.source)]);

    example.moreSources = {static_cast<int>(example.ids.size())};
    CHECK_THROWS_AS(read(example), Error);
}
