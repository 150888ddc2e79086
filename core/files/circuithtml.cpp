#include "core/files/circuithtml.h"

#include "core/files/circuitpagedata.h"
#include "core/files/circuitsettings.h"
#include "core/files/reading.h"

#include <QRegularExpression>

#include <map>

namespace headwaters {

namespace {

QString resource(const QString& name)
{
    return QString::fromUtf8(readFile(QStringLiteral(":/circuitpage/") + name));
}

QString variables(const QJsonObject& colours)
{
    QString text;
    for (auto colour = colours.begin(); colour != colours.end(); ++colour)
        text += QStringLiteral("--%1: %2; ").arg(colour.key(), colour.value().toString());
    return text;
}

// The program's own colours, so that they stand in one place.
QString colours()
{
    const QJsonObject both =
        readJsonObject(QStringLiteral(":/theme/tokens.json"))[QLatin1String("color")].toObject();
    const QString light = variables(both[QLatin1String("light")].toObject());
    const QString dark = variables(both[QLatin1String("dark")].toObject());
    return QStringLiteral(":root { color-scheme: light; %1}\n"
                          "@media (prefers-color-scheme: dark) { :root:not([data-theme=light]) { "
                          "color-scheme: dark; %2} }\n"
                          ":root[data-theme=dark] { color-scheme: dark; %2}")
        .arg(light, dark);
}

// Inside a script element nothing ends it and no comment begins without one of these.
QString scriptJson(const QJsonValue& value)
{
    QByteArray json = asciiJson(value);
    json.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026");
    return QString::fromLatin1(json);
}

/// Fills in the template's `@NAME@`, in one pass, so that no value is looked at again.
QString filled(const QString& page, const std::map<QString, QString>& values)
{
    static const QRegularExpression mark(QStringLiteral("@([A-Z]+)@"));
    QString out;
    qsizetype done = 0;
    for (auto match = mark.globalMatch(page); match.hasNext();) {
        const QRegularExpressionMatch found = match.next();
        out += QStringView(page).mid(done, found.capturedStart() - done);
        out += values.at(found.captured(1));
        done = found.capturedEnd();
    }
    out += QStringView(page).mid(done);
    return out;
}

} // namespace

QByteArray circuitHtml(const Circuit& circuit, const CircuitPage& page)
{
    QJsonObject data = circuitPageData(circuit);
    data.insert(QStringLiteral("provenance"), QJsonArray::fromStringList(page.provenance));
    const std::map<QString, QString> values{
        {QStringLiteral("TITLE"), page.title.toHtmlEscaped()},
        {QStringLiteral("COLOURS"), colours()},
        {QStringLiteral("STYLE"), resource(QStringLiteral("page.css"))},
        {QStringLiteral("DATA"), scriptJson(data)},
        {QStringLiteral("SCRIPT"), resource(QStringLiteral("page.js"))}};
    return filled(resource(QStringLiteral("page.html")), values).toUtf8();
}

} // namespace headwaters
