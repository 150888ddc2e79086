#include "core/files/reading.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSet>
#include <QUtf8StringView>

#include <algorithm>
#include <cctype>
#include <vector>

namespace headwaters {

namespace {

// `line 3, column 14`, both counted from 1; columns count bytes.
QString position(const QByteArray& bytes, qsizetype offset)
{
    const QByteArray before = bytes.left(offset);
    return QStringLiteral("line %1, column %2")
        .arg(before.count('\n') + 1)
        .arg(offset - (before.lastIndexOf('\n') + 1) + 1);
}

qsizetype firstInvalidByte(const QByteArray& bytes)
{
    // The longest valid prefix by bisection: validity of a prefix is monotone but for a sequence that is cut
    // at its end, and those are at most three bytes long.
    const auto validAround = [&bytes](qsizetype length) {
        for (qsizetype cut = 0; cut <= 3 && cut <= length; ++cut) {
            if (QUtf8StringView(bytes.constData(), length - cut).isValidUtf8())
                return length - cut;
        }
        return qsizetype{-1};
    };
    qsizetype good = 0;
    qsizetype bad = bytes.size();
    while (bad - good > 1) {
        const qsizetype middle = good + (bad - good) / 2;
        if (validAround(middle) >= 0)
            good = middle;
        else
            bad = middle;
    }
    return std::max<qsizetype>(validAround(good), 0);
}

qsizetype endOfString(const QByteArray& json, qsizetype quote)
{
    qsizetype i = quote + 1;
    while (i < json.size() && json[i] != '"')
        i += json[i] == '\\' ? 2 : 1;
    return i;
}

QString unescaped(const QByteArray& quoted)
{
    return QJsonDocument::fromJson('[' + quoted + ']').array().first().toString();
}

} // namespace

QString pathForMessage(const QString& path)
{
    return forMessage(path, 200);
}

Error cannotRead(const QString& path, const QString& reason)
{
    return badInput(QStringLiteral("%1: cannot be read: %2").arg(pathForMessage(path), reason));
}

bool isListed(const QString& path)
{
    const QFileInfo info(path);
    return info.exists() || info.isSymbolicLink();
}

void openForReading(QFile& file, const QString& path)
{
    const QFileInfo info(path);
    if (!info.exists() && info.isSymbolicLink())
        throw badInput(QStringLiteral("%1: a link to a file that is not there").arg(pathForMessage(path)));
    if (!info.exists())
        throw badInput(QStringLiteral("%1: no such file").arg(pathForMessage(path)));
    if (!info.isFile()) // a named pipe would make us wait for ever
        throw badInput(QStringLiteral("%1: not a regular file").arg(pathForMessage(path)));
    file.setFileName(path);
    if (!file.open(QIODevice::ReadOnly))
        throw cannotRead(path, file.errorString());
}

QByteArray readFile(const QString& path, qint64 longest)
{
    QFile file;
    openForReading(file, path);
    if (file.size() > longest) {
        throw badInput(QStringLiteral("%1: %2 bytes long; at most %3 are read")
                           .arg(pathForMessage(path))
                           .arg(file.size())
                           .arg(longest));
    }
    QByteArray bytes = file.readAll();
    if (file.error() != QFileDevice::NoError)
        throw cannotRead(path, file.errorString());
    return bytes;
}

QJsonObject parseJsonObject(const QByteArray& bytes, const QString& name)
{
    if (!QUtf8StringView(bytes).isValidUtf8()) {
        throw badInput(QStringLiteral("%1: invalid UTF-8 at %2")
                           .arg(pathForMessage(name), position(bytes, firstInvalidByte(bytes))));
    }
    QJsonParseError error{};
    const QJsonDocument document = QJsonDocument::fromJson(bytes, &error);
    if (error.error != QJsonParseError::NoError) {
        throw badInput(QStringLiteral("%1: invalid JSON at %2: %3")
                           .arg(pathForMessage(name), position(bytes, error.offset), error.errorString()));
    }
    if (!document.isObject())
        throw badInput(QStringLiteral("%1: the JSON in it is no object").arg(pathForMessage(name)));
    return document.object();
}

QJsonObject readJsonObject(const QString& path)
{
    return parseJsonObject(readFile(path), path);
}

QString duplicateKey(const QByteArray& json)
{
    // The text is known to be valid, so a string is a key exactly where a colon follows it.
    std::vector<QSet<QString>> open;
    for (qsizetype i = 0; i < json.size(); ++i) {
        const char c = json[i];
        if (c == '{') {
            open.emplace_back();
        } else if (c == '}') {
            open.pop_back();
        } else if (c == '"') {
            const qsizetype end = endOfString(json, i);
            const QByteArray quoted = json.mid(i, end - i + 1);
            i = end;
            qsizetype next = end + 1;
            while (next < json.size() && std::isspace(static_cast<unsigned char>(json[next])))
                ++next;
            if (next >= json.size() || json[next] != ':')
                continue;
            const QString key = quoted.contains('\\') ? unescaped(quoted)
                                                      : QString::fromUtf8(quoted.mid(1, quoted.size() - 2));
            if (open.back().contains(key))
                return key;
            open.back().insert(key);
        }
    }
    return {};
}

} // namespace headwaters
