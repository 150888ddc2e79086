#include "core/files/npz.h"

#include "core/base/error.h"
#include "core/files/npy.h"
#include "core/files/reading.h"

#include <QFile>

#include <zip.h>

#include <memory>

namespace headwaters {

namespace {

const QString arrayEnding = QStringLiteral(".npy");

struct CloseArchive {
    void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct CloseEntry {
    void operator()(zip_file_t* entry) const { zip_fclose(entry); }
};

Error error(const QString& path, const QString& what)
{
    return badInput(QStringLiteral("%1: %2").arg(pathForMessage(path), what));
}

using Archive = std::unique_ptr<zip_t, CloseArchive>;

Archive openArchive(const QString& path)
{
    QFile probe;
    openForReading(probe, path); // says what is wrong with a path better than libzip does
    int code = 0;
    Archive archive(zip_open(QFile::encodeName(path).constData(), ZIP_RDONLY, &code));
    if (!archive) {
        zip_error_t reason;
        zip_error_init_with_code(&reason, code);
        const QString words = QString::fromUtf8(zip_error_strerror(&reason));
        zip_error_fini(&reason);
        throw error(path, QStringLiteral("not a readable zip archive: %1").arg(words));
    }
    return archive;
}

QByteArray readEntry(zip_t* archive, zip_uint64_t index, const zip_stat_t& stat, const QString& place)
{
    // Deflate packs at most 1032 to 1, so a larger claim is a lie that would only ask for memory.
    if (stat.size > (stat.comp_size + 1) * 1032 || stat.size > static_cast<zip_uint64_t>(PTRDIFF_MAX) / 2)
        throw badInput(
            QStringLiteral("%1: claims %2 bytes in %3").arg(place).arg(stat.size).arg(stat.comp_size));
    const std::unique_ptr<zip_file_t, CloseEntry> entry(zip_fopen_index(archive, index, 0));
    if (!entry)
        throw badInput(QStringLiteral("%1: %2").arg(place, QString::fromUtf8(zip_strerror(archive))));
    QByteArray bytes(static_cast<qsizetype>(stat.size), Qt::Uninitialized);
    zip_uint64_t filled = 0;
    for (;;) {
        char beyond = 0; // the read that meets the end checks the entry's checksum
        const bool full = filled == stat.size;
        const zip_int64_t count =
            zip_fread(entry.get(), full ? &beyond : bytes.data() + filled, full ? 1 : stat.size - filled);
        if (count < 0) {
            throw badInput(
                QStringLiteral("%1: %2").arg(place, QString::fromUtf8(zip_file_strerror(entry.get()))));
        }
        if (count == 0)
            break;
        if (full)
            throw badInput(
                QStringLiteral("%1: longer than the %2 bytes it claims").arg(place).arg(stat.size));
        filled += static_cast<zip_uint64_t>(count);
    }
    if (filled != stat.size) {
        throw badInput(QStringLiteral("%1: ends after %2 of %3 bytes").arg(place).arg(filled).arg(stat.size));
    }
    return bytes;
}

} // namespace

std::vector<NamedTensor> readNpz(const QString& path)
{
    const Archive archive = openArchive(path);
    std::vector<NamedTensor> tensors;
    const zip_int64_t count = zip_get_num_entries(archive.get(), 0);
    for (zip_int64_t i = 0; i < count; ++i) {
        const auto index = static_cast<zip_uint64_t>(i);
        zip_stat_t stat;
        if (zip_stat_index(archive.get(), index, 0, &stat) != 0 || (stat.valid & ZIP_STAT_SIZE) == 0
            || (stat.valid & ZIP_STAT_COMP_SIZE) == 0 || (stat.valid & ZIP_STAT_NAME) == 0)
            throw error(path, QStringLiteral("entry %1 of the zip archive cannot be read").arg(i));
        QString name = QString::fromUtf8(stat.name);
        const QString place = QStringLiteral("%1, array %2").arg(pathForMessage(path), forMessage(name));
        if (!name.endsWith(arrayEnding))
            throw badInput(QStringLiteral("%1: no .npy entry").arg(place));
        tensors.push_back(parseNpy(readEntry(archive.get(), index, stat, place), place));
        name.chop(arrayEnding.size());
        tensors.back().name = name;
    }
    return tensors;
}

} // namespace headwaters
