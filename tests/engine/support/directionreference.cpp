#include "engine/support/directionreference.h"

#include "support/testing.h"

#include <QFile>
#include <QJsonDocument>

namespace headwaters {

std::vector<DirectionReference> directionReferences()
{
    QFile file(testData(QStringLiteral("directions.json")));
    REQUIRE(file.open(QIODevice::ReadOnly));
    const QJsonObject models = QJsonDocument::fromJson(file.readAll()).object();
    std::vector<DirectionReference> references;
    for (auto model = models.begin(); model != models.end(); ++model) {
        const bool isDemo = model.key() == QLatin1String("demo");
        references.push_back({model.key(), isDemo ? demoModel() : testData(model.key()), model->toObject()});
    }
    REQUIRE(references.size() == 8);
    return references;
}

std::vector<double> numbers(const QJsonValue& array)
{
    std::vector<double> result;
    for (const QJsonValue& value : array.toArray())
        result.push_back(value.toDouble());
    return result;
}

} // namespace headwaters
