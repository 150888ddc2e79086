#include "core/files/gguf.h"

#include "core/files/ggmltypes.h"
#include "core/files/ggufheader.h"
#include "core/files/mappedfile.h"
#include "core/files/reading.h"

#include <QFileInfo>

#include <algorithm>

namespace headwaters {

namespace {

constexpr std::uint64_t longestName = 65535;

// Where a tensor's bytes lie in the data part.
struct Extent {
    QString name;
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
};

class Reader {
public:
    explicit Reader(const QString& path)
        : m_path(path),
          m_file(std::make_unique<MappedFile>(path)),
          m_cursor(path, m_file->bytes())
    {
    }

    GgufMetadata readMetadata()
    {
        GgufHeader header = readGgufHeader(m_cursor);
        m_tensorCount = header.tensorCount;
        m_alignment = header.alignment;
        return GgufMetadata(m_path, std::move(header.values));
    }

    void readTensors()
    {
        std::vector<TensorView> views;
        for (std::uint64_t index = 0; index < m_tensorCount; ++index)
            views.push_back(readTensor(index));
        const std::span<const std::byte> data = dataPart();
        for (std::size_t index = 0; index < views.size(); ++index)
            place(views[index], m_extents[index], data);
        checkOverlap();
    }

    std::unique_ptr<MappedFile> takeFile() { return std::move(m_file); }
    std::map<QString, TensorView> takeTensors() { return std::move(m_tensors); }

private:
    [[nodiscard]] Error error(const QString& tensor, const QString& what) const
    {
        return badInput(
            QStringLiteral("%1: tensor %2: %3").arg(pathForMessage(m_path), forMessage(tensor), what));
    }

    // Everything but the bytes, whose beginning is known only after the last tensor's entry.
    TensorView readTensor(std::uint64_t index)
    {
        m_cursor.setPlace(QStringLiteral("tensor %1 of %2").arg(index + 1).arg(m_tensorCount));
        TensorView tensor;
        tensor.file = m_path;
        tensor.name = m_cursor.text("its name", longestName);
        if (tensor.name.isEmpty())
            throw m_cursor.error(QStringLiteral("its name is empty"));
        m_cursor.setPlace(QStringLiteral("tensor %1").arg(forMessage(tensor.name)));
        const std::uint64_t elements = readShape(tensor.shape);
        const auto number = m_cursor.number<std::uint32_t>("its type");
        const std::optional<GgmlType> type = ggmlType(number);
        if (!type)
            throw m_cursor.error(QStringLiteral("its type is %1, which is no type of ggml").arg(number));
        tensor.dtype = type->dtype;
        tensor.storedDtype = QString::fromLatin1(type->name);
        Extent extent;
        extent.name = tensor.name;
        extent.begin = m_cursor.number<std::uint64_t>("its offset");
        const std::uint64_t length = byteLength(tensor, *type, elements);
        if (extent.begin % m_alignment != 0) {
            throw m_cursor.error(QStringLiteral("its offset %1 is no multiple of the alignment %2")
                                     .arg(extent.begin)
                                     .arg(m_alignment));
        }
        if (__builtin_add_overflow(extent.begin, length, &extent.end)) {
            throw m_cursor.error(QStringLiteral("its offset %1 and length %2 exceed what 64 bits can count")
                                     .arg(extent.begin)
                                     .arg(length));
        }
        m_extents.push_back(extent);
        return tensor;
    }

    // Fills `shape`, reversed so that the extent that runs fastest is last, and returns the number of
    // elements.
    std::uint64_t readShape(std::vector<std::int64_t>& shape)
    {
        const auto dimensions = m_cursor.number<std::uint32_t>("its number of dimensions");
        if (dimensions < 1 || dimensions > 4) {
            throw m_cursor.error(QStringLiteral("it has %1 dimensions; a tensor has 1 to 4").arg(dimensions));
        }
        std::int64_t elements = 1;
        for (std::uint32_t dimension = 0; dimension < dimensions; ++dimension) {
            const auto extent = m_cursor.number<std::uint64_t>("its dimensions");
            if (extent == 0)
                throw m_cursor.error(QStringLiteral("its dimension %1 is 0").arg(dimension + 1));
            if (__builtin_mul_overflow(elements, extent, &elements)) {
                throw m_cursor.error(
                    QStringLiteral("its dimension %1 is %2: more elements than 63 bits can count")
                        .arg(dimension + 1)
                        .arg(extent));
            }
            shape.insert(shape.begin(), static_cast<std::int64_t>(extent));
        }
        return static_cast<std::uint64_t>(elements);
    }

