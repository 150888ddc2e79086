#include "core/files/tensorfile.h"

#include "core/base/error.h"
#include "core/files/mappedfile.h"
#include "core/files/reading.h"

#include <QJsonArray>
#include <QtEndian>

#include <algorithm>
#include <array>
#include <cstring>

namespace headwaters {

// The format, as https://huggingface.co/docs/safetensors describes it:
//
//     8 bytes   N, unsigned, little-endian
//     N bytes   a JSON object: name -> {"dtype": "F32", "shape": [2, 3], "data_offsets": [begin, end]}
//     the rest  data; offsets count from here, and the tensors cover it without overlap and without holes

namespace {

constexpr std::uint64_t lengthBytes = 8;
constexpr std::uint64_t longestHeader = 100'000'000; // what the reference implementation allows

struct StoredDtype {
    const char* name;
    DType dtype;
    std::uint64_t size; ///< bytes per number
};

constexpr std::array<StoredDtype, 16> storedDtypes{{
    {"F32", DType::F32, 4},
    {"F16", DType::F16, 2},
    {"BF16", DType::BF16, 2},
    {"F64", DType::Other, 8},
    {"I64", DType::Other, 8},
    {"U64", DType::Other, 8},
    {"C64", DType::Other, 8},
    {"I32", DType::Other, 4},
    {"U32", DType::Other, 4},
    {"I16", DType::Other, 2},
    {"U16", DType::Other, 2},
    {"I8", DType::Other, 1},
    {"U8", DType::Other, 1},
    {"BOOL", DType::Other, 1},
    {"F8_E4M3", DType::Other, 1},
    {"F8_E5M2", DType::Other, 1},
}};

// Where a tensor's bytes lie in the data part.
struct Extent {
    QString name;
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
};

QString jsonText(const QJsonValue& value)
{
    const QString text = value.isDouble() ? QString::number(value.toDouble(), 'g', 17)
                                          : QString::fromUtf8(value.toVariant().toString().toUtf8());
    return text.isEmpty() ? QStringLiteral("no number") : forMessage(text, 40);
}

class Reader {
public:
    explicit Reader(const QString& path) : m_path(path), m_file(std::make_unique<MappedFile>(path)) { }

    void read()
    {
        const QJsonObject header = readHeader();
        for (auto entry = header.begin(); entry != header.end(); ++entry) {
            if (entry.key() == QLatin1String("__metadata__")) {
                if (!entry->isObject())
                    throw error(QStringLiteral("__metadata__ is no object"));
                readMetadata(entry->toObject());
            } else {
                readTensor(entry.key(), entry.value());
            }
        }
        checkCoverage();
    }

    std::unique_ptr<MappedFile> takeFile() { return std::move(m_file); }
    std::map<QString, TensorView> takeTensors() { return std::move(m_tensors); }
    std::map<QString, QString> takeMetadata() { return std::move(m_metadata); }

private:
    [[nodiscard]] Error error(const QString& what) const
    {
        return badInput(QStringLiteral("%1: %2").arg(pathForMessage(m_path), what));
    }

    [[nodiscard]] Error error(const QString& tensor, const QString& what) const
    {
        return error(QStringLiteral("tensor %1: %2").arg(forMessage(tensor), what));
    }

    QJsonObject readHeader()
    {
        const std::span<const std::byte> bytes = m_file->bytes();
        if (bytes.size() < lengthBytes) {
            throw error(
                QStringLiteral("%1 bytes long; a safetensors file begins with a header length of 8 bytes")
                    .arg(bytes.size()));
        }
        const auto length = qFromLittleEndian<quint64>(bytes.data());
        if (length > bytes.size() - lengthBytes) {
            throw error(QStringLiteral("the header is said to be %1 bytes long, but only %2 bytes follow")
                            .arg(length)
                            .arg(bytes.size() - lengthBytes));
        }
        if (length > longestHeader) {
            throw error(QStringLiteral("the header is %1 bytes long; at most %2 are allowed")
                            .arg(length)
                            .arg(longestHeader));
        }
        m_data = bytes.subspan(lengthBytes + length);
        const auto json = QByteArray::fromRawData(
            reinterpret_cast<const char*>(bytes.data() + lengthBytes), static_cast<qsizetype>(length));
        const QJsonObject header = parseJsonObject(json, pathForMessage(m_path) + QStringLiteral(", header"));
        if (const QString twice = duplicateKey(json); !twice.isNull())
            throw error(QStringLiteral("the header names %1 twice").arg(forMessage(twice)));
        return header;
    }

    void readMetadata(const QJsonObject& metadata)
    {
        for (auto entry = metadata.begin(); entry != metadata.end(); ++entry) {
            if (entry->isString())
                m_metadata.emplace(entry.key(), entry->toString());
        }
    }

    void readTensor(const QString& name, const QJsonValue& value)
    {
        if (!value.isObject())
            throw error(name, QStringLiteral("its header entry is no object"));
        const QJsonObject entry = value.toObject();
        TensorView tensor;
        tensor.name = name;
        tensor.file = m_path;
        if (!entry[QLatin1String("dtype")].isString())
            throw error(name, QStringLiteral("no dtype in the header"));
        tensor.storedDtype = entry[QLatin1String("dtype")].toString();
        const std::uint64_t elements = readShape(name, entry[QLatin1String("shape")], tensor.shape);
        const Extent extent = readExtent(name, entry[QLatin1String("data_offsets")]);
        tensor.dtype = checkLength(tensor.storedDtype, elements, extent);
        tensor.bytes = m_data.subspan(extent.begin, extent.end - extent.begin);
        m_extents.push_back(extent);
        m_tensors.emplace(name, std::move(tensor));
    }

