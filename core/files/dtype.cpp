#include "core/files/tensorfile.h"

#include "core/base/error.h"
#include "core/files/dequantise.h"
#include "core/files/half.h"
#include "core/files/reading.h"

#include <QtEndian>

#include <array>
#include <bit>
#include <cstring>

namespace headwaters {

namespace {

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

struct Format {
    const char* text;
    std::size_t length; ///< numbers in a block
    std::size_t bytes; ///< of a block
};

/// In the order of DType.
constexpr std::array<Format, static_cast<std::size_t>(DType::Other) + 1> formats{{
    {"float32", 1, 4},
    {"float16", 1, 2},
    {"bfloat16", 1, 2},
    {"Q4_0", 32, 18},
    {"Q4_1", 32, 20},
    {"Q5_0", 32, 22},
    {"Q5_1", 32, 24},
    {"Q8_0", 32, 34},
    {"Q2_K", 256, 84},
    {"Q3_K", 256, 110},
    {"Q4_K", 256, 144},
    {"Q5_K", 256, 176},
    {"Q6_K", 256, 210},
    {"IQ4_NL", 32, 18},
    {"IQ4_XS", 256, 136},
    {"other", 1, 0},
}};

const Format& formatOf(DType dtype)
{
    return formats.at(static_cast<std::size_t>(dtype));
}

Error unreadable(const TensorView& tensor)
{
    return badInput(
        QStringLiteral("%1: tensor %2: Headwaters does not read the dtype %3")
            .arg(pathForMessage(tensor.file), forMessage(tensor.name), forMessage(tensor.storedDtype, 40)));
}

void requireReadable(const TensorView& tensor)
{
    if (tensor.dtype == DType::Other)
        throw unreadable(tensor);
}

} // namespace

QString dtypeText(DType dtype)
{
    return QString::fromLatin1(formatOf(dtype).text);
}

std::size_t blockLength(DType dtype)
{
    return formatOf(dtype).length;
}

std::size_t blockBytes(DType dtype)
{
    return formatOf(dtype).bytes;
}

std::size_t elementCount(const TensorView& tensor)
{
    std::size_t count = 1;
    for (const std::int64_t length : tensor.shape)
        count *= static_cast<std::size_t>(length);
    return count;
}

TensorView part(const TensorView& tensor, std::size_t first, std::size_t count)
{
    requireReadable(tensor);
    const Format& format = formatOf(tensor.dtype);
    const std::size_t all = elementCount(tensor);
    if (first % format.length != 0 || count % format.length != 0 || first > all || count > all - first) {
        throw failure(QStringLiteral("tensor %1 of %2 elements in blocks of %3 has no part of %4 from %5 on")
                          .arg(forMessage(tensor.name))
                          .arg(all)
                          .arg(format.length)
                          .arg(count)
                          .arg(first));
    }
    TensorView view = tensor;
    view.shape = {static_cast<std::int64_t>(count)};
    view.bytes =
        tensor.bytes.subspan(first / format.length * format.bytes, count / format.length * format.bytes);
    return view;
}

std::vector<float> toFloat32(const TensorView& tensor)
{
    requireReadable(tensor); // before memory is asked for
    std::vector<float> values(elementCount(tensor));
    toFloat32(tensor, values);
    return values;
}

void toFloat32(const TensorView& tensor, std::span<float> out)
{
    requireReadable(tensor);
    const Format& format = formatOf(tensor.dtype);
    if (out.size() != elementCount(tensor)) {
        throw failure(QStringLiteral("tensor %1 has %2 elements, not %3")
                          .arg(forMessage(tensor.name))
                          .arg(elementCount(tensor))
                          .arg(out.size()));
    }
    if (out.size() % format.length != 0 || out.size() / format.length * format.bytes != tensor.bytes.size()) {
        throw failure(QStringLiteral("tensor %1 has %2 bytes, which do not make %3 elements of %4")
                          .arg(forMessage(tensor.name))
                          .arg(tensor.bytes.size())
                          .arg(out.size())
                          .arg(tensor.storedDtype));
    }
    if (format.length > 1) {
        dequantise(tensor.dtype, tensor.bytes, out);
    } else if (tensor.dtype == DType::F16) {
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

std::vector<double> toFloat64(const TensorView& tensor)
{
    // Its length was checked on opening.
    if (tensor.storedDtype != QLatin1String("F64"))
        throw unreadable(tensor);
    std::vector<double> values(tensor.bytes.size() / sizeof(double));
    const std::byte* next = tensor.bytes.data();
    for (double& value : values) {
        value = std::bit_cast<double>(qFromLittleEndian<quint64>(next));
        next += sizeof(double);
    }
    return values;
}

} // namespace headwaters
