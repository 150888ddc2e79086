#include "core/files/dequantise.h"

#include "core/files/half.h"

#include <QtEndian>

namespace headwaters {

// Blocks of 32 numbers: a scale d (float16), in some formats a smallest value m (float16) or the fifth bits
// (32 of them, number by number), and the nibbles: those of number i low and of number i + 16 high in byte i.

namespace {

constexpr std::size_t length = 32;

float halfAt(const std::uint8_t* bytes)
{
    return fromHalf(qFromLittleEndian<std::uint16_t>(bytes));
}

void q40(const std::uint8_t* block, float* out)
{
    const float d = halfAt(block);
    const std::uint8_t* nibbles = block + 2;
    for (std::size_t i = 0; i < 16; ++i) {
        out[i] = d * static_cast<float>((nibbles[i] & 0xf) - 8);
        out[i + 16] = d * static_cast<float>((nibbles[i] >> 4) - 8);
    }
}

void q41(const std::uint8_t* block, float* out)
{
    const float d = halfAt(block);
    const float m = halfAt(block + 2);
    const std::uint8_t* nibbles = block + 4;
    for (std::size_t i = 0; i < 16; ++i) {
        out[i] = d * static_cast<float>(nibbles[i] & 0xf) + m;
        out[i + 16] = d * static_cast<float>(nibbles[i] >> 4) + m;
    }
}

/// Number i's fifth bit in the place where it counts 16.
int fifthBit(std::uint32_t bits, std::size_t i)
{
    return static_cast<int>((bits >> i) & 1U) << 4;
}

void q50(const std::uint8_t* block, float* out)
{
    const float d = halfAt(block);
    const auto fifth = qFromLittleEndian<std::uint32_t>(block + 2);
    const std::uint8_t* nibbles = block + 6;
    for (std::size_t i = 0; i < 16; ++i) {
        out[i] = d * static_cast<float>(((nibbles[i] & 0xf) | fifthBit(fifth, i)) - 16);
        out[i + 16] = d * static_cast<float>(((nibbles[i] >> 4) | fifthBit(fifth, i + 16)) - 16);
    }
}

void q51(const std::uint8_t* block, float* out)
{
    const float d = halfAt(block);
    const float m = halfAt(block + 2);
    const auto fifth = qFromLittleEndian<std::uint32_t>(block + 4);
    const std::uint8_t* nibbles = block + 8;
    for (std::size_t i = 0; i < 16; ++i) {
        out[i] = d * static_cast<float>((nibbles[i] & 0xf) | fifthBit(fifth, i)) + m;
        out[i + 16] = d * static_cast<float>((nibbles[i] >> 4) | fifthBit(fifth, i + 16)) + m;
    }
}

void q80(const std::uint8_t* block, float* out)
{
    const float d = halfAt(block);
    const std::uint8_t* numbers = block + 2;
    for (std::size_t i = 0; i < length; ++i)
        out[i] = d * static_cast<float>(static_cast<std::int8_t>(numbers[i]));
}

void iq4nl(const std::uint8_t* block, float* out)
{
    const float d = halfAt(block);
    const std::uint8_t* nibbles = block + 2;
    for (std::size_t i = 0; i < 16; ++i) {
        out[i] = d * nonlinearLevels[nibbles[i] & 0xf];
        out[i + 16] = d * nonlinearLevels[nibbles[i] >> 4];
    }
}

// The function is a template argument so that it is part of the loop.
template <auto oneBlock> void blocks(DType dtype, std::span<const std::byte> bytes, std::span<float> out)
{
    const auto* block = reinterpret_cast<const std::uint8_t*>(bytes.data());
    const std::size_t width = blockBytes(dtype);
    for (std::size_t first = 0; first < out.size(); first += length, block += width)
        oneBlock(block, out.data() + first);
}

} // namespace

void dequantise(DType dtype, std::span<const std::byte> bytes, std::span<float> out)
{
    switch (dtype) {
    case DType::Q4_0:
        return blocks<q40>(dtype, bytes, out);
    case DType::Q4_1:
        return blocks<q41>(dtype, bytes, out);
    case DType::Q5_0:
        return blocks<q50>(dtype, bytes, out);
    case DType::Q5_1:
        return blocks<q51>(dtype, bytes, out);
    case DType::Q8_0:
        return blocks<q80>(dtype, bytes, out);
    case DType::IQ4_NL:
        return blocks<iq4nl>(dtype, bytes, out);
    default:
        return dequantiseSuperBlocks(dtype, bytes, out);
    }
}

} // namespace headwaters
