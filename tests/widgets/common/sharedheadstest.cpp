#include "widgets/common/sharedheads.h"

#include "tests/support/testing.h"

using namespace headwaters;

TEST_CASE("A head names those it shares keys and values with")
{
    CHECK(sharingText({4, 4}, {9, 3}) == QStringLiteral("4.3, 4.5"));
    CHECK(sharingText({0, 5}, {6, 3}) == QStringLiteral("0.4"));
    CHECK(sharingText({4, 2}, {10, 2}) == QStringLiteral("4.0, 4.1, 4.3, 4.4"));
    CHECK(sharingText({4, 9}, {16, 2}) == QStringLiteral("7 others, 4.8 to 4.15"));
    CHECK(sharingText({4, 4}, {9, 9}).isEmpty());
}
