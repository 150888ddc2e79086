#include "core/files/writing.h"

#include "core/files/reading.h"

#include <QDir>
#include <QFileInfo>

#include <array>
#include <charconv>
#include <cmath>

namespace headwaters {

namespace {

template <typename Number> QString shortestText(Number value)
{
    if (std::isnan(value)) // to_chars writes a sign and a payload
        return QStringLiteral("nan");
    std::array<char, 32> text{};
    const auto result = std::to_chars(text.data(), text.data() + text.size(), value);
    return QString::fromLatin1(text.data(), result.ptr - text.data());
}

} // namespace

Error cannotWrite(const QString& path, const QString& reason)
{
    return failure(QStringLiteral("%1: cannot be written: %2").arg(pathForMessage(path), reason));
}

Error cannotWrite(QSaveFile& file)
{
    // A disk that fills up takes a part first, of which Qt knows no reason; the rest gives it.
    file.flush();
    return cannotWrite(file.fileName(), file.errorString());
}

void openForWriting(QSaveFile& file, const QString& path)
{
    // QSaveFile's own words for these two are about its temporary file.
    const QFileInfo target(path);
    if (path.isEmpty())
        throw cannotWrite(QStringLiteral("“”"), QStringLiteral("no file name"));
    if (target.isDir())
        throw cannotWrite(path, QStringLiteral("it is a folder"));
    if (target.exists() && !target.isFile())
        throw cannotWrite(path, QStringLiteral("it is not a regular file"));
    if (!target.dir().exists())
        throw cannotWrite(path, QStringLiteral("there is no folder %1").arg(pathForMessage(target.path())));
    file.setFileName(path);
    if (!file.open(QIODevice::WriteOnly))
        throw cannotWrite(path, file.errorString());
}

void writePiece(QSaveFile& file, const char* bytes, qint64 size)
{
    // A disk that is nearly full takes a part without an error, and QSaveFile would commit that part.
    while (size > 0) {
        const qint64 count = file.write(bytes, size);
        if (count <= 0)
            throw cannotWrite(file);
        bytes += count;
        size -= count;
    }
}

void commitWriting(QSaveFile& file)
{
    if (!file.flush() || !file.commit())
        throw cannotWrite(file);
}

void writeFile(const QString& path, const QByteArray& bytes)
{
    QSaveFile file;
    openForWriting(file, path);
    writePiece(file, bytes.constData(), bytes.size());
    commitWriting(file);
}

QDateTime fileDate()
{
    constexpr qint64 year2000 = 946'684'800;
    bool isNumber = false;
    const qint64 epoch = qEnvironmentVariable("SOURCE_DATE_EPOCH").toLongLong(&isNumber);
    return QDateTime::fromSecsSinceEpoch(isNumber && epoch >= 0 ? epoch : year2000, Qt::UTC);
}

QJsonValue jsonNumber(double value)
{
    if (std::isnan(value))
        return QStringLiteral("nan");
    if (std::isinf(value))
        return value > 0 ? QStringLiteral("inf") : QStringLiteral("-inf");
    return value;
}

QString numberText(float value)
{
    return shortestText(value);
}

QString numberText(double value)
{
    return shortestText(value);
}

} // namespace headwaters