    // Fills `shape` and returns the number of elements.
    std::uint64_t
    readShape(const QString& name, const QJsonValue& value, std::vector<std::int64_t>& shape) const
    {
        if (!value.isArray())
            throw error(name, QStringLiteral("no shape in the header"));
        std::uint64_t elements = 1;
        for (const QJsonValue& item : value.toArray()) {
            const qint64 length = item.toInteger(-1);
            if (length < 0) {
                throw error(
                    name,
                    QStringLiteral("shape holds %1, not a whole number of at least 0").arg(jsonText(item)));
            }
            if (__builtin_mul_overflow(elements, static_cast<std::uint64_t>(length), &elements))
                throw error(name, QStringLiteral("its shape has more elements than 64 bits can count"));
            shape.push_back(length);
        }
        return elements;
    }

    [[nodiscard]] Extent readExtent(const QString& name, const QJsonValue& value) const
    {
        const QJsonArray offsets = value.toArray();
        if (offsets.size() != 2)
            throw error(name, QStringLiteral("data_offsets does not hold two numbers"));
        for (const QJsonValue& offset : offsets) {
            if (offset.toInteger(-1) < 0) {
                throw error(
                    name,
                    QStringLiteral("data_offsets holds %1, not a whole number of at least 0")
                        .arg(jsonText(offset)));
            }
        }
        const Extent extent{
            name, static_cast<std::uint64_t>(offsets[0].toInteger()),
            static_cast<std::uint64_t>(offsets[1].toInteger())};
        if (extent.begin > extent.end) {
            throw error(
                name,
                QStringLiteral("data_offsets begins at %1, after its end at %2")
                    .arg(extent.begin)
                    .arg(extent.end));
        }
        if (extent.end > m_data.size()) {
            throw error(
                name,
                QStringLiteral("data_offsets ends at byte %1, but the file holds %2 bytes of data")
                    .arg(extent.end)
                    .arg(m_data.size()));
        }
        return extent;
    }

    // The length of a dtype that the format does not know (yet) cannot be checked; its tensor is `Other`.
    DType checkLength(const QString& dtype, std::uint64_t elements, const Extent& extent) const
    {
        const auto* const stored =
            std::find_if(storedDtypes.begin(), storedDtypes.end(), [&dtype](const StoredDtype& candidate) {
                return dtype == QLatin1String(candidate.name);
            });
        if (stored == storedDtypes.end())
            return DType::Other;
        std::uint64_t needed = 0;
        if (__builtin_mul_overflow(elements, stored->size, &needed))
            throw error(extent.name, QStringLiteral("its shape needs more bytes than 64 bits can count"));
        if (needed != extent.end - extent.begin) {
            throw error(
                extent.name,
                QStringLiteral("its shape needs %1 bytes as %2, but data_offsets spans %3")
                    .arg(needed)
                    .arg(dtype)
                    .arg(extent.end - extent.begin));
        }
        return stored->dtype;
    }

    void checkCoverage()
    {
        std::sort(m_extents.begin(), m_extents.end(), [](const Extent& a, const Extent& b) {
            return std::pair(a.begin, a.end) < std::pair(b.begin, b.end);
        });
        Extent previous;
        for (const Extent& extent : m_extents) {
            if (extent.begin < previous.end) {
                throw error(
                    extent.name,
                    QStringLiteral("its data begin at byte %1 and overlap those of %2, which end at byte %3")
                        .arg(extent.begin)
                        .arg(forMessage(previous.name))
                        .arg(previous.end));
            }
            if (extent.begin > previous.end)
                throw hole(previous.end, extent.begin);
            previous = extent;
        }
        if (previous.end < m_data.size())
            throw hole(previous.end, m_data.size());
    }

    [[nodiscard]] Error hole(std::uint64_t begin, std::uint64_t end) const
    {
        return error(QStringLiteral("bytes %1 to %2 of the data belong to no tensor of the header")
                         .arg(begin)
                         .arg(end));
    }

    QString m_path;
    std::unique_ptr<MappedFile> m_file;
    std::span<const std::byte> m_data;
    std::vector<Extent> m_extents;
    std::map<QString, TensorView> m_tensors;
    std::map<QString, QString> m_metadata;
};

class SafetensorsFile : public TensorFile {
public:
    SafetensorsFile(
        std::unique_ptr<MappedFile> file, std::map<QString, TensorView> tensors,
        std::map<QString, QString> metadata)
        : m_file(std::move(file)),
          m_tensors(std::move(tensors)),
          m_metadata(std::move(metadata))
    {
    }

    [[nodiscard]] const std::map<QString, TensorView>& tensors() const override { return m_tensors; }
    [[nodiscard]] QStringList files() const override { return {m_file->path()}; }
    [[nodiscard]] std::map<QString, QString> notes() const override { return m_metadata; }

private:
    std::unique_ptr<MappedFile> m_file;
    std::map<QString, TensorView> m_tensors;
    std::map<QString, QString> m_metadata;
};

} // namespace

std::shared_ptr<const TensorFile> openSafetensors(const QString& path)
{
    Reader reader(path);
    reader.read();
    return std::make_shared<SafetensorsFile>(reader.takeFile(), reader.takeTensors(), reader.takeMetadata());
}

} // namespace headwaters
