#include "core/files/graphmlfields.h"

#include "core/text/jsonfields.h"

#include <cmath>
#include <limits>

namespace headwaters {

namespace {

constexpr qsizetype longestList = 100'000;

} // namespace

Error GraphmlFields::refused(const QString& reason) const
{
    return badInput(QStringLiteral("%1, line %2: %3: %4").arg(m_file).arg(m_line).arg(m_owner, reason));
}

Error GraphmlFields::wrong(QLatin1String name, const QString& value, const QString& expected) const
{
    return refused(QStringLiteral("%1 is %2; expected %3").arg(name, quoted(value), expected));
}

std::optional<QString> GraphmlFields::text(QLatin1String name) const
{
    const auto value = m_data.constFind(name);
    return value == m_data.constEnd() ? std::nullopt : std::optional(*value);
}

std::optional<double> GraphmlFields::number(QLatin1String name) const
{
    const std::optional<QString> value = text(name);
    if (!value)
        return std::nullopt;
    bool isNumber = false;
    const double number = value->toDouble(&isNumber);
    if (!isNumber || !std::isfinite(number))
        throw wrong(name, *value, QStringLiteral("a finite number"));
    return number;
}

double GraphmlFields::requiredNumber(QLatin1String name) const
{
    const std::optional<double> value = number(name);
    if (!value)
        throw refused(QStringLiteral("%1 is missing").arg(name));
    return *value;
}

std::optional<int> GraphmlFields::index(QLatin1String name, int largest) const
{
    const std::optional<QString> value = text(name);
    if (!value)
        return std::nullopt;
    bool isNumber = false;
    const int number = value->toInt(&isNumber);
    if (!isNumber || number < 0 || number > largest)
        throw wrong(name, *value, QStringLiteral("a whole number from 0 to %1").arg(largest));
    return number;
}

std::optional<QStringList> GraphmlFields::list(QLatin1String name, const QString& expected) const
{
    const std::optional<QString> value = text(name);
    if (!value)
        return std::nullopt;
    const QString trimmed = value->trimmed();
    if (!trimmed.startsWith(QLatin1Char('[')) || !trimmed.endsWith(QLatin1Char(']')) || trimmed.size() < 2)
        throw wrong(name, *value, expected);
    const QString inside = trimmed.mid(1, trimmed.size() - 2).trimmed();
    const QStringList items = inside.isEmpty() ? QStringList() : inside.split(QLatin1Char(','));
    if (items.size() > longestList) {
        throw refused(QStringLiteral("%1 has %2 items; at most %3 are read")
                          .arg(name)
                          .arg(items.size())
                          .arg(longestList));
    }
    return items;
}

std::optional<std::vector<int>> GraphmlFields::indices(QLatin1String name) const
{
    const QString expected = QStringLiteral("a list of whole numbers from 0, such as [4, 6]");
    const std::optional<QStringList> items = list(name, expected);
    if (!items)
        return std::nullopt;
    std::vector<int> numbers;
    for (const QString& item : *items) {
        bool isNumber = false;
        const int number = item.toInt(&isNumber);
        if (!isNumber || number < 0)
            throw wrong(name, *text(name), expected);
        numbers.push_back(number);
    }
    return numbers;
}

std::optional<std::vector<double>> GraphmlFields::numbers(QLatin1String name) const
{
    const QString expected = QStringLiteral("a list of finite numbers, such as [0.5, -0.25]");
    const std::optional<QStringList> items = list(name, expected);
    if (!items)
        return std::nullopt;
    std::vector<double> numbers;
    for (const QString& item : *items) {
        bool isNumber = false;
        const double number = item.toDouble(&isNumber);
        if (!isNumber || !std::isfinite(number))
            throw wrong(name, *text(name), expected);
        numbers.push_back(number);
    }
    return numbers;
}

} // namespace headwaters
