#include "core/files/safetensorswriter.h"

#include "tests/support/problem.h"

#include <QFile>
#include <QTemporaryDir>

#include <cmath>
#include <limits>

using namespace headwaters;

namespace {

float throughFile(float value, DType dtype)
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("x.safetensors"));
    writeSafetensors(path, {{QStringLiteral("x"), {1}, {value}}}, dtype);
    const auto file = openSafetensors(path);
    return toFloat32(file->tensors().at(QStringLiteral("x"))).front();
}

} // namespace

TEST_CASE("tensors written as float32 come back bit by bit")
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("x.safetensors"));
    const std::vector<NamedTensor> tensors{
        {QStringLiteral("wte.weight"), {2, 3}, {1, -2, 0.1F, 1e-40F, 3e38F, 0}},
        {QStringLiteral("quote \" and é"), {}, {7}},
        {QStringLiteral("none"), {0, 4}, {}}};
    writeSafetensors(path, tensors, DType::F32);
    const auto file = openSafetensors(path);
    REQUIRE(file->tensors().size() == 3);
    for (const NamedTensor& tensor : tensors) {
        const TensorView& view = file->tensors().at(tensor.name);
        CHECK(view.shape == tensor.shape);
        CHECK(toFloat32(view) == tensor.values);
    }
}

TEST_CASE("every float16 survives widening and rounding back")
{
    // 1 and the next half are 2^-10 apart; ties go to the even one.
    CHECK(throughFile(1.0F + 0x1p-11F, DType::F16) == 1.0F);
    CHECK(throughFile(1.0F + 0x1.8p-10F, DType::F16) == 1.0F + 0x1p-9F);
    CHECK(throughFile(1.0F + 0x1.1p-11F, DType::F16) == 1.0F + 0x1p-10F);
    CHECK(throughFile(0x1p-24F, DType::F16) == 0x1p-24F);
    CHECK(throughFile(-0x1.8p-24F, DType::F16) == -0x1p-23F);
    CHECK(throughFile(0x1p-25F, DType::F16) == 0.0F);
    CHECK(throughFile(0x1.ffffp-15F, DType::F16) == 0x1p-14F);
    CHECK(throughFile(65519.0F, DType::F16) == 65504.0F);
    CHECK(throughFile(65520.0F, DType::F16) == std::numeric_limits<float>::infinity());
    CHECK(std::isnan(throughFile(std::numeric_limits<float>::quiet_NaN(), DType::F16)));
}

TEST_CASE("bfloat16 rounds to nearest, ties to even")
{
    CHECK(throughFile(1.0F + 0x1p-8F, DType::BF16) == 1.0F);
    CHECK(throughFile(1.0F + 0x1.8p-7F, DType::BF16) == 1.0F + 0x1p-6F);
    CHECK(throughFile(-3.14159265F, DType::BF16) == -3.140625F);
    CHECK(
        throughFile(std::numeric_limits<float>::max(), DType::BF16)
        == std::numeric_limits<float>::infinity());
    CHECK(std::isnan(throughFile(std::numeric_limits<float>::signaling_NaN(), DType::BF16)));
}

TEST_CASE("what cannot be written is refused and leaves no file")
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("x.safetensors"));
    const NamedTensor x{QStringLiteral("x"), {1}, {1}};
    CHECK(problemOf([&] {
              writeSafetensors(path, {x, x}, DType::F32);
          }).summary.contains(QStringLiteral("named x")));
    CHECK(problemOf([&] {
              writeSafetensors(path, {{QStringLiteral("y"), {2}, {1}}}, DType::F32);
          }).summary.contains(QStringLiteral("shape of y needs 2")));
    CHECK_THROWS_AS(writeSafetensors(path, {x}, DType::Other), Error);
    CHECK_FALSE(QFile::exists(path));
}

TEST_CASE("float64 and notes of the header come back as they were written")
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("x.safetensors"));
    const std::map<QString, QString> notes{
        {QStringLiteral("kind"), QStringLiteral("a \"quoted\" word")}, {QStringLiteral("b"), {}}};
    writeSafetensors(
        path,
        {{QStringLiteral("x"), {2, 2}, {1.0 / 3, -1e-300, 1e300, 0}}, {QStringLiteral("none"), {0}, {}}},
        notes);
    const auto file = openSafetensors(path);
    CHECK(file->notes() == notes);
    const TensorView& view = file->tensors().at(QStringLiteral("x"));
    CHECK(view.shape == std::vector<std::int64_t>{2, 2});
    CHECK(toFloat64(view) == std::vector<double>{1.0 / 3, -1e-300, 1e300, 0});
    CHECK(toFloat64(file->tensors().at(QStringLiteral("none"))).empty());
    CHECK_THROWS(toFloat32(view)); // weights are never read from it
}

TEST_CASE("only what is stored as float64 is read as float64")
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("x.safetensors"));
    writeSafetensors(path, {{QStringLiteral("x"), {1}, {1.0F}}}, DType::F32);
    CHECK_THROWS(toFloat64(openSafetensors(path)->tensors().at(QStringLiteral("x"))));
}
