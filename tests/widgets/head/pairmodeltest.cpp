#include "widgets/head/pairmodel.h"
#include "tests/support/testing.h"
#include "tests/widgets/head/smallhead.h"
#include "tests/widgets/support/samplerun.h"

using namespace headwaters;

namespace {

std::shared_ptr<const HeadContent> content(int size, SinkSettings sinks = {})
{
    return std::make_shared<HeadContent>(HeadContent::of(
        HeadSource::of(*plainRun(size), *sampleDetail({5, 5}, size), Quantity::Pattern, {}, {}),
        std::move(sinks)));
}

} // namespace

TEST_CASE("the table holds each unmasked pair once with all four quantities", "[head]")
{
    PairModel model;
    const auto detail = sampleDetail({5, 5});
    model.setContent(content(15), detail);
    REQUIRE(model.rowCount() == 120);
    REQUIRE(model.columnCount() == 6);
    const int row = model.rowOf(14, 2);
    CHECK(model.queryAt(row) == 14);
    CHECK(model.keyAt(row) == 2);
    CHECK(model.valueAt(row, 2) == Approx(0.997).margin(0.0006));
    CHECK(model.valueAt(row, 3) == Approx(detail->scores[14 * 15 + 2]));
    CHECK(model.valueAt(row, 5) == Approx(attentionMap(*detail, Quantity::Effect).at(14, 2)));
    CHECK(model.data(model.index(row, 1), Qt::DisplayRole).toString() == QStringLiteral("2  ·Mary"));
    CHECK(model.rowOf(2, 14) == -1);
}

TEST_CASE("sorting orders by value and keeps the pairs", "[head]")
{
    PairModel model;
    model.setContent(std::make_shared<HeadContent>(HeadContent::of(smallSource(), {})), nullptr);
    REQUIRE(model.columnCount() == 3);
    model.sort(2, Qt::DescendingOrder);
    CHECK(model.queryAt(0) == 0);
    CHECK(model.valueAt(5, 2) == Approx(0.2));
    CHECK(model.queryAt(5) == 2);
    CHECK(model.keyAt(5) == 0);
    CHECK(model.rowOf(2, 0) == 5);
}

TEST_CASE("a thousand tokens make half a million rows without texts", "[head]")
{
    PairModel model;
    model.setContent(content(1024), sampleDetail({5, 5}, 1024));
    REQUIRE(model.rowCount() == 1024 * 1025 / 2);
    CHECK(model.queryAt(model.rowCount() - 1) == 1023);
    CHECK(model.keyAt(model.rowCount() - 1) == 1023);
    for (const int query : {1, 44, 700, 1023})
        CHECK(model.queryAt(model.rowOf(query, query / 2)) == query);
}

TEST_CASE("a removed pair shows a dash", "[head]")
{
    PairModel model;
    model.setContent(content(15, {SinkMode::Renormalise, {2}}), sampleDetail({5, 5}));
    CHECK(model.data(model.index(model.rowOf(14, 2), 2), Qt::DisplayRole).toString() == QStringLiteral("–"));
    CHECK(model.data(model.index(model.rowOf(14, 2), 3), Qt::DisplayRole).toString() != QStringLiteral("–"));
}
