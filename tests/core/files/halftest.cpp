#include "core/files/half.h"

#include "tests/support/testing.h"

#include <cmath>

using namespace headwaters;

TEST_CASE("every float16 widens to the number that its bits mean")
{
    int wrong = 0;
    for (std::uint32_t bits = 0; bits < 0x10000U; ++bits) {
        const auto exponent = static_cast<int>(bits >> 10 & 0x1fU);
        const auto mantissa = static_cast<int>(bits & 0x3ffU);
        const float value = fromHalf(static_cast<std::uint16_t>(bits));
        const bool negative = bits >> 15 != 0;
        if (exponent == 31 && mantissa != 0) {
            wrong += std::isnan(value) ? 0 : 1;
            continue;
        }
        const double magnitude = exponent == 31 ? HUGE_VAL
            : exponent == 0                     ? std::ldexp(mantissa, -24)
                                                : std::ldexp(1024 + mantissa, exponent - 25);
        if (static_cast<double>(value) != (negative ? -magnitude : magnitude)
            || std::signbit(value) != negative)
            ++wrong;
    }
    CHECK(wrong == 0);
}
