#include "core/files/dequantise.h"

#include "core/files/half.h"

#include <QtEndian>

#include <array>

namespace headwaters {

// Blocks of 256 numbers in groups of 16 or 32. A group has a whole number as its scale, and the block a
// float16 that all scales are multiples of; where the groups have a smallest value too, the same holds for
// those.

namespace {

constexpr std::size_t length = 256;

float halfAt(const std::uint8_t* bytes)
{
    return fromHalf(qFromLittleEndian<std::uint16_t>(bytes));
}

float asFloat(int number)
{
    return static_cast<float>(number);
}

// 16 bytes: scale (low) and smallest value (high nibble) of each group of 16; 64 bytes of two-bit numbers:
// byte i of each half holds numbers i, i + 32, i + 64 and i + 96 of its 128; d; factor of the smallest
// values.
void q2k(const std::uint8_t* block, float* out)
{
    const std::uint8_t* groups = block;
    const std::uint8_t* bits = block + 16;
    const float d = halfAt(block + 80);
    const float dMin = halfAt(block + 82);
    for (std::size_t first = 0; first < length; first += 16) {
        const float scale = d * asFloat(groups[first / 16] & 0xf);
        const float least = dMin * asFloat(groups[first / 16] >> 4);
        const std::uint8_t* from = bits + first / 128 * 32 + first % 32;
        const std::size_t shift = first % 128 / 32 * 2;
        for (std::size_t i = 0; i < 16; ++i)
            out[first + i] = scale * asFloat((from[i] >> shift) & 3) - least;
    }
}

// 32 bytes: the third bits, bit b of byte i that of number 32 b + i; 64 bytes of the two lower bits as in
// Q2_K; 12 bytes: the low nibbles of 16 scales in eight bytes as those of a 32-block, then two more bits
// each; d.
void q3k(const std::uint8_t* block, float* out)
{
    const std::uint8_t* third = block;
    const std::uint8_t* bits = block + 32;
    const std::uint8_t* scales = block + 96;
    const float d = halfAt(block + 108);
    for (std::size_t first = 0; first < length; first += 16) {
        const std::size_t group = first / 16;
        const int low = group < 8 ? scales[group] & 0xf : scales[group - 8] >> 4;
        const int high = (scales[8 + group % 4] >> (group / 4 * 2)) & 3;
        const float scale = d * asFloat((low | high << 4) - 32);
        const std::uint8_t* from = bits + first / 128 * 32 + first % 32;
        const std::uint8_t* fromThird = third + first % 32;
        const std::size_t shift = first % 128 / 32 * 2;
        const std::size_t thirdShift = first / 32;
        for (std::size_t i = 0; i < 16; ++i) {
            const int number = ((from[i] >> shift) & 3) | ((fromThird[i] >> thirdShift) & 1) << 2;
            out[first + i] = scale * asFloat(number - 4);
        }
    }
}

struct Group {
    int scale = 0;
    int least = 0;
};

// Eight pairs of six-bit numbers in 12 bytes: those of the first four groups whole in bytes 0 to 3 and 4 to
// 7, whose upper two bits complete the nibbles of the last four groups in bytes 8 to 11.
std::array<Group, 8> sixBitGroups(const std::uint8_t* bytes)
{
    std::array<Group, 8> groups;
    for (std::size_t i = 0; i < 4; ++i) {
        groups[i] = {bytes[i] & 0x3f, bytes[i + 4] & 0x3f};
        groups[i + 4] = {
            (bytes[i + 8] & 0xf) | (bytes[i] >> 6) << 4, (bytes[i + 8] >> 4) | (bytes[i + 4] >> 6) << 4};
    }
    return groups;
}

// d, factor of the smallest values, 12 bytes of groups of 32, 128 bytes of nibbles: byte i of each 32 holds
// the numbers i (low) and i + 32 (high) of its 64.
void q4k(const std::uint8_t* block, float* out)
{
    const float d = halfAt(block);
    const float dMin = halfAt(block + 2);
    const std::array<Group, 8> groups = sixBitGroups(block + 4);
    for (std::size_t first = 0; first < length; first += 32) {
        const Group group = groups[first / 32];
        const float scale = d * asFloat(group.scale);
        const float least = dMin * asFloat(group.least);
        const std::uint8_t* from = block + 16 + first / 64 * 32;
        const std::size_t shift = first % 64 / 32 * 4;
        for (std::size_t i = 0; i < 32; ++i)
            out[first + i] = scale * asFloat((from[i] >> shift) & 0xf) - least;
    }
}

// As Q4_K, with 32 bytes of fifth bits in front of the nibbles: bit b of byte i that of number 32 b + i.
void q5k(const std::uint8_t* block, float* out)
{
    const float d = halfAt(block);
    const float dMin = halfAt(block + 2);
    const std::array<Group, 8> groups = sixBitGroups(block + 4);
    const std::uint8_t* fifth = block + 16;
    for (std::size_t first = 0; first < length; first += 32) {
        const Group group = groups[first / 32];
        const float scale = d * asFloat(group.scale);
        const float least = dMin * asFloat(group.least);
        const std::uint8_t* from = block + 48 + first / 64 * 32;
        const std::size_t shift = first % 64 / 32 * 4;
        const std::size_t fifthShift = first / 32;
        for (std::size_t i = 0; i < 32; ++i) {
            const int number = ((from[i] >> shift) & 0xf) | ((fifth[i] >> fifthShift) & 1) << 4;
            out[first + i] = scale * asFloat(number) - least;
        }
    }
}

// 128 bytes of low nibbles: byte i of each 64 holds the numbers i (low) and i + 64 (high) of its 128; 64
// bytes of upper two bits: byte i of each 32 holds those of numbers i, i + 32, i + 64 and i + 96; 16 scales
// with a sign; d.
void q6k(const std::uint8_t* block, float* out)
{
    const std::uint8_t* scales = block + 192;
    const float d = halfAt(block + 208);
    for (std::size_t first = 0; first < length; first += 16) {
        const float scale = d * asFloat(static_cast<std::int8_t>(scales[first / 16]));
        const std::size_t inHalf = first % 128;
        const std::uint8_t* low = block + first / 128 * 64 + inHalf % 64;
        const std::uint8_t* high = block + 128 + first / 128 * 32 + inHalf % 32;
        const std::size_t lowShift = inHalf / 64 * 4;
        const std::size_t highShift = inHalf / 32 * 2;
        for (std::size_t i = 0; i < 16; ++i) {
            const int number = ((low[i] >> lowShift) & 0xf) | ((high[i] >> highShift) & 3) << 4;
            out[first + i] = scale * asFloat(number - 32);
        }
    }
}

// d, the upper two bits of eight scales (16 bits), their low nibbles (4 bytes), and for each group of 32 its
// nibbles: those of number i low and of number i + 16 high in byte i.
void iq4xs(const std::uint8_t* block, float* out)
{
    const float d = halfAt(block);
    const int upper = qFromLittleEndian<std::uint16_t>(block + 2);
    for (std::size_t group = 0; group < 8; ++group) {
        const int low = (block[4 + group / 2] >> (group % 2 * 4)) & 0xf;
        const int high = (upper >> (group * 2)) & 3;
        const float scale = d * asFloat((low | high << 4) - 32);
        const std::uint8_t* nibbles = block + 8 + group * 16;
        float* to = out + group * 32;
        for (std::size_t i = 0; i < 16; ++i) {
            to[i] = scale * nonlinearLevels[nibbles[i] & 0xf];
            to[i + 16] = scale * nonlinearLevels[nibbles[i] >> 4];
        }
    }
}

using OneBlock = void (*)(const std::uint8_t* block, float* out);

OneBlock functionOf(DType dtype)
{
    switch (dtype) {
    case DType::Q2_K:
        return q2k;
    case DType::Q3_K:
        return q3k;
    case DType::Q4_K:
        return q4k;
    case DType::Q5_K:
        return q5k;
    case DType::Q6_K:
        return q6k;
    default:
        return iq4xs;
    }
}

} // namespace

void dequantiseSuperBlocks(DType dtype, std::span<const std::byte> bytes, std::span<float> out)
{
    const OneBlock oneBlock = functionOf(dtype);
    const auto* block = reinterpret_cast<const std::uint8_t*>(bytes.data());
    const std::size_t width = blockBytes(dtype);
    for (std::size_t first = 0; first < out.size(); first += length, block += width)
        oneBlock(block, out.data() + first);
}

} // namespace headwaters
