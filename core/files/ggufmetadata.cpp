#include "core/files/gguf.h"
#include "core/files/reading.h"

#include <cmath>

namespace headwaters {

namespace {

struct Describe {
    QString operator()(std::int64_t value) const { return QString::number(value); }
    QString operator()(double value) const { return QString::number(value); }
    QString operator()(bool value) const { return value ? QStringLiteral("true") : QStringLiteral("false"); }
    QString operator()(const QString& value) const
    {
        return QStringLiteral("\"%1\"").arg(forMessage(value, 40));
    }
    QString operator()(const QStringList& value) const
    {
        return QStringLiteral("a list of %1 texts").arg(value.size());
    }
    QString operator()(const std::vector<double>& value) const
    {
        return QStringLiteral("a list of %1 numbers").arg(value.size());
    }
};

template <typename T> const T* valueOf(const GgufMetadata& metadata, const QString& key, const char* wanted)
{
    const auto found = metadata.values().find(key);
    if (found == metadata.values().end())
        return nullptr;
    const auto* const value = std::get_if<T>(&found->second);
    if (value == nullptr)
        throw metadata.fault(key, QStringLiteral("it should be %1").arg(QLatin1String(wanted)));
    return value;
}

template <typename T> std::optional<T> copyOf(const T* value)
{
    return value == nullptr ? std::nullopt : std::optional<T>(*value);
}

} // namespace

GgufMetadata::GgufMetadata(QString file, std::map<QString, Value> values)
    : m_file(std::move(file)),
      m_values(std::move(values))
{
}

std::optional<QString> GgufMetadata::text(const QString& key) const
{
    return copyOf(valueOf<QString>(*this, key, "a text"));
}

std::optional<std::int64_t> GgufMetadata::integer(const QString& key) const
{
    return copyOf(valueOf<std::int64_t>(*this, key, "a whole number"));
}

std::optional<double> GgufMetadata::number(const QString& key) const
{
    const auto found = m_values.find(key);
    if (found == m_values.end())
        return {};
    if (const auto* const whole = std::get_if<std::int64_t>(&found->second))
        return static_cast<double>(*whole);
    const double value = *valueOf<double>(*this, key, "a number");
    if (!std::isfinite(value))
        throw fault(key, QStringLiteral("it should be a finite number"));
    return value;
}

std::optional<bool> GgufMetadata::flag(const QString& key) const
{
    return copyOf(valueOf<bool>(*this, key, "true or false"));
}

const QStringList* GgufMetadata::texts(const QString& key) const
{
    return valueOf<QStringList>(*this, key, "a list of texts");
}

const std::vector<double>* GgufMetadata::numbers(const QString& key) const
{
    return valueOf<std::vector<double>>(*this, key, "a list of numbers");
}

Error GgufMetadata::fault(const QString& key, const QString& why) const
{
    const auto found = m_values.find(key);
    const QString what =
        found == m_values.end() ? QStringLiteral("missing") : std::visit(Describe(), found->second);
    return badInput(
        QStringLiteral("%1: %2 is %3: %4").arg(pathForMessage(m_file), forMessage(key), what, why));
}

} // namespace headwaters
