#include "core/engine/memory.h"

#include "core/base/error.h"

#include <QFile>

#include <algorithm>
#include <cstdint>
#include <sys/mman.h>
#include <unistd.h>

namespace headwaters {

namespace {

qint64 availableToSystem()
{
    QFile file(QStringLiteral("/proc/meminfo"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const QList<QByteArray> lines = file.readAll().split('\n');
    for (const QByteArray& line : lines) {
        if (line.startsWith("MemAvailable:"))
            return line.simplified().split(' ').value(1).toLongLong() * 1024;
    }
    return 0;
}

qint64 limitOfContainer()
{
    QFile file(QStringLiteral("/sys/fs/cgroup/memory.max"));
    return file.open(QIODevice::ReadOnly) ? file.readAll().trimmed().toLongLong() : 0; // `max` reads as 0
}

/// Advises on the whole pages inside a range; a page that it shares with others is left alone.
void advise(std::span<const std::byte> range, int advice)
{
    const auto page = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
    const auto begin = reinterpret_cast<std::uintptr_t>(range.data());
    const std::uintptr_t first = (begin + page - 1) / page * page;
    const std::uintptr_t end = (begin + range.size()) / page * page;
    if (end > first)
        madvise(reinterpret_cast<void*>(first), end - first, advice);
}

} // namespace

qint64 availableMemory()
{
    const qint64 system = availableToSystem();
    const qint64 container = limitOfContainer();
    return container > 0 && system > 0 ? std::min(system, container) : std::max(system, container);
}

QString memoryText(qint64 bytes)
{
    return QStringLiteral("%1 GiB").arg(static_cast<double>(bytes) / (1024.0 * 1024.0 * 1024.0), 0, 'f', 1);
}

void requireMemory(qint64 bytes, const QString& what)
{
    const qint64 available = availableMemory();
    if (available > 0 && bytes > available) {
        throw failure(QStringLiteral("%1 needs %2 of memory; %3 are available.")
                          .arg(what, memoryText(bytes), memoryText(available)));
    }
}

void aboutToRead(std::span<const std::byte> mapped)
{
    constexpr int populateRead = 22; // MADV_POPULATE_READ, younger than some systems' headers
    advise(mapped, populateRead);
}

void doneReading(std::span<const std::byte> mapped)
{
    advise(mapped, MADV_DONTNEED);
}

} // namespace headwaters
