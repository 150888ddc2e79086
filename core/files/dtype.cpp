#include "core/files/tensorfile.h"

#include "core/base/error.h"
#include "core/files/reading.h"

#include <QtEndian>

#include <bit>
#include <cstring>

namespace headwaters {

namespace {

// IEEE 754 binary16 to binary32. Every half has an exact float; a subnormal half is a normal float.
float fromHalf(std::uint16_t half)
{
    const std::uint32_t sign = (half & 0x8000U) << 16;
    const std::uint32_t exponent = (half >> 10) & 0x1fU;
    const std::uint32_t mantissa = half & 0x3ffU;
    if (exponent == 0x1fU) // infinity and NaN, payload kept
        return std::bit_cast<float>(sign | 0x7f800000U | (mantissa << 13));
    if (exponent == 0) {
        const float magnitude = static_cast<float>(mantissa) * 0x1p-24F;
        return std::bit_cast<float>(sign | std::bit_cast<std::uint32_t>(magnitude));
    }
    return std::bit_cast<float>(sign | ((exponent + 112) << 23) | (mantissa << 13));
}

// The upper half of a binary32.
float fromBrain(std::uint16_t brain)
{
    return std::bit_cast<float>(static_cast<std::uint32_t>(brain) << 16);
}

template <typename Stored, typename Convert>
void convertAll(std::span<const std::byte> bytes, std::span<float> out, const Convert& convert)
{
    const std::byte* next = bytes.data(); // may be unaligned: qFromLittleEndian copies
    for (float& value : out) {
        value = convert(qFromLittleEndian<Stored>(next));
        next += sizeof(Stored);
    }
}

} // namespace

QString dtypeText(DType dtype)
{
    switch (dtype) {
    case DType::F32:
        return QStringLiteral("float32");
    case DType::F16:
        return QStringLiteral("float16");
    case DType::BF16:
        return QStringLiteral("bfloat16");
    case DType::Other:
        break;
    }
    return QStringLiteral("other");
}

std::size_t elementCount(const TensorView& tensor)
{
    std::size_t count = 1;
    for (const std::int64_t length : tensor.shape)
        count *= static_cast<std::size_t>(length);
    return count;
}

std::vector<float> toFloat32(const TensorView& tensor)
{
    if (tensor.dtype == DType::Other) // before memory is asked for
        toFloat32(tensor, {});
    std::vector<float> values(elementCount(tensor));
    toFloat32(tensor, values);
    return values;
}

void toFloat32(const TensorView& tensor, std::span<float> out)
{
    if (tensor.dtype == DType::Other) {
        throw badInput(QStringLiteral("%1: tensor %2: dtype %3 is not one of F32, F16, BF16")
                           .arg(
                               pathForMessage(tensor.file), forMessage(tensor.name),
                               forMessage(tensor.storedDtype, 40)));
    }
    if (out.size() != elementCount(tensor)) {
        throw failure(QStringLiteral("tensor %1 has %2 elements, not %3")
                          .arg(forMessage(tensor.name))
                          .arg(elementCount(tensor))
                          .arg(out.size()));
    }
    if (tensor.dtype == DType::F16) {
        convertAll<std::uint16_t>(tensor.bytes, out, fromHalf);
    } else if (tensor.dtype == DType::BF16) {
        convertAll<std::uint16_t>(tensor.bytes, out, fromBrain);
    } else if constexpr (std::endian::native == std::endian::little) {
        if (!out.empty())
            std::memcpy(out.data(), tensor.bytes.data(), out.size_bytes());
    } else {
        convertAll<std::uint32_t>(
            tensor.bytes, out, [](std::uint32_t bits) { return std::bit_cast<float>(bits); });
    }
}

} // namespace headwaters
