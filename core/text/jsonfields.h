#pragma once

#include "core/base/error.h"

#include <QJsonObject>
#include <QJsonValue>
#include <QString>

#include <optional>

namespace headwaters {

/// Where a value stands, for messages: `<file>: model.vocab`.
struct JsonPlace {
    QString file;
    QString field; ///< empty: the whole file

    [[nodiscard]] JsonPlace child(const QString& name) const;
    [[nodiscard]] JsonPlace item(qsizetype index) const;
    /// `<file>: <field>`.
    [[nodiscard]] QString text() const;
};

/// The fields of an object, strictly: each throws an Error (bad input) that names the file, the field and
/// what stands there instead.
[[nodiscard]] QJsonObject requireObject(const QJsonValue& value, const JsonPlace& place);
[[nodiscard]] QJsonArray requireArray(const QJsonValue& value, const JsonPlace& place);
[[nodiscard]] QString requireString(const QJsonValue& value, const JsonPlace& place);
/// A whole number from 0 to `largest`.
[[nodiscard]] int requireIndex(const QJsonValue& value, const JsonPlace& place, int largest);
/// A truth value; `otherwise` where the field is absent or null.
[[nodiscard]] bool boolOr(const QJsonValue& value, bool otherwise, const JsonPlace& place);

/// As requireIndex for long lists, whose places are made only where something is wrong: none for any other
/// value, and the error that says so.
[[nodiscard]] std::optional<int> wholeNumber(const QJsonValue& value, int largest);
[[nodiscard]] Error noWholeNumber(const QJsonValue& value, const JsonPlace& place, int largest);

/// What a value is, for messages: `null`, `text "abc"`, `the number -3`, `a list`, `an object`.
[[nodiscard]] QString describe(const QJsonValue& value);
/// A text from a file or a person in quotation marks, short and on one line, non-printable characters as
/// `\xNN`.
[[nodiscard]] QString quoted(const QString& text);

} // namespace headwaters
