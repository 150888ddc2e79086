#include "core/files/mappedfile.h"

#include "core/files/reading.h"

namespace headwaters {

MappedFile::MappedFile(const QString& path)
{
    openForReading(m_file, path);
    const qint64 size = m_file.size();
    if (size == 0)
        return; // mmap refuses a length of 0
    const uchar* start = m_file.map(0, size);
    if (start == nullptr)
        throw cannotRead(path, m_file.errorString());
    m_bytes = {reinterpret_cast<const std::byte*>(start), static_cast<std::size_t>(size)};
}

} // namespace headwaters
