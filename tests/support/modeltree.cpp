#include "tests/support/modeltree.h"

#include "core/files/safetensorswriter.h"
#include "tests/support/testing.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QtEndian>

namespace headwaters {

namespace {

template <typename T> void put(QByteArray& bytes, T value)
{
    const T little = qToLittleEndian(value);
    bytes.append(reinterpret_cast<const char*>(&little), sizeof(T));
}

void putText(QByteArray& bytes, const QByteArray& text)
{
    put(bytes, static_cast<std::uint64_t>(text.size()));
    bytes += text;
}

} // namespace

QByteArray tinyGguf(const QByteArray& architecture, std::uint32_t type)
{
    constexpr std::uint32_t textType = 8;
    QByteArray bytes("GGUF");
    put(bytes, std::uint32_t{3});
    put(bytes, std::uint64_t{1}); // tensors
    put(bytes, std::uint64_t{1}); // keys
    putText(bytes, "general.architecture");
    put(bytes, textType);
    putText(bytes, architecture);
    putText(bytes, "blk.0.ffn_up.weight");
    put(bytes, std::uint32_t{2});
    put(bytes, std::uint64_t{32});
    put(bytes, std::uint64_t{2});
    put(bytes, type);
    put(bytes, std::uint64_t{0});
    while (bytes.size() % 32 != 0)
        bytes += '\0';
    return bytes + QByteArray(64, '\0');
}

QString ModelTree::path(const QString& name) const
{
    return name.isEmpty() ? m_folder.path() : m_folder.filePath(name);
}

void ModelTree::write(const QString& name, const QByteArray& bytes) const
{
    const QString file = path(name);
    REQUIRE(QDir().mkpath(QFileInfo(file).path()));
    QFile out(file);
    REQUIRE(out.open(QIODevice::WriteOnly));
    REQUIRE(out.write(bytes) == bytes.size());
}

void ModelTree::writeFolder(const QString& name, const QByteArray& modelType) const
{
    write(name + QStringLiteral("/config.json"), R"({"model_type":")" + modelType + R"("})");
    writeSafetensors(
        path(name + QStringLiteral("/model.safetensors")),
        {{QStringLiteral("wte.weight"), {3, 2}, std::vector<float>(6)},
         {QStringLiteral("wpe.weight"), {3, 2}, std::vector<float>(6)},
         {QStringLiteral("h.0.ln_1.weight"), {2}, std::vector<float>(2)},
         {QStringLiteral("h.0.mlp.c_fc.weight"), {2, 4}, std::vector<float>(8)},
         {QStringLiteral("h.0.attn.bias"), {1, 1, 3, 3}, std::vector<float>(9)}},
        DType::F16);
}

void ModelTree::writeGguf(const QString& name, const QByteArray& architecture) const
{
    write(name, tinyGguf(architecture));
}

void ModelTree::link(const QString& target, const QString& name) const
{
    const QString file = path(name);
    REQUIRE(QDir().mkpath(QFileInfo(file).path()));
    REQUIRE(QFile::link(target, file));
}

} // namespace headwaters
