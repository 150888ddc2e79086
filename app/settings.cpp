#include "app/settings.h"

#include <QStandardPaths>

#include <limits>

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

const QStringList& themeWords()
{
    static const QStringList words{u"system"_s, u"light"_s, u"dark"_s};
    return words;
}

} // namespace

QString Settings::personalFile()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation)
        + u"/headwaters/headwaters.ini"_s;
}

Settings::Settings(const QString& file)
    : m_file(file.isEmpty() ? nullptr : std::make_unique<QSettings>(file, QSettings::IniFormat))
{
}

Theme::Mode Settings::themeMode() const
{
    const qsizetype place = themeWords().indexOf(value(u"look/theme"_s).toString());
    return place < 0 ? Theme::Mode::System : static_cast<Theme::Mode>(place);
}

void Settings::setThemeMode(Theme::Mode mode)
{
    setValue(u"look/theme"_s, themeWords().at(static_cast<int>(mode)));
}

SequentialMap Settings::sequentialMap() const
{
    return value(u"look/colours"_s).toString() == "cividis"_L1 ? SequentialMap::Cividis
                                                               : SequentialMap::Viridis;
}

void Settings::setSequentialMap(SequentialMap map)
{
    setValue(u"look/colours"_s, map == SequentialMap::Cividis ? u"cividis"_s : u"viridis"_s);
}

StageSet Settings::stageSet() const
{
    return value(u"look/stages"_s).toString() == "safe"_L1 ? StageSet::Safe : StageSet::Survey;
}

void Settings::setStageSet(StageSet set)
{
    setValue(u"look/stages"_s, set == StageSet::Safe ? u"safe"_s : u"survey"_s);
}

GenerationRequest Settings::generation() const
{
    GenerationRequest settings;
    const auto number = [this](const QString& key, double smallest, double largest, double fallback) {
        bool isNumber = false;
        const double found = value(key).toString().toDouble(&isNumber);
        return isNumber && found >= smallest && found <= largest ? found : fallback;
    };
    constexpr double most = std::numeric_limits<int>::max();
    settings.count = static_cast<int>(number(u"generate/count"_s, 1, most, settings.count));
    settings.sampling.temperature = number(u"generate/temperature"_s, 0, 100, 0);
    settings.sampling.topP = number(u"generate/topP"_s, 1e-3, 1, 1);
    settings.sampling.seed = static_cast<std::uint64_t>(number(u"generate/seed"_s, 0, most, 0));
    if (const QString stop = value(u"generate/stop"_s).toString(); !stop.isEmpty())
        settings.stops = {stop};
    settings.stopAtEnd = value(u"generate/stopAtEnd"_s, true).toBool();
    return settings;
}

void Settings::setGeneration(const GenerationRequest& settings)
{
    setValue(u"generate/count"_s, settings.count);
    setValue(u"generate/temperature"_s, settings.sampling.temperature);
    setValue(u"generate/topP"_s, settings.sampling.topP);
    setValue(u"generate/seed"_s, QString::number(settings.sampling.seed));
    setValue(u"generate/stop"_s, settings.stops.value(0));
    setValue(u"generate/stopAtEnd"_s, settings.stopAtEnd);
}

bool Settings::isGenerationShown() const
{
    return value(u"generate/shown"_s).toBool();
}

void Settings::setGenerationShown(bool shown)
{
    setValue(u"generate/shown"_s, shown);
}

QByteArray Settings::windowGeometry() const
{
    return value(u"window/geometry"_s).toByteArray();
}

QByteArray Settings::windowState() const
{
    return value(u"window/state"_s).toByteArray();
}

void Settings::setWindow(const QByteArray& geometry, const QByteArray& state)
{
    setValue(u"window/geometry"_s, geometry);
    setValue(u"window/state"_s, state);
}

QStringList Settings::recentModels() const
{
    return value(u"models/recent"_s).toStringList().mid(0, recentCount);
}

void Settings::addRecentModel(const QString& path)
{
    QStringList recent = recentModels();
    recent.removeAll(path);
    recent.prepend(path);
    setValue(u"models/recent"_s, recent.mid(0, recentCount));
}

void Settings::clearRecentModels()
{
    setValue(u"models/recent"_s, QStringList());
}

QVariant Settings::value(const QString& key, const QVariant& fallback) const
{
    return m_file ? m_file->value(key, fallback) : fallback;
}

void Settings::setValue(const QString& key, const QVariant& value)
{
    if (m_file)
        m_file->setValue(key, value);
}

} // namespace headwaters
