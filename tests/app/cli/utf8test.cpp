#include "app/cli/utf8.h"

#include "core/base/error.h"
#include "support/testing.h"

using namespace headwaters;

TEST_CASE("the first byte that is not UTF-8 is found where Unicode draws the line")
{
    CHECK_FALSE(firstInvalidUtf8("plain, \xC3\xBC, \xE6\xBC\xA2, \xF0\x9F\x98\x80"));
    CHECK_FALSE(firstInvalidUtf8(""));
    CHECK(firstInvalidUtf8("ab\xFF") == 2);
    CHECK(firstInvalidUtf8("\xC0\xAF") == 0); // overlong
    CHECK(firstInvalidUtf8("a\xED\xA0\x80") == 1); // a surrogate
    CHECK(firstInvalidUtf8("\xF4\x90\x80\x80") == 0); // above U+10FFFF
    CHECK(firstInvalidUtf8("a\xE6\xBC") == 1); // cut off
}

TEST_CASE("decoding keeps a byte order mark and every line break")
{
    CHECK(decodeUtf8("\xEF\xBB\xBF a\r\n", QString()) == QStringLiteral("\uFEFF a\r\n"));
}

TEST_CASE("the complaint names what was read, the byte and its offset")
{
    CHECK_THROWS_WITH(
        decodeUtf8("ab\xFF", QStringLiteral("prompt.txt")),
        Catch::Contains("prompt.txt") && Catch::Contains("0xff") && Catch::Contains("offset 2"));
}
