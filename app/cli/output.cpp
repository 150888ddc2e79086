#include "app/cli/output.h"

#include "core/base/error.h"
#include "core/files/writing.h"

#include <QFileInfo>
#include <QJsonDocument>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace headwaters {

using namespace Qt::StringLiterals;

void print(const QByteArray& bytes)
{
    const auto count = static_cast<std::size_t>(bytes.size());
    if (std::fwrite(bytes.constData(), 1, count, stdout) != count || std::fflush(stdout) != 0)
        throw failure(
            u"Standard output cannot be written: %1."_s.arg(QString::fromUtf8(std::strerror(errno))));
}

void print(const QString& text)
{
    print(text.toUtf8());
}

void printJson(const QJsonObject& object)
{
    print(QJsonDocument(object).toJson(QJsonDocument::Indented));
}

void checkWritable(const QString& path)
{
    const QFileInfo file(path);
    const QFileInfo folder(file.absolutePath());
    if (file.isDir())
        throw cannotWrite(path, u"it is a folder"_s);
    if (!folder.isDir())
        throw cannotWrite(path, u"there is no folder %1"_s.arg(folder.filePath()));
    if (!folder.isWritable() || (file.exists() && !file.isWritable()))
        throw cannotWrite(path, u"permission denied"_s);
}

QString checkedEnding(const QString& option, const QString& path, const QStringList& allowed)
{
    const QString ending = QFileInfo(path).suffix().toLower();
    if (!allowed.contains(ending))
        throw badInput(
            u"%1 %2: the name must end in one of .%3."_s.arg(option, path, allowed.join(u", ."_s)));
    return ending;
}

QJsonArray tokensJson(const std::vector<Token>& tokens)
{
    QJsonArray array;
    for (const Token& token : tokens)
        array.append(QJsonObject{{u"id"_s, token.id}, {u"text"_s, tokenText(token.bytes)}});
    return array;
}

QString alignedTable(const std::vector<QStringList>& rows)
{
    std::vector<qsizetype> widths;
    for (const QStringList& row : rows) {
        widths.resize(std::max(widths.size(), static_cast<std::size_t>(row.size())));
        for (qsizetype column = 0; column < row.size(); ++column)
            widths[static_cast<std::size_t>(column)] =
                std::max(widths[static_cast<std::size_t>(column)], row[column].size());
    }
    QString text;
    for (const QStringList& row : rows) {
        QStringList cells;
        for (qsizetype column = 0; column < row.size(); ++column) {
            const qsizetype width = widths[static_cast<std::size_t>(column)];
            cells << (column == 0 ? row[column].leftJustified(width) : row[column].rightJustified(width));
        }
        text += cells.join(u"  "_s) + u'\n';
    }
    return text;
}

} // namespace headwaters
