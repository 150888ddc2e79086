#include "widgets/theme/colours.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cmath>
#include <utility>

namespace headwaters {

namespace {

constexpr int steps = 256;

const QJsonObject& tokens()
{
    static const QJsonObject object = [] {
        QFile file(QStringLiteral(":/theme/tokens.json"));
        if (!file.open(QIODevice::ReadOnly))
            qFatal("The resource theme/tokens.json is missing from the program.");
        return QJsonDocument::fromJson(file.readAll()).object();
    }();
    return object;
}

QVector<QColor> stops(QLatin1String map, QLatin1String theme)
{
    QVector<QColor> colours;
    const QJsonArray names =
        tokens().value(QLatin1String("map")).toObject().value(map).toObject().value(theme).toArray();
    for (const QJsonValue& name : names)
        colours.append(QColor(name.toString()));
    return colours;
}

Colours colours(QLatin1String theme)
{
    static constexpr std::pair<const char*, QColor Colours::*> roles[] = {
        {"window", &Colours::window},
        {"panel", &Colours::panel},
        {"sunken", &Colours::sunken},
        {"hover", &Colours::hover},
        {"line", &Colours::line},
        {"lineStrong", &Colours::lineStrong},
        {"text", &Colours::text},
        {"text2", &Colours::text2},
        {"text3", &Colours::text3},
        {"accent", &Colours::accent},
        {"accentHover", &Colours::accentHover},
        {"accentWeak", &Colours::accentWeak},
        {"onAccent", &Colours::onAccent},
        {"danger", &Colours::danger},
        {"dangerWeak", &Colours::dangerWeak},
        {"warn", &Colours::warn},
        {"ok", &Colours::ok},
        {"mask", &Colours::mask},
        {"tooltip", &Colours::tooltip},
        {"onTooltip", &Colours::onTooltip},
        {"mark", &Colours::mark},
        {"querySide", &Colours::querySide},
        {"keySide", &Colours::keySide},
        {"headFill", &Colours::headFill},
        {"mlpFill", &Colours::mlpFill},
        {"embFill", &Colours::embFill},
        {"biasFill", &Colours::biasFill},
        {"bar", &Colours::bar},
        {"pos", &Colours::pos},
        {"neg", &Colours::neg},
        {"histogram", &Colours::histogram},
    };
    const QJsonObject names = tokens().value(QLatin1String("color")).toObject().value(theme).toObject();
    Colours result;
    result.dark = theme == QLatin1String("dark");
    for (const auto& [name, member] : roles)
        result.*member = QColor(names.value(QLatin1String(name)).toString());
    return result;
}

QRgb between(const QVector<QColor>& stops, double t)
{
    const double place = std::clamp(t, 0.0, 1.0) * static_cast<double>(stops.size() - 1);
    const qsizetype below = std::min(static_cast<qsizetype>(place), stops.size() - 2);
    const double part = place - static_cast<double>(below);
    const QColor& a = stops[below];
    const QColor& b = stops[below + 1];
    const auto mix = [part](int from, int to) {
        return static_cast<int>(std::lround(from + part * (to - from)));
    };
    return qRgb(mix(a.red(), b.red()), mix(a.green(), b.green()), mix(a.blue(), b.blue()));
}

// Step 127 and step 128 lie at the same distance from the middle of 0..255; giving both the middle stop keeps
// zero on the panel and the two sides mirror images.
double divergingPlace(int step)
{
    const double half = (steps - 2) / 2.0;
    return step < steps / 2 ? 0.5 * step / half : 0.5 + 0.5 * (step - steps / 2) / half;
}

double luminance(const QColor& colour)
{
    const auto linear = [](double part) {
        return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF())
        + 0.0722 * linear(colour.blueF());
}

} // namespace

ColourMap::ColourMap(const QVector<QColor>& stops, Kind kind)
{
    Q_ASSERT(stops.size() >= 2);
    m_table.reserve(steps);
    for (int step = 0; step < steps; ++step)
        m_table.append(between(stops, kind == Kind::Diverging ? divergingPlace(step) : step / (steps - 1.0)));
}

QColor ColourMap::at(double t) const
{
    if (m_table.isEmpty())
        return {};
    const double place = std::isnan(t) ? 0.0 : std::clamp(t, 0.0, 1.0) * (steps - 1);
    return QColor(m_table[static_cast<qsizetype>(std::lround(place))]);
}

QColor ColourMap::inkAt(double t) const
{
    return inkOn(at(t));
}

Palette loadPalette(bool dark, SequentialMap map, StageSet stages)
{
    const QLatin1String theme(dark ? "dark" : "light");
    const QLatin1String sequential(map == SequentialMap::Viridis ? "viridis" : "cividis");
    Palette palette{
        colours(theme), ColourMap(stops(sequential, theme)),
        ColourMap(stops(QLatin1String("diverging"), theme), ColourMap::Kind::Diverging)};
    palette.colours.stages = stageColours(dark, stages);
    return palette;
}

double contrastRatio(const QColor& a, const QColor& b)
{
    const auto [dark, light] = std::minmax({luminance(a), luminance(b)}); // a copy: not of references
    return (light + 0.05) / (dark + 0.05);
}

QColor inkOn(const QColor& ground)
{
    return contrastRatio(Qt::black, ground) >= contrastRatio(Qt::white, ground) ? Qt::black : Qt::white;
}

} // namespace headwaters
