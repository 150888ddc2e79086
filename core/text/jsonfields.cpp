#include "core/text/jsonfields.h"

#include "core/text/token.h"
#include "core/text/utf8.h"

#include <QJsonArray>

namespace headwaters {

namespace {

Error wrongType(const QJsonValue& value, const JsonPlace& place, const QString& expected)
{
    return badInput(QStringLiteral("%1 is %2; expected %3").arg(place.text(), describe(value), expected));
}

} // namespace

JsonPlace JsonPlace::child(const QString& name) const
{
    return {file, field.isEmpty() ? name : field + QLatin1Char('.') + name};
}

JsonPlace JsonPlace::item(qsizetype index) const
{
    return {file, QStringLiteral("%1[%2]").arg(field).arg(index)};
}

QString JsonPlace::text() const
{
    return field.isEmpty() ? file : QStringLiteral("%1: %2").arg(file, field);
}

QJsonObject requireObject(const QJsonValue& value, const JsonPlace& place)
{
    if (!value.isObject())
        throw wrongType(value, place, QStringLiteral("an object"));
    return value.toObject();
}

QJsonArray requireArray(const QJsonValue& value, const JsonPlace& place)
{
    if (!value.isArray())
        throw wrongType(value, place, QStringLiteral("a list"));
    return value.toArray();
}

QString requireString(const QJsonValue& value, const JsonPlace& place)
{
    if (!value.isString())
        throw wrongType(value, place, QStringLiteral("text"));
    return value.toString();
}

int requireIndex(const QJsonValue& value, const JsonPlace& place, int largest)
{
    const std::optional<int> number = wholeNumber(value, largest);
    if (!number)
        throw noWholeNumber(value, place, largest);
    return *number;
}

std::optional<int> wholeNumber(const QJsonValue& value, int largest)
{
    const qint64 number = value.isDouble() ? value.toInteger(-1) : -1;
    return number < 0 || number > largest ? std::nullopt : std::optional(static_cast<int>(number));
}

Error noWholeNumber(const QJsonValue& value, const JsonPlace& place, int largest)
{
    return wrongType(value, place, QStringLiteral("a whole number from 0 to %1").arg(largest));
}

bool boolOr(const QJsonValue& value, bool otherwise, const JsonPlace& place)
{
    if (value.isUndefined() || value.isNull())
        return otherwise;
    if (!value.isBool())
        throw wrongType(value, place, QStringLiteral("true or false"));
    return value.toBool();
}

QString describe(const QJsonValue& value)
{
    switch (value.type()) {
    case QJsonValue::Null:
        return QStringLiteral("null");
    case QJsonValue::Bool:
        return value.toBool() ? QStringLiteral("true") : QStringLiteral("false");
    case QJsonValue::Double:
        return QStringLiteral("the number %1").arg(value.toDouble(), 0, 'g', 17);
    case QJsonValue::String:
        return QStringLiteral("the text %1").arg(quoted(value.toString()));
    case QJsonValue::Array:
        return QStringLiteral("a list");
    case QJsonValue::Object:
        return QStringLiteral("an object");
    case QJsonValue::Undefined:
        break;
    }
    return QStringLiteral("missing");
}

QString quoted(const QString& text)
{
    constexpr qsizetype longest = 60;
    // The label shows what cannot be printed; only its mark for a space is taken back.
    QStringList words;
    for (const QString& word : text.left(longest).split(QLatin1Char(' ')))
        words << tokenLabel(utf8Bytes(word));
    const QString ellipsis = text.size() > longest ? QStringLiteral("…") : QString();
    return QStringLiteral("\"%1%2\"").arg(words.join(QLatin1Char(' ')), ellipsis);
}

} // namespace headwaters
