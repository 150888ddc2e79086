#include "core/files/circuitsettings.h"

#include "core/files/writing.h"

#include <QJsonDocument>

#include <cmath>
#include <limits>

namespace headwaters {

namespace {

constexpr int largest = std::numeric_limits<int>::max();

QString seedingKey(Seeding seeding)
{
    switch (seeding) {
    case Seeding::Linear:
        return QStringLiteral("linear");
    case Seeding::Probability:
        return QStringLiteral("prob");
    case Seeding::Roots:
        break;
    }
    return QStringLiteral("roots");
}

QJsonValue orNull(const std::optional<int>& number)
{
    return number ? QJsonValue(*number) : QJsonValue(QJsonValue::Null);
}

std::optional<int> indexOrNone(const QJsonObject& object, const QString& name, const JsonPlace& place)
{
    const QJsonValue value = object.value(name);
    if (value.isUndefined() || value.isNull())
        return std::nullopt;
    return requireIndex(value, place.child(name), largest);
}

double requireNumber(const QJsonValue& value, const JsonPlace& place)
{
    if (!value.isDouble())
        throw badInput(QStringLiteral("%1 is %2; expected a number").arg(place.text(), describe(value)));
    return value.toDouble();
}

QJsonObject rootJson(const TraceRoot& root)
{
    return {
        {QStringLiteral("layer"), root.head.layer},
        {QStringLiteral("head"), root.head.head},
        {QStringLiteral("dest"), orNull(root.destination)},
        {QStringLiteral("src"), orNull(root.source)}};
}

TraceRoot rootFromJson(const QJsonObject& object, const JsonPlace& place)
{
    const auto index = [&](const QString& name) {
        return requireIndex(object.value(name), place.child(name), largest);
    };
    return {
        {index(QStringLiteral("layer")), index(QStringLiteral("head"))},
        indexOrNone(object, QStringLiteral("dest"), place),
        indexOrNone(object, QStringLiteral("src"), place)};
}

TraceMethod methodFromJson(const QJsonValue& value, const JsonPlace& place)
{
    const std::optional<TraceMethod> method = methodFromKey(requireString(value, place));
    if (!method) {
        throw badInput(QStringLiteral("%1 is %2; expected \"sad\", \"acc\" or \"accpp\"")
                           .arg(place.text(), describe(value)));
    }
    return *method;
}

Seeding seedingFromJson(const QJsonValue& value, const JsonPlace& place)
{
    const QString key = requireString(value, place);
    for (const Seeding seeding : {Seeding::Linear, Seeding::Probability, Seeding::Roots}) {
        if (seedingKey(seeding) == key)
            return seeding;
    }
    throw badInput(QStringLiteral("%1 is %2; expected \"linear\", \"prob\" or \"roots\"")
                       .arg(place.text(), describe(value)));
}

} // namespace

QJsonObject requestJson(const TraceRequest& request)
{
    QJsonArray targets;
    for (const TokenId target : request.targets)
        targets.append(target);
    QJsonArray roots;
    for (const TraceRoot& root : request.roots)
        roots.append(rootJson(root));
    return {
        {QStringLiteral("method"), methodKey(request.method)},
        {QStringLiteral("seeding"), seedingKey(request.seeding)},
        {QStringLiteral("targets"), targets},
        {QStringLiteral("rival"), orNull(request.rival)},
        {QStringLiteral("roots"), roots},
        {QStringLiteral("position"), orNull(request.position)},
        {QStringLiteral("tau"),
         request.tau ? jsonNumber(*request.tau) : QJsonValue(QStringLiteral("dynamic"))},
        {QStringLiteral("tauScale"), jsonNumber(request.tauScale)},
        {QStringLiteral("compat"), request.compat}};
}

TraceRequest requestFromJson(const QJsonObject& object, const JsonPlace& place)
{
    const auto field = [&](const QString& name) { return object.value(name); };
    TraceRequest request;
    request.method = methodFromJson(field(QStringLiteral("method")), place.child(QStringLiteral("method")));
    request.seeding =
        seedingFromJson(field(QStringLiteral("seeding")), place.child(QStringLiteral("seeding")));
    const JsonPlace targets = place.child(QStringLiteral("targets"));
    for (const QJsonValue& value : requireArray(field(QStringLiteral("targets")), targets)) {
        const auto at = static_cast<qsizetype>(request.targets.size());
        request.targets.push_back(requireIndex(value, targets.item(at), largest));
    }
    request.rival = indexOrNone(object, QStringLiteral("rival"), place);
    const JsonPlace roots = place.child(QStringLiteral("roots"));
    for (const QJsonValue& value : requireArray(field(QStringLiteral("roots")), roots)) {
        const JsonPlace root = roots.item(static_cast<qsizetype>(request.roots.size()));
        request.roots.push_back(rootFromJson(requireObject(value, root), root));
    }
    request.position = indexOrNone(object, QStringLiteral("position"), place);
    const QJsonValue tau = field(QStringLiteral("tau"));
    if (tau != QJsonValue(QStringLiteral("dynamic")))
        request.tau = requireNumber(tau, place.child(QStringLiteral("tau")));
    request.tauScale =
        requireNumber(field(QStringLiteral("tauScale")), place.child(QStringLiteral("tauScale")));
    request.compat = boolOr(field(QStringLiteral("compat")), false, place.child(QStringLiteral("compat")));
    return request;
}

QJsonArray nearTiesJson(const std::vector<NearTie>& ties)
{
    QJsonArray array;
    for (const NearTie& tie : ties) {
        array.append(
            QJsonObject{{QStringLiteral("where"), tie.where}, {QStringLiteral("gap"), jsonNumber(tie.gap)}});
    }
    return array;
}

std::vector<NearTie> nearTiesFromJson(const QJsonArray& array, const JsonPlace& place)
{
    std::vector<NearTie> ties;
    for (const QJsonValue& value : array) {
        const JsonPlace item = place.item(static_cast<qsizetype>(ties.size()));
        const QJsonObject tie = requireObject(value, item);
        const QString where = QStringLiteral("where");
        const QString gap = QStringLiteral("gap");
        ties.push_back(
            {requireString(tie.value(where), item.child(where)),
             requireNumber(tie.value(gap), item.child(gap))});
    }
    return ties;
}

QByteArray asciiJson(const QJsonValue& value)
{
    // In an array, since a document of Qt 6.4 holds no bare text.
    const QByteArray array = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    const QString text = QString::fromUtf8(array.mid(1, array.size() - 2));
    QByteArray ascii;
    ascii.reserve(text.size());
    for (const QChar c : text) {
        if (c.unicode() >= 0x20 && c.unicode() < 0x7f)
            ascii += c.toLatin1();
        else
            ascii += "\\u" + QByteArray::number(c.unicode(), 16).rightJustified(4, '0');
    }
    return ascii;
}

QJsonValue jsonOfText(const QString& text, const JsonPlace& place)
{
    QJsonParseError error{};
    const QJsonDocument document = QJsonDocument::fromJson('[' + text.toUtf8() + ']', &error);
    if (error.error != QJsonParseError::NoError || document.array().size() != 1) {
        throw badInput(QStringLiteral("%1 is %2; expected JSON").arg(place.text(), quoted(text)));
    }
    return document.array().first();
}

} // namespace headwaters
