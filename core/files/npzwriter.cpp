#include "core/files/npz.h"

#include "core/base/error.h"
#include "core/files/npy.h"
#include "core/files/reading.h"
#include "core/files/writing.h"

#include <QSet>
#include <QUtf8StringView>
#include <QtEndian>

#include <zip.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstring>
#include <memory>
#include <optional>
#include <span>

namespace headwaters {

// libzip asks two kinds of callbacks: one per entry that hands out header and numbers without copying them,
// and one for the archive itself, which writes straight into the QSaveFile. So nothing is held besides the
// tensors.

namespace {

// Level 1: a capture is gigabytes, and floats shrink hardly more at level 9.
constexpr zip_uint32_t compressionLevel = 1;

static_assert(std::endian::native == std::endian::little, "numbers are handed to the archive as they lie");

class EntrySource {
public:
    explicit EntrySource(const NamedTensor& tensor)
        : m_header(npyHeader(tensor.shape)),
          m_numbers(std::as_bytes(std::span(tensor.values)))
    {
    }

    static zip_int64_t callback(void* self, void* data, zip_uint64_t length, zip_source_cmd_t command)
    {
        return static_cast<EntrySource*>(self)->answer(data, length, command);
    }

private:
    [[nodiscard]] zip_uint64_t size() const
    {
        return static_cast<zip_uint64_t>(m_header.size()) + m_numbers.size();
    }

    zip_int64_t answer(void* data, zip_uint64_t length, zip_source_cmd_t command)
    {
        switch (command) {
        case ZIP_SOURCE_OPEN:
            m_next = 0;
            return 0;
        case ZIP_SOURCE_READ:
            return read(static_cast<char*>(data), length);
        case ZIP_SOURCE_STAT: {
            auto* const stat = static_cast<zip_stat_t*>(data);
            zip_stat_init(stat);
            stat->size = size();
            stat->valid = ZIP_STAT_SIZE;
            return sizeof(zip_stat_t);
        }
        case ZIP_SOURCE_SUPPORTS:
            return ZIP_SOURCE_SUPPORTS_READABLE;
        case ZIP_SOURCE_CLOSE:
        case ZIP_SOURCE_FREE:
            return 0;
        default:
            return -1;
        }
    }

    zip_int64_t read(char* out, zip_uint64_t length)
    {
        zip_uint64_t done = 0;
        while (done < length && m_next < size()) {
            const auto headerSize = static_cast<zip_uint64_t>(m_header.size());
            const bool inHeader = m_next < headerSize;
            const char* const from = inHeader
                ? m_header.constData() + m_next
                : reinterpret_cast<const char*>(m_numbers.data()) + (m_next - headerSize);
            const zip_uint64_t count = std::min(length - done, (inHeader ? headerSize : size()) - m_next);
            std::memcpy(out + done, from, count);
            done += count;
            m_next += count;
        }
        return static_cast<zip_int64_t>(done);
    }

    QByteArray m_header;
    std::span<const std::byte> m_numbers;
    zip_uint64_t m_next = 0;
};

class ArchiveTarget {
public:
    explicit ArchiveTarget(QSaveFile& file) : m_file(file) { zip_error_init(&m_error); }
    ~ArchiveTarget() { zip_error_fini(&m_error); }
    ArchiveTarget(const ArchiveTarget&) = delete;
    ArchiveTarget& operator=(const ArchiveTarget&) = delete;

    /// Why the file took no more; none where it took everything.
    [[nodiscard]] const std::optional<Error>& refused() const { return m_refused; }

    static zip_int64_t callback(void* self, void* data, zip_uint64_t length, zip_source_cmd_t command)
    {
        return static_cast<ArchiveTarget*>(self)->answer(data, length, command);
    }

private:
    zip_int64_t answer(void* data, zip_uint64_t length, zip_source_cmd_t command)
    {
        switch (command) {
        case ZIP_SOURCE_SUPPORTS:
            return ZIP_SOURCE_SUPPORTS_WRITABLE;
        case ZIP_SOURCE_STAT: // a new archive: nothing to read
            return fail(ZIP_ER_READ, ENOENT);
        case ZIP_SOURCE_BEGIN_WRITE:
        case ZIP_SOURCE_COMMIT_WRITE:
        case ZIP_SOURCE_ROLLBACK_WRITE:
        case ZIP_SOURCE_CLOSE:
        case ZIP_SOURCE_FREE:
        case ZIP_SOURCE_REMOVE:
            return 0;
        case ZIP_SOURCE_WRITE:
            return write(static_cast<const char*>(data), static_cast<qint64>(length));
        case ZIP_SOURCE_TELL_WRITE:
            return m_file.pos();
        case ZIP_SOURCE_SEEK_WRITE:
            return seek(data, length);
        case ZIP_SOURCE_ERROR:
            return zip_error_to_data(&m_error, data, length);
        default:
            return fail(ZIP_ER_OPNOTSUPP, 0);
        }
    }

    // An exception must not pass through libzip, which is C, so it waits here.
    zip_int64_t write(const char* data, qint64 length)
    {
        try {
            writePiece(m_file, data, length);
            return length;
        } catch (const Error& error) {
            return refuse(error);
        }
    }

    zip_int64_t seek(void* data, zip_uint64_t length)
    {
        // A full disk may show only now, when what QSaveFile holds back is written.
        if (!m_file.flush())
            return refuse(cannotWrite(m_file));
        const zip_int64_t position = zip_source_seek_compute_offset(
            static_cast<zip_uint64_t>(m_file.pos()), static_cast<zip_uint64_t>(m_file.size()), data, length,
            &m_error);
        if (position < 0)
            return -1;
        return m_file.seek(position) ? 0 : fail(ZIP_ER_SEEK, EIO);
    }

