#pragma once

#include "core/heads/report.h"
#include "core/text/jsonfields.h"

#include <QJsonObject>

namespace headwaters {

/// A finding as kept scans hold it.
[[nodiscard]] QJsonObject findingJson(const TypeFinding& finding);
/// \throws Error (bad input) with `place` and the field.
[[nodiscard]] TypeFinding
findingFromJson(const QJsonValue& value, const ModelInfo& model, const JsonPlace& place);

/// A finite number, or what jsonNumber wrote for one that is not. \throws Error (bad input) with `place`.
[[nodiscard]] double requireNumber(const QJsonValue& value, const JsonPlace& place);
/// The value whose word stands there, among the first `count` of the enumeration. \throws Error (bad input).
template <typename Value, typename Word>
[[nodiscard]] Value requireWord(const QJsonValue& value, int count, Word word, const JsonPlace& place)
{
    const QString text = requireString(value, place);
    QStringList words;
    for (int i = 0; i < count; ++i) {
        words << word(static_cast<Value>(i));
        if (words.back() == text)
            return static_cast<Value>(i);
    }
    throw badInput(QStringLiteral("%1 is %2; expected %3")
                       .arg(place.text(), quoted(text), words.join(QLatin1String(", "))));
}

/// The type whose key stands there. \throws Error (bad input).
[[nodiscard]] HeadType requireType(const QJsonValue& value, const JsonPlace& place);

} // namespace headwaters
