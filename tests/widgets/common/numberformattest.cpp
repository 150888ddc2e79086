#include "widgets/common/numberformat.h"

#include "tests/support/testing.h"

#include <limits>

using namespace headwaters;

namespace {

QString utf8(const char* text)
{
    return QString::fromUtf8(text);
}

} // namespace

TEST_CASE("minus is U+2212 and a value that rounds to zero has no sign")
{
    CHECK(numberText(-2.416, 2) == utf8("−2.42"));
    CHECK(numberText(-0.004, 2) == utf8("0.00"));
    CHECK(signedText(2.09, 2) == utf8("+2.09"));
    CHECK(signedText(-2.42, 2) == utf8("−2.42"));
    CHECK(signedText(0.0049, 2) == utf8("0.00"));
    CHECK(signedText(-0.0049, 2) == utf8("0.00"));
    CHECK(signedText(-0.0, 2) == utf8("0.00"));
    CHECK(signedText(0.005000001, 2) == utf8("+0.01"));
}

TEST_CASE("what cannot be written as digits says so")
{
    CHECK(numberText(std::numeric_limits<double>::quiet_NaN(), 2) == utf8("–"));
    CHECK(numberText(-std::numeric_limits<double>::infinity(), 2) == utf8("−∞"));
    CHECK(signedText(std::numeric_limits<double>::infinity(), 2) == utf8("+∞"));
    CHECK(shareText(std::numeric_limits<double>::quiet_NaN()) == utf8("–"));
    CHECK(durationText(-1) == utf8("–"));
}

TEST_CASE("each kind of number has its decimals")
{
    CHECK(probabilityText(0.99731) == utf8("0.997"));
    CHECK(logitText(14.231) == utf8("14.23"));
    CHECK(signedLogitText(4.617) == utf8("+4.62"));
    CHECK(bitsText(1.585) == utf8("1.58"));
    CHECK(shareText(0.623) == utf8("62\u202F%"));
    CHECK(shareText(1) == utf8("100\u202F%"));
}

TEST_CASE("durations are clock times")
{
    CHECK(durationText(0) == utf8("0:00"));
    CHECK(durationText(14.9) == utf8("0:14"));
    CHECK(durationText(725) == utf8("12:05"));
    CHECK(durationText(3723) == utf8("1:02:03"));
}

TEST_CASE("counts are short")
{
    CHECK(countText(0) == utf8("0"));
    CHECK(countText(999) == utf8("999"));
    CHECK(countText(3043200) == utf8("3.0\u202FM"));
    CHECK(countText(124439808) == utf8("124\u202FM"));
    CHECK(countText(1542000000) == utf8("1.5\u202FB"));
}