    [[nodiscard]] std::uint64_t
    byteLength(const TensorView& tensor, const GgmlType& type, std::uint64_t elements) const
    {
        const auto row = static_cast<std::uint64_t>(tensor.shape.back());
        if (row % type.blockLength != 0) {
            throw m_cursor.error(QStringLiteral("its rows of %1 numbers do not divide into blocks of %2 (%3)")
                                     .arg(row)
                                     .arg(type.blockLength)
                                     .arg(tensor.storedDtype));
        }
        std::uint64_t length = 0;
        if (__builtin_mul_overflow(elements / type.blockLength, type.blockBytes, &length)) {
            throw m_cursor.error(
                QStringLiteral("its %1 elements need more bytes than 64 bits can count").arg(elements));
        }
        return length;
    }

    // From the first multiple of the alignment on. A file without tensors may end before it.
    [[nodiscard]] std::span<const std::byte> dataPart() const
    {
        const std::span<const std::byte> bytes = m_file->bytes();
        const std::uint64_t over = m_cursor.position() % m_alignment;
        const std::uint64_t begin = m_cursor.position() + (over == 0 ? 0 : m_alignment - over);
        return bytes.subspan(std::min<std::uint64_t>(begin, bytes.size()));
    }

    void place(TensorView& tensor, const Extent& extent, std::span<const std::byte> data)
    {
        if (extent.end > data.size()) {
            throw error(
                tensor.name,
                QStringLiteral("it lies at bytes %1 to %2 of the data, but the file holds %3 bytes of data")
                    .arg(extent.begin)
                    .arg(extent.end)
                    .arg(data.size()));
        }
        tensor.bytes = data.subspan(extent.begin, extent.end - extent.begin);
        if (!m_tensors.emplace(tensor.name, tensor).second)
            throw error(tensor.name, QStringLiteral("the file has two tensors of this name"));
    }

    void checkOverlap()
    {
        std::sort(m_extents.begin(), m_extents.end(), [](const Extent& a, const Extent& b) {
            return a.begin < b.begin;
        });
        for (std::size_t index = 1; index < m_extents.size(); ++index) {
            const Extent& before = m_extents[index - 1];
            const Extent& extent = m_extents[index];
            if (extent.begin < before.end) {
                throw error(
                    extent.name,
                    QStringLiteral("its data begin at byte %1 and overlap those of %2, which end at byte %3")
                        .arg(extent.begin)
                        .arg(forMessage(before.name))
                        .arg(before.end));
            }
        }
    }

    QString m_path;
    std::unique_ptr<MappedFile> m_file;
    GgufCursor m_cursor;
    std::uint64_t m_tensorCount = 0;
    std::uint64_t m_alignment = 1;
    std::vector<Extent> m_extents;
    std::map<QString, TensorView> m_tensors;
};

class MappedGguf : public GgufFile {
public:
    MappedGguf(std::unique_ptr<MappedFile> file, GgufMetadata metadata, std::map<QString, TensorView> tensors)
        : m_file(std::move(file)),
          m_metadata(std::move(metadata)),
          m_tensors(std::move(tensors))
    {
    }

    [[nodiscard]] const GgufMetadata& metadata() const override { return m_metadata; }
    [[nodiscard]] const std::map<QString, TensorView>& tensors() const override { return m_tensors; }
    [[nodiscard]] QStringList files() const override { return {m_file->path()}; }

private:
    std::unique_ptr<MappedFile> m_file;
    GgufMetadata m_metadata;
    std::map<QString, TensorView> m_tensors;
};

void refuseSplit(const GgufMetadata& metadata)
{
    const QString key = QStringLiteral("split.count");
    if (metadata.integer(key).value_or(1) > 1) {
        throw metadata.fault(
            key, QStringLiteral("one of several files of a model; Headwaters reads models in one GGUF file"));
    }
}

} // namespace

std::shared_ptr<const GgufFile> openGguf(const QString& path)
{
    Reader reader(path);
    GgufMetadata metadata = reader.readMetadata();
    refuseSplit(metadata);
    reader.readTensors();
    return std::make_shared<MappedGguf>(reader.takeFile(), std::move(metadata), reader.takeTensors());
}

GgufMetadata readGgufMetadata(const QString& path)
{
    return Reader(path).readMetadata();
}

bool beginsAsGguf(const QString& path)
{
    QFile file(path);
    return QFileInfo(path).isFile() && file.open(QIODevice::ReadOnly) && file.read(4) == "GGUF";
}

} // namespace headwaters
