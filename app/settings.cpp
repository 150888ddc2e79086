#include "app/settings.h"

#include <QStandardPaths>

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
