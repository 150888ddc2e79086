#include "core/base/memory.h"

#include "core/base/error.h"

#include <QFile>

#include <algorithm>

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

QString gibibytes(qint64 bytes)
{
    return QString::number(static_cast<double>(bytes) / (1024.0 * 1024.0 * 1024.0), 'f', 1);
}

} // namespace

qint64 availableMemory()
{
    const qint64 system = availableToSystem();
    const qint64 container = limitOfContainer();
    return container > 0 && system > 0 ? std::min(system, container) : std::max(system, container);
}

void requireMemory(qint64 bytes, const QString& what)
{
    const qint64 available = availableMemory();
    if (available > 0 && bytes > available) {
        throw failure(QStringLiteral("%1 needs %2 GiB of memory; %3 GiB are available.")
                          .arg(what, gibibytes(bytes), gibibytes(available)));
    }
}

QString bytesText(qint64 bytes)
{
    const auto value = static_cast<double>(bytes);
    if (bytes < 1'000)
        return QStringLiteral("%1 B").arg(bytes);
    if (value < 999.5e3)
        return QStringLiteral("%1 kB").arg(value / 1e3, 0, 'f', 0);
    if (value < 9.95e6)
        return QStringLiteral("%1 MB").arg(value / 1e6, 0, 'f', 1);
    if (value < 999.5e6)
        return QStringLiteral("%1 MB").arg(value / 1e6, 0, 'f', 0);
    return QStringLiteral("%1 GB").arg(value / 1e9, 0, 'f', value < 99.95e9 ? 1 : 0);
}

} // namespace headwaters
