#include "core/files/safetensorswriter.h"

#include "core/files/writing.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>
#include <QtEndian>

#include <bit>
#include <cmath>

namespace headwaters {

namespace {

std::uint16_t toBrain(float value)
{
    const auto bits = std::bit_cast<std::uint32_t>(value);
    if (std::isnan(value)) // rounding could carry a NaN into infinity
        return static_cast<std::uint16_t>((bits >> 16) | 0x40U);
    return static_cast<std::uint16_t>((bits + 0x7fffU + ((bits >> 16) & 1U)) >> 16);
}

std::uint16_t toHalf(float value)
{
    const auto bits = std::bit_cast<std::uint32_t>(value);
    const auto sign = static_cast<std::uint16_t>((bits >> 16) & 0x8000U);
    const float magnitude = std::fabs(value);
    if (std::isnan(value))
        return static_cast<std::uint16_t>(sign | 0x7e00U);
    if (magnitude >= 65520.0F) // half-way between the largest half and the next step
        return static_cast<std::uint16_t>(sign | 0x7c00U);
    if (magnitude < 0x1p-14F) { // subnormal: a multiple of 2^-24; nearbyint rounds ties to even
        return static_cast<std::uint16_t>(
            sign | static_cast<std::uint16_t>(std::nearbyint(magnitude * 0x1p24F)));
    }
    const std::uint32_t rebased = (bits & 0x7fffffffU) - (112U << 23);
    return static_cast<std::uint16_t>(sign | ((rebased + 0xfffU + ((rebased >> 13) & 1U)) >> 13));
}

struct Format {
    QLatin1String name;
    std::int64_t size;
};

Format formatOf(DType dtype)
{
    switch (dtype) {
    case DType::F32:
        return {QLatin1String("F32"), 4};
    case DType::F16:
        return {QLatin1String("F16"), 2};
    case DType::BF16:
        return {QLatin1String("BF16"), 2};
    default:
        break;
    }
    throw failure(QStringLiteral("safetensors are written as F32, F16 or BF16 only"));
}

QByteArray encoded(const NamedTensor& tensor, DType dtype)
{
    const Format format = formatOf(dtype);
    QByteArray bytes(static_cast<qsizetype>(tensor.values.size()) * format.size, Qt::Uninitialized);
    char* next = bytes.data();
    for (const float value : tensor.values) {
        if (dtype == DType::F32)
            qToLittleEndian(std::bit_cast<std::uint32_t>(value), next);
        else
            qToLittleEndian(dtype == DType::F16 ? toHalf(value) : toBrain(value), next);
        next += format.size;
    }
    return bytes;
}

QByteArray encoded(const WideTensor& tensor)
{
    QByteArray bytes(static_cast<qsizetype>(tensor.values.size() * sizeof(double)), Qt::Uninitialized);
    char* next = bytes.data();
    for (const double value : tensor.values) {
        qToLittleEndian(std::bit_cast<std::uint64_t>(value), next);
        next += sizeof(double);
    }
    return bytes;
}

/// `"text"` with what JSON wants escaped.
QByteArray quoted(const QString& text)
{
    const QByteArray list = QJsonDocument(QJsonArray{text}).toJson(QJsonDocument::Compact);
    return list.mid(1, list.size() - 2);
}

template <typename Tensor>
QByteArray
headerOf(const std::vector<Tensor>& tensors, const Format& format, const std::map<QString, QString>& metadata)
{
    // Written by hand because QJsonObject sorts its keys and the order of the data should be seen.
    QByteArray header = QByteArrayLiteral("{\"__metadata__\":{");
    for (const auto& [key, value] : metadata)
        header += (header.endsWith('{') ? "" : ",") + quoted(key) + ':' + quoted(value);
    header += '}';
    QSet<QString> names;
    qint64 offset = 0;
    for (const Tensor& tensor : tensors) {
        if (names.contains(tensor.name) || tensor.name == QLatin1String("__metadata__"))
            throw failure(
                QStringLiteral("safetensors: two tensors are named %1").arg(forMessage(tensor.name)));
        names.insert(tensor.name);
        QJsonArray shape;
        qint64 elements = 1;
        for (const std::int64_t length : tensor.shape) {
            shape.append(static_cast<qint64>(length));
            elements *= length;
        }
        if (elements != static_cast<qint64>(tensor.values.size())) {
            throw failure(QStringLiteral("safetensors: the shape of %1 needs %2 values, but there are %3")
                              .arg(forMessage(tensor.name))
                              .arg(elements)
                              .arg(tensor.values.size()));
        }
        const qint64 end = offset + elements * format.size;
        const QJsonObject entry{
            {QStringLiteral("dtype"), QString(format.name)},
            {QStringLiteral("shape"), shape},
            {QStringLiteral("data_offsets"), QJsonArray{offset, end}}};
        header += ',' + quoted(tensor.name) + ':' + QJsonDocument(entry).toJson(QJsonDocument::Compact);
        offset = end;
    }
    header += '}';
    header += QByteArray((8 - header.size() % 8) % 8, ' ');
    return header;
}

/// `bytesOf` gives the data of each tensor.
template <typename Tensor, typename BytesOf>
void write(
    const QString& path, const QByteArray& header, const std::vector<Tensor>& tensors, const BytesOf& bytesOf)
{
    QByteArray length(8, Qt::Uninitialized);
    qToLittleEndian(static_cast<quint64>(header.size()), length.data());

    QSaveFile file;
    openForWriting(file, path);
    writePiece(file, length.constData(), length.size());
    writePiece(file, header.constData(), header.size());
    for (const Tensor& tensor : tensors) {
        const QByteArray bytes = bytesOf(tensor);
        writePiece(file, bytes.constData(), bytes.size());
    }
    commitWriting(file);
}

} // namespace

void writeSafetensors(const QString& path, const std::vector<NamedTensor>& tensors, DType dtype)
{
    const std::map<QString, QString> metadata{{QStringLiteral("format"), QStringLiteral("pt")}};
    write(path, headerOf(tensors, formatOf(dtype), metadata), tensors, [dtype](const NamedTensor& tensor) {
        return encoded(tensor, dtype);
    });
}

void writeSafetensors(
    const QString& path, const std::vector<WideTensor>& tensors, const std::map<QString, QString>& metadata)
{
    write(
        path, headerOf(tensors, {QLatin1String("F64"), sizeof(double)}, metadata), tensors,
        [](const WideTensor& tensor) { return encoded(tensor); });
}

} // namespace headwaters
