#pragma once

#include "core/base/error.h"

#include <QByteArray>
#include <QFile>
#include <QJsonObject>
#include <QString>

namespace headwaters {

/// Opens a regular file. \throws Error (bad input) that says why it cannot be read: missing, a folder, a
/// device, no permission.
void openForReading(QFile& file, const QString& path);
/// Whether the folder has an entry of this name, be it a link to a file that is not there. Such an entry is
/// read, so that it is refused by name, where a missing one would be left out without a word.
[[nodiscard]] bool isListed(const QString& path);
/// The whole of a regular file. \throws Error (bad input), also where it is longer than `longest` bytes.
[[nodiscard]] QByteArray readFile(const QString& path, qint64 longest = 1 << 30);
/// A path as it stands in a message.
[[nodiscard]] QString pathForMessage(const QString& path);
/// `PATH: cannot be read: REASON`.
[[nodiscard]] Error cannotRead(const QString& path, const QString& reason);

/// The JSON object in `bytes`; `name` is what messages call the place (a path, or a path and a part of it).
/// \throws Error (bad input) with line and column for invalid UTF-8 and JSON, and where it is no object.
[[nodiscard]] QJsonObject parseJsonObject(const QByteArray& bytes, const QString& name);
/// The JSON object that a file holds.
[[nodiscard]] QJsonObject readJsonObject(const QString& path);
/// The first key that occurs twice in one object of a valid JSON text, at whatever depth; empty where none
/// does. QJsonDocument keeps one of the two without a word.
[[nodiscard]] QString duplicateKey(const QByteArray& json);

} // namespace headwaters
