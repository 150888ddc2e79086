#pragma once

#include "core/text/token.h"

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QString>

#include <vector>

namespace headwaters {

/// Writes to standard output, all of it. \throws Error (failure) where it is closed or full.
void print(const QByteArray& bytes);
void print(const QString& text);
/// One JSON document and a line break.
void printJson(const QJsonObject& object);

/// Finds out before long work whether `path` can be written. \throws Error (failure) that says why not; a
/// full disk shows only in the writing.
void checkWritable(const QString& path);
/// The ending of a path in lower case, without its dot. \throws Error (bad input) that lists `allowed` where
/// it is none of them.
[[nodiscard]] QString checkedEnding(const QString& option, const QString& path, const QStringList& allowed);

/// `[{"id": 0, "text": "When"}, ...]`
[[nodiscard]] QJsonArray tokensJson(const std::vector<Token>& tokens);

/// Lines of cells with the columns aligned; the first column to the left, the others to the right.
[[nodiscard]] QString alignedTable(const std::vector<QStringList>& rows);

} // namespace headwaters
