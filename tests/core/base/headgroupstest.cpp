#include "core/base/headgroups.h"

#include "tests/support/testing.h"

using namespace headwaters;

TEST_CASE("Heads share keys and values in runs of equal length")
{
    const HeadGroups groups(9, 3);
    CHECK(groups.isGrouped());
    CHECK(groups.count() == 3);
    CHECK(groups.size() == 3);
    CHECK(groups.of(2) == 0);
    CHECK(groups.of(3) == 1);
    CHECK(groups.of(8) == 2);
    CHECK(groups.first(2) == 6);

    const HeadGroups all(8, 1);
    CHECK(all.isGrouped());
    CHECK(all.count() == 1);
    CHECK(all.of(7) == 0);
}

TEST_CASE("Heads with keys and values of their own are no groups")
{
    for (const HeadGroups& groups :
         {HeadGroups(6, 6), HeadGroups(6, 0), HeadGroups(6, 4), HeadGroups(6, 12)}) {
        CHECK_FALSE(groups.isGrouped());
        CHECK(groups.count() == 6);
        CHECK(groups.of(5) == 5);
    }
    CHECK_FALSE(HeadGroups().isGrouped());
    CHECK(HeadGroups().count() == 0);
}
