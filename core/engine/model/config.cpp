#include "core/engine/model/config.h"

#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>

#include <cmath>

namespace headwaters {

namespace {

/// A value as it stands in the file, shortened for a message.
QString shown(const QJsonValue& value)
{
    if (value.isUndefined())
        return QStringLiteral("missing");
    const QByteArray array = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    QString text = QString::fromUtf8(array.mid(1, array.size() - 2));
    if (text.size() > 80)
        text = text.left(79) + QChar(0x2026);
    return text;
}

} // namespace

double ModelConfig::scoreScale(std::int64_t layer) const
{
    double scale = 1.0;
    if (scaleScores)
        scale /= std::sqrt(scoreDivisor > 0 ? scoreDivisor : static_cast<double>(dHead));
    if (scaleScoresByLayer)
        scale /= static_cast<double>(layer + 1);
    return scale;
}

std::int64_t ModelConfig::window(std::int64_t layer) const
{
    return windows.empty() ? 0 : windows[static_cast<std::size_t>(layer)];
}

ConfigReader::ConfigReader(QJsonObject config, QString file)
    : m_config(std::move(config)),
      m_file(std::move(file))
{
}

Error ConfigReader::fault(const QString& name, const QString& why) const
{
    return badInput(
        QStringLiteral("%1: %2 is %3: %4.").arg(m_file, m_prefix + name, shown(m_config.value(name)), why));
}

std::optional<std::int64_t> ConfigReader::optionalCount(const QStringList& names, std::int64_t largest) const
{
    std::optional<std::int64_t> found;
    for (const QString& name : names) {
        const QJsonValue value = m_config.value(name);
        if (value.isUndefined() || value.isNull())
            continue;
        const double number = value.isDouble() ? value.toDouble() : -1;
        if (!(number >= 1) || number > static_cast<double>(largest) || number != std::floor(number))
            throw fault(name, QStringLiteral("it must be a whole number from 1 to %1").arg(largest));
        const auto count = static_cast<std::int64_t>(number);
        if (found && *found != count)
            throw fault(name, QStringLiteral("%1, another name of it, is %2").arg(names.front()).arg(*found));
        found = count;
    }
    return found;
}

std::int64_t ConfigReader::count(const QStringList& names, std::int64_t largest) const
{
    const std::optional<std::int64_t> found = optionalCount(names, largest);
    if (!found)
        throw fault(names.front(), QStringLiteral("it must be a whole number from 1 to %1").arg(largest));
    return *found;
}

double ConfigReader::number(const QString& name, double absent, double smallest, double largest) const
{
    if (!m_config.contains(name))
        return absent;
    const QJsonValue value = m_config.value(name);
    const double number = value.toDouble(std::nan(""));
    if (!value.isDouble() || !(number >= smallest && number <= largest))
        throw fault(name, QStringLiteral("it must be a number from %1 to %2").arg(smallest).arg(largest));
    return number;
}

std::optional<double> ConfigReader::optionalNumber(const QString& name, double smallest, double largest) const
{
    if (!has(name))
        return {};
    return number(name, 0, smallest, largest);
}

bool ConfigReader::has(const QString& name) const
{
    return m_config.contains(name) && !m_config.value(name).isNull();
}

ConfigReader ConfigReader::object(const QString& name) const
{
    if (has(name) && !m_config.value(name).isObject())
        throw fault(name, QStringLiteral("it must be an object"));
    ConfigReader inner(m_config.value(name).toObject(), m_file);
    inner.m_prefix = m_prefix + name + QLatin1Char('.');
    return inner;
}

bool ConfigReader::flag(const QString& name, bool absent) const
{
    if (!m_config.contains(name))
        return absent;
    if (!m_config.value(name).isBool())
        throw fault(name, QStringLiteral("it must be true or false"));
    return m_config.value(name).toBool();
}

QString ConfigReader::text(const QString& name, const QString& absent) const
{
    const QJsonValue value = m_config.value(name);
    if (value.isUndefined() || value.isNull())
        return absent;
    if (!value.isString())
        throw fault(name, QStringLiteral("it must be a text"));
    return value.toString();
}

QStringList ConfigReader::texts(const QString& name) const
{
    const QJsonValue value = m_config.value(name);
    if (value.isUndefined() || value.isNull())
        return {};
    QStringList texts;
    const QJsonArray array = value.toArray();
    for (const QJsonValue& item : array) {
        if (item.isString())
            texts << item.toString();
    }
    if (!value.isArray() || texts.size() != array.size())
        throw fault(name, QStringLiteral("it must be a list of texts"));
    return texts;
}

void ConfigReader::refuse(const QString& name, const QString& why) const
{
    const QJsonValue value = m_config.value(name);
    const bool off = value.isUndefined() || value.isNull() || (value.isBool() && !value.toBool())
        || (value.isDouble() && value.toDouble() == 0.0) || (value.isString() && value.toString().isEmpty())
        || (value.isArray() && value.toArray().isEmpty()) || (value.isObject() && value.toObject().isEmpty());
    if (!off)
        throw fault(name, why);
}

Activation readActivation(const ConfigReader& reader, const QString& name, const QString& absent)
{
    // Several names of transformers stand for one arithmetic: its tanh forms differ only in how the constant
    // sqrt(2/pi) is written.
    static const QHash<QString, Activation> known{
        {QStringLiteral("gelu_new"), Activation::GeluTanh},
        {QStringLiteral("gelu_fast"), Activation::GeluTanh},
        {QStringLiteral("gelu_accurate"), Activation::GeluTanh},
        {QStringLiteral("gelu_pytorch_tanh"), Activation::GeluTanh},
        {QStringLiteral("gelu_python_tanh"), Activation::GeluTanh},
        {QStringLiteral("gelu"), Activation::GeluErf},
        {QStringLiteral("gelu_python"), Activation::GeluErf},
        {QStringLiteral("relu"), Activation::Relu},
        {QStringLiteral("silu"), Activation::Silu},
        {QStringLiteral("swish"), Activation::Silu},
    };
    const auto found = known.constFind(reader.text(name, absent));
    if (found == known.constEnd())
        throw reader.fault(
            name, QStringLiteral("of the activations, gelu_new, gelu, relu and silu are implemented"));
    return *found;
}

} // namespace headwaters
