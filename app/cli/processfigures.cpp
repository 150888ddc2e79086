#include "app/cli/processfigures.h"

#include <QByteArray>
#include <QFile>

#include <malloc.h>

#include <ctime>
#include <unistd.h>

namespace headwaters {

namespace {

QByteArray contents(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

std::optional<double> secondsSinceStart()
{
    // Field 22, counted after the program's name, which may hold spaces and brackets of its own.
    constexpr int fieldsAfterName = 19;
    const QByteArray stat = contents(QStringLiteral("/proc/self/stat"));
    const QList<QByteArray> fields = stat.mid(stat.lastIndexOf(')') + 2).split(' ');
    if (fields.size() <= fieldsAfterName)
        return std::nullopt;
    const double start = fields[fieldsAfterName].toDouble() / static_cast<double>(::sysconf(_SC_CLK_TCK));
    timespec now{};
    if (::clock_gettime(CLOCK_BOOTTIME, &now) != 0)
        return std::nullopt;
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9 - start;
}

std::optional<qint64> peakMemory()
{
    for (const QByteArray& line : contents(QStringLiteral("/proc/self/status")).split('\n')) {
        if (line.startsWith("VmHWM:"))
            return line.mid(6).simplified().split(' ').first().toLongLong() * 1024;
    }
    return std::nullopt;
}

void resetPeakMemory()
{
    malloc_trim(0); // what was freed but not given back is no need of the next measurement
    QFile file(QStringLiteral("/proc/self/clear_refs"));
    if (file.open(QIODevice::WriteOnly | QIODevice::Unbuffered))
        file.write("5");
}

} // namespace headwaters
