#pragma once

#include "core/base/error.h"

#include <QByteArray>
#include <QDateTime>
#include <QJsonValue>
#include <QSaveFile>
#include <QString>
#include <QStringList>

#include <vector>

namespace headwaters {

/// Writes `bytes` to `path` all or nothing (QSaveFile). \throws Error (failure) that says why it could not.
void writeFile(const QString& path, const QByteArray& bytes);

/// The steps of writeFile, for writers that hand out their bytes piece by piece.
/// \throws Error (failure) that says why it could not; the target is untouched until commitWriting.
void openForWriting(QSaveFile& file, const QString& path);
void writePiece(QSaveFile& file, const char* bytes, qint64 size);
void commitWriting(QSaveFile& file);
/// `PATH: cannot be written: REASON`.
[[nodiscard]] Error cannotWrite(const QString& path, const QString& reason);
/// As above, with the reason why the last write to `file` failed.
[[nodiscard]] Error cannotWrite(QSaveFile& file);

/// The date that stands inside files: SOURCE_DATE_EPOCH, else 2000-01-01T00:00:00Z, so that two runs give the
/// same bytes.
[[nodiscard]] QDateTime fileDate();

/// A number for JSON: finite as a number, `"inf"`, `"-inf"` and `"nan"` as strings.
[[nodiscard]] QJsonValue jsonNumber(double value);

/// A table for CSV (RFC 4180, UTF-8, `\n`): a header and rows of text.
struct CsvTable {
    QStringList header;
    std::vector<QStringList> rows;
};
[[nodiscard]] QByteArray toCsv(const CsvTable& table);
/// Also takes `\r\n` and a byte order mark. \throws Error (bad input) with the line: an open quote, text
/// behind a closing quote, a row with more or fewer fields than the header, invalid UTF-8.
[[nodiscard]] CsvTable fromCsv(const QByteArray& bytes);

/// The shortest decimal text that gives the same number again; `inf`, `-inf`, `nan`.
[[nodiscard]] QString numberText(float value);
[[nodiscard]] QString numberText(double value);

} // namespace headwaters