    // The first reason is the true one: what fails after it fails for want of what was lost.
    zip_int64_t refuse(const Error& reason)
    {
        if (!m_refused)
            m_refused = reason;
        return fail(ZIP_ER_WRITE, EIO);
    }

    zip_int64_t fail(int zipCode, int systemCode)
    {
        zip_error_set(&m_error, zipCode, systemCode);
        return -1;
    }

    QSaveFile& m_file;
    zip_error_t m_error{};
    std::optional<Error> m_refused;
};

// Date and time as zip entries hold them; the format begins in 1980, ends in 2107 and counts two seconds.
struct DosTime {
    zip_uint16_t time = 0;
    zip_uint16_t date = 0;
};

DosTime dosTime(const QDateTime& when)
{
    const QDate date = when.date();
    const QTime time = when.time();
    const int year = std::clamp(date.year(), 1980, 2107);
    return {
        static_cast<zip_uint16_t>(time.hour() << 11 | time.minute() << 5 | time.second() / 2),
        static_cast<zip_uint16_t>((year - 1980) << 9 | date.month() << 5 | date.day())};
}

void checkTensors(const QString& path, const std::vector<NamedTensor>& tensors)
{
    QSet<QString> names;
    for (const NamedTensor& tensor : tensors) {
        if (names.contains(tensor.name))
            throw cannotWrite(path, QStringLiteral("two arrays are named %1").arg(forMessage(tensor.name)));
        names.insert(tensor.name);
        std::uint64_t elements = 1;
        for (const std::int64_t length : tensor.shape)
            elements *= static_cast<std::uint64_t>(length);
        if (elements != tensor.values.size()) {
            throw cannotWrite(
                path,
                QStringLiteral("the shape of %1 needs %2 values, but there are %3")
                    .arg(forMessage(tensor.name))
                    .arg(elements)
                    .arg(tensor.values.size()));
        }
    }
}

void addEntry(
    zip_t* archive, const NamedTensor& tensor, EntrySource& entry, const DosTime& when, const QString& path)
{
    zip_source_t* const source = zip_source_function(archive, EntrySource::callback, &entry);
    const QByteArray name = tensor.name.toUtf8() + ".npy";
    const zip_int64_t added =
        source == nullptr ? -1 : zip_file_add(archive, name.constData(), source, ZIP_FL_ENC_UTF_8);
    if (added < 0) {
        zip_source_free(source);
        throw cannotWrite(path, QString::fromUtf8(zip_strerror(archive)));
    }
    const auto index = static_cast<zip_uint64_t>(added);
    if (zip_set_file_compression(archive, index, ZIP_CM_DEFLATE, compressionLevel) != 0
        || zip_file_set_dostime(archive, index, when.time, when.date, 0) != 0)
        throw cannotWrite(path, QString::fromUtf8(zip_strerror(archive)));
}

// Cut at a whole character: the length is a field of 16 bits.
QByteArray archiveComment(const QString& comment)
{
    QByteArray bytes = comment.toUtf8().left(0xffff);
    while (!QUtf8StringView(bytes).isValidUtf8())
        bytes.chop(1);
    return bytes;
}

// libzip removes an archive without entries; its file is the end record alone.
void writeEmptyArchive(const QString& path, const QByteArray& comment)
{
    QByteArray length(2, '\0');
    qToLittleEndian(static_cast<quint16>(comment.size()), length.data());
    writeFile(path, QByteArray("PK\x05\x06", 4) + QByteArray(16, '\0') + length + comment);
}

} // namespace

void writeNpz(const QString& path, const std::vector<NamedTensor>& tensors, const QString& comment)
{
    checkTensors(path, tensors);
    const QByteArray commentBytes = archiveComment(comment);
    if (tensors.empty())
        return writeEmptyArchive(path, commentBytes);

    QSaveFile file;
    openForWriting(file, path);
    ArchiveTarget target(file);
    std::vector<EntrySource> entries(
        tensors.begin(), tensors.end()); // libzip holds pointers to them until closed

    zip_error_t reason;
    zip_error_init(&reason);
    zip_source_t* const source = zip_source_function_create(ArchiveTarget::callback, &target, &reason);
    zip_t* const opened =
        source == nullptr ? nullptr : zip_open_from_source(source, ZIP_CREATE | ZIP_TRUNCATE, &reason);
    const QString openError = QString::fromUtf8(zip_error_strerror(&reason));
    zip_error_fini(&reason);
    if (opened == nullptr) {
        zip_source_free(source);
        throw cannotWrite(path, openError);
    }
    std::unique_ptr<zip_t, void (*)(zip_t*)> archive(opened, zip_discard);

    const DosTime when = dosTime(fileDate());
    for (std::size_t i = 0; i < tensors.size(); ++i)
        addEntry(archive.get(), tensors[i], entries[i], when, path);
    if (!commentBytes.isEmpty()
        && zip_set_archive_comment(
               archive.get(), commentBytes.constData(), static_cast<zip_uint16_t>(commentBytes.size()))
            != 0)
        throw cannotWrite(path, QString::fromUtf8(zip_strerror(archive.get())));
    if (zip_close(archive.get()) != 0) {
        if (target.refused())
            throw *target.refused();
        throw cannotWrite(path, QString::fromUtf8(zip_strerror(archive.get())));
    }
    archive.release(); // closed
    commitWriting(file);
}

} // namespace headwaters
