#include "core/files/folderreader.h"

#include "core/files/reading.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace headwaters {

FolderReader::FolderReader(const CancelToken& cancel, int mostEntries) : m_cancel(cancel), m_left(mostEntries)
{
}

std::vector<FolderReader::Entry> FolderReader::read(const QString& folder)
{
    m_cancel.throwIfCancelled();
    const QString canonical = QFileInfo(folder).canonicalFilePath();
    if (canonical.isEmpty() || !QFileInfo(canonical).isDir() || m_read.contains(canonical))
        return {};
    m_read.insert(canonical);

    // Entry by entry, where QDir would first read a folder of a million files.
    std::error_code error;
    std::vector<Entry> entries;
    std::filesystem::directory_iterator entry(QFile::encodeName(canonical).toStdString(), error);
    for (; !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
        m_cancel.throwIfCancelled();
        if (--m_left < 0)
            break;
        const QString name = QFile::decodeName(entry->path().filename().c_str());
        std::error_code unknown; // a link to nothing, or to what may not be seen
        if (!name.startsWith(QLatin1Char('.')))
            entries.push_back({name, folder + QLatin1Char('/') + name, entry->is_directory(unknown)});
    }
    if (error)
        throw cannotRead(folder, QString::fromStdString(error.message()));
    std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.name < b.name; });
    return entries;
}

} // namespace headwaters
