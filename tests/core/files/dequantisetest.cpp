#include "core/files/dequantise.h"

#include "core/files/gguf.h"
#include "tests/support/problem.h"

#include <bit>
#include <cmath>
#include <cstring>

using namespace headwaters;

namespace {

const std::vector<DType> quantised{DType::Q4_0, DType::Q4_1, DType::Q5_0,   DType::Q5_1,
                                   DType::Q8_0, DType::Q2_K, DType::Q3_K,   DType::Q4_K,
                                   DType::Q5_K, DType::Q6_K, DType::IQ4_NL, DType::IQ4_XS};

// The blocks of a type as a tensor, and the file that holds them.
TensorView blocksOf(const TensorFile& file, DType dtype)
{
    TensorView tensor = file.tensors().at(dtypeText(dtype) + QStringLiteral(".bytes"));
    tensor.dtype = dtype;
    tensor.storedDtype = dtypeText(dtype);
    tensor.shape = {static_cast<std::int64_t>(tensor.bytes.size() / blockBytes(dtype) * blockLength(dtype))};
    return tensor;
}

std::vector<std::uint32_t> bitsOf(const std::vector<float>& values)
{
    std::vector<std::uint32_t> bits;
    for (const float value : values)
        bits.push_back(std::bit_cast<std::uint32_t>(value));
    return bits;
}

} // namespace

TEST_CASE("quantised blocks give the numbers of the format's own library bit for bit")
{
    const auto file = openSafetensors(testData(QStringLiteral("gguf_blocks.safetensors")));
    std::vector<DType> dtypes = quantised;
    dtypes.push_back(DType::F16);
    dtypes.push_back(DType::BF16);
    int found = 0;
    for (const DType dtype : dtypes) {
        const QString name = dtype == DType::F16 ? QStringLiteral("F16")
            : dtype == DType::BF16               ? QStringLiteral("BF16")
                                                 : dtypeText(dtype);
        INFO(name);
        TensorView stored = file->tensors().at(name + QStringLiteral(".bytes"));
        stored.dtype = dtype;
        const std::vector<float> expected = toFloat32(file->tensors().at(name + QStringLiteral(".values")));
        REQUIRE(expected.size() == 512);
        stored.shape = {512};
        CHECK(bitsOf(toFloat32(stored)) == bitsOf(expected));
        ++found;
    }
    CHECK(found * 2 == static_cast<int>(file->tensors().size()));
}

TEST_CASE("a part of a quantised tensor is that part of its numbers")
{
    const auto file = openSafetensors(testData(QStringLiteral("gguf_blocks.safetensors")));
    for (const DType dtype : quantised) {
        INFO(dtypeText(dtype));
        const TensorView tensor = blocksOf(*file, dtype);
        const std::vector<float> all = toFloat32(tensor);
        const std::size_t length = blockLength(dtype);
        const TensorView second = part(tensor, length, all.size() - length);
        CHECK(second.shape == std::vector<std::int64_t>{static_cast<std::int64_t>(all.size() - length)});
        CHECK(second.name == tensor.name);
        CHECK(
            bitsOf(toFloat32(second))
            == bitsOf({all.begin() + static_cast<std::ptrdiff_t>(length), all.end()}));
        CHECK(toFloat32(part(tensor, all.size(), 0)).empty());

        CHECK(problemOf([&] { static_cast<void>(part(tensor, 1, length)); }).kind == Problem::Kind::Failed);
        CHECK(
            problemOf([&] { static_cast<void>(part(tensor, 0, length - 1)); }).kind == Problem::Kind::Failed);
        CHECK(
            problemOf([&] { static_cast<void>(part(tensor, length, all.size())); }).kind
            == Problem::Kind::Failed);
    }
}

TEST_CASE("a tensor whose bytes do not fit its shape is not read")
{
    const auto file = openSafetensors(testData(QStringLiteral("gguf_blocks.safetensors")));
    TensorView tensor = blocksOf(*file, DType::Q4_1);
    tensor.bytes = tensor.bytes.first(tensor.bytes.size() - 1);
    CHECK(problemOf([&] { static_cast<void>(toFloat32(tensor)); }).kind == Problem::Kind::Failed);
}

TEST_CASE("blocks at an odd address are read exactly")
{
    const auto file = openSafetensors(testData(QStringLiteral("gguf_blocks.safetensors")));
    for (const DType dtype : quantised) {
        INFO(dtypeText(dtype));
        TensorView tensor = blocksOf(*file, dtype);
        const std::vector<float> expected = toFloat32(tensor);
        std::vector<std::byte> shifted(tensor.bytes.size() + 1);
        std::memcpy(shifted.data() + 1, tensor.bytes.data(), tensor.bytes.size());
        tensor.bytes = std::span<const std::byte>(shifted).subspan(1);
        CHECK(bitsOf(toFloat32(tensor)) == bitsOf(expected));
    }
}

TEST_CASE("a scale that is NaN or infinite gives such numbers, and no number is refused")
{
    // Q8_0: a scale and 32 bytes.
    std::vector<std::byte> block(34, std::byte{1});
    TensorView tensor;
    tensor.dtype = DType::Q8_0;
    tensor.shape = {32};
    tensor.bytes = block;
    block[0] = std::byte{0};
    block[1] = std::byte{0x7c};
    CHECK(std::isinf(toFloat32(tensor).front()));
    block[1] = std::byte{0x7e};
    CHECK(std::isnan(toFloat32(tensor).front()));
}
