#include "engine/support/reference.h"

#include "core/files/reading.h"
#include "support/testing.h"

#include <QJsonArray>

#include <cmath>
#include <limits>

namespace headwaters {

Reference::Reference(const QString& name)
    : m_folder(name == QLatin1String("demo") ? demoModel() : testData(name)), // or its one GGUF file
      m_tensors(openSafetensors(testData(name + QStringLiteral("/reference.safetensors"))))
{
    const QJsonObject json = readJsonObject(testData(name + QStringLiteral("/reference.json")));
    for (const QJsonValue& value : json[QLatin1String("prompts")].toArray()) {
        ReferencePrompt& prompt = m_prompts.emplace_back();
        prompt.index = static_cast<int>(m_prompts.size()) - 1;
        prompt.text = value[QLatin1String("text")].toString();
        prompt.bos = value[QLatin1String("bos")].toBool();
        for (const QJsonValue& id : value[QLatin1String("ids")].toArray())
            prompt.ids.push_back(id.toInt());
        for (const QJsonValue& top : value[QLatin1String("top")].toArray()) {
            prompt.top.emplace_back(
                top[QLatin1String("id")].toInt(), top[QLatin1String("probability")].toDouble());
            if (const QJsonValue logit = top[QLatin1String("logit")]; logit.isDouble())
                prompt.topLogits.push_back(logit.toDouble());
        }
    }
}

NamedTensor Reference::tensor(const QString& name) const
{
    const TensorView& view = m_tensors->tensors().at(name);
    return {name, view.shape, toFloat32(view)};
}

QStringList Reference::namesWithPrefix(const QString& prefix) const
{
    QStringList names;
    for (const auto& [name, view] : m_tensors->tensors()) {
        if (name.startsWith(prefix))
            names << name;
    }
    return names;
}

double largestError(const std::vector<float>& got, const std::vector<float>& expected)
{
    return largestError(
        std::vector<double>(got.begin(), got.end()), std::vector<double>(expected.begin(), expected.end()));
}

double largestError(const std::vector<double>& got, const std::vector<double>& expected)
{
    constexpr double infinity = std::numeric_limits<double>::infinity();
    if (got.size() != expected.size())
        return infinity;
    double largest = 0;
    for (std::size_t at = 0; at < got.size(); ++at) {
        if (got[at] == expected[at])
            continue; // equal infinities too
        const double error = std::abs(got[at] - expected[at]) / (1 + std::abs(expected[at]));
        if (!(error < infinity))
            return infinity;
        largest = std::max(largest, error);
    }
    return largest;
}

double largestError(const NamedTensor& got, const NamedTensor& expected)
{
    return got.shape == expected.shape ? largestError(got.values, expected.values)
                                       : std::numeric_limits<double>::infinity();
}

} // namespace headwaters
