#include "widgets/theme/stagecolours.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

namespace headwaters {

namespace {

std::array<StageColour, 4> readColours(bool dark, StageSet set)
{
    QFile file(QStringLiteral(":/theme/tokens.json"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("The resource theme/tokens.json is missing from the program.");
    const QJsonObject names =
        QJsonDocument::fromJson(file.readAll())
            .object()[QLatin1String("stage")][QLatin1String(set == StageSet::Safe ? "safe" : "survey")]
                     [QLatin1String(dark ? "dark" : "light")]
            .toObject();
    std::array<StageColour, 4> colours;
    static constexpr std::array letters{"KR", "ICI", "LR", "EP"};
    for (std::size_t i = 0; i < letters.size(); ++i) {
        const QJsonObject stage = names.value(QLatin1String(letters[i])).toObject();
        const auto colour = [&stage](const char* role) {
            return QColor(stage.value(QLatin1String(role)).toString());
        };
        colours[i] = {colour("fill"), colour("edge"), colour("ink")};
    }
    return colours;
}

} // namespace

const std::array<StageColour, 4>& stageColours(bool dark, StageSet set)
{
    static const std::array all{
        readColours(false, StageSet::Survey), readColours(true, StageSet::Survey),
        readColours(false, StageSet::Safe), readColours(true, StageSet::Safe)};
    return all[(set == StageSet::Safe ? 2U : 0U) + (dark ? 1U : 0U)];
}

} // namespace headwaters
