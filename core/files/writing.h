#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QJsonDocument>
#include <QJsonValue>
#include <QString>
#include <QStringList>

#include <vector>

namespace headwaters {

/// Writes `bytes` to `path` all or nothing (QSaveFile). \throws Error (failure) that says why it could not.
void writeFile(const QString& path, const QByteArray& bytes);

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
[[nodiscard]] CsvTable fromCsv(const QByteArray& bytes);

/// The shortest decimal text that gives the same float again; `inf`, `-inf`, `nan`.
[[nodiscard]] QString numberText(float value);

} // namespace headwaters
