#pragma once

#include <bit>
#include <cstdint>

namespace headwaters {

/// IEEE 754 binary16 to binary32. Every half has an exact float; a subnormal half is a normal float; the
/// payload of a NaN is kept. Masks, where a choice would become a branch, so that the compiler can do many
/// at a time.
inline float fromHalf(std::uint16_t half)
{
    constexpr std::uint32_t rebase = 112U << 23; // from exponents around 15 to exponents around 127
    const std::uint32_t sign = (half & 0x8000U) << 16;
    const std::uint32_t magnitude = half & 0x7fffU;
    const std::uint32_t toInfinity = magnitude >= 0x7c00U ? rebase : 0U; // 31 becomes 255
    const std::uint32_t normal = (magnitude << 13) + rebase + toInfinity;
    const auto subnormal =
        std::bit_cast<std::uint32_t>(static_cast<float>(static_cast<std::int32_t>(magnitude)) * 0x1p-24F);
    const std::uint32_t isSubnormal = magnitude < 0x400U ? ~0U : 0U;
    return std::bit_cast<float>(sign | (subnormal & isSubnormal) | (normal & ~isSubnormal));
}

} // namespace headwaters
