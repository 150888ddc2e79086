#include "core/heads/findingjson.h"

#include "core/files/writing.h"

#include <QJsonArray>

#include <limits>

namespace headwaters {

namespace {

constexpr int largest = std::numeric_limits<int>::max();

QString accessKey(Access access)
{
    switch (access) {
    case Access::Weights:
        return QStringLiteral("weights");
    case Access::Direct:
        return QStringLiteral("direct");
    case Access::Causal:
        return QStringLiteral("causal");
    case Access::Probe:
        return QStringLiteral("probe");
    case Access::Attention:
        break;
    }
    return QStringLiteral("attention");
}

constexpr int findingCount = 4;

QString findingKey(Finding finding)
{
    switch (finding) {
    case Finding::Yes:
        return QStringLiteral("yes");
    case Finding::Weak:
        return QStringLiteral("weak");
    case Finding::NotMeasurable:
        return QStringLiteral("not measurable");
    case Finding::No:
        break;
    }
    return QStringLiteral("no");
}

// Four digits are more than a histogram shows, and a fifth of the file.
QJsonArray drawsJson(const std::vector<float>& draws)
{
    QJsonArray array;
    for (const float draw : draws)
        array.append(jsonNumber(QString::number(static_cast<double>(draw), 'g', 4).toDouble()));
    return array;
}

std::vector<float> drawsFromJson(const QJsonValue& value, const JsonPlace& place)
{
    std::vector<float> draws;
    const QJsonArray array = requireArray(value, place);
    for (qsizetype i = 0; i < array.size(); ++i)
        draws.push_back(static_cast<float>(requireNumber(array[i], place.item(i))));
    return draws;
}

QJsonObject evidenceJson(const Evidence& evidence)
{
    return {
        {QStringLiteral("access"), accessKey(evidence.access)},
        {QStringLiteral("measure"), evidence.measure},
        {QStringLiteral("score"), jsonNumber(evidence.score)},
        {QStringLiteral("null"), jsonNumber(evidence.null)},
        {QStringLiteral("effect"), jsonNumber(evidence.effect)},
        {QStringLiteral("z"), evidence.hasZ ? jsonNumber(evidence.z) : QJsonValue(QJsonValue::Null)},
        {QStringLiteral("p"), jsonNumber(evidence.p)},
        {QStringLiteral("q"), jsonNumber(evidence.q)},
        {QStringLiteral("low"), jsonNumber(evidence.low)},
        {QStringLiteral("high"), jsonNumber(evidence.high)},
        {QStringLiteral("samples"), evidence.samples},
        {QStringLiteral("threshold"), jsonNumber(evidence.threshold)},
        {QStringLiteral("weakThreshold"), jsonNumber(evidence.weakThreshold)},
        {QStringLiteral("significant"), evidence.significant},
        {QStringLiteral("finding"), findingKey(evidence.finding)},
        {QStringLiteral("required"), evidence.required},
        {QStringLiteral("nulls"), drawsJson(evidence.nulls)},
        {QStringLiteral("units"), drawsJson(evidence.units)},
    };
}

Evidence evidenceFromJson(const QJsonValue& value, const JsonPlace& place)
{
    const QJsonObject object = requireObject(value, place);
    const auto number = [&](const QString& name) { return requireNumber(object[name], place.child(name)); };
    Evidence evidence;
    evidence.access = requireWord<Access>(
        object[QLatin1String("access")], accessCount, accessKey, place.child(QStringLiteral("access")));
    evidence.measure =
        requireString(object[QLatin1String("measure")], place.child(QStringLiteral("measure")));
    evidence.score = number(QStringLiteral("score"));
    evidence.null = number(QStringLiteral("null"));
    evidence.effect = number(QStringLiteral("effect"));
    evidence.hasZ = !object[QLatin1String("z")].isNull();
    evidence.z = evidence.hasZ ? number(QStringLiteral("z")) : 0;
    evidence.p = number(QStringLiteral("p"));
    evidence.q = number(QStringLiteral("q"));
    evidence.low = number(QStringLiteral("low"));
    evidence.high = number(QStringLiteral("high"));
    evidence.samples =
        requireIndex(object[QLatin1String("samples")], place.child(QStringLiteral("samples")), largest);
    evidence.threshold = number(QStringLiteral("threshold"));
    evidence.weakThreshold = number(QStringLiteral("weakThreshold"));
    evidence.significant =
        boolOr(object[QLatin1String("significant")], false, place.child(QStringLiteral("significant")));
    evidence.finding = requireWord<Finding>(
        object[QLatin1String("finding")], findingCount, findingKey, place.child(QStringLiteral("finding")));
    evidence.required =
        boolOr(object[QLatin1String("required")], true, place.child(QStringLiteral("required")));
    evidence.nulls = drawsFromJson(object[QLatin1String("nulls")], place.child(QStringLiteral("nulls")));
    evidence.units = drawsFromJson(object[QLatin1String("units")], place.child(QStringLiteral("units")));
    return evidence;
}

QJsonArray positionsJson(const std::vector<int>& positions)
{
    QJsonArray all;
    for (const int position : positions)
        all.append(position);
    return all;
}

/// A member that is missing is empty: scans kept before there were such positions have none.
std::vector<int> positionsFromJson(const QJsonValue& value, const JsonPlace& place, int last)
{
    std::vector<int> all;
    if (value.isUndefined())
        return all;
    const QJsonArray positions = requireArray(value, place);
    for (qsizetype i = 0; i < positions.size(); ++i)
        all.push_back(requireIndex(positions[i], place.item(i), last));
    return all;
}

QJsonObject exampleJson(const EvidenceExample& example)
{
    QJsonArray ids;
    for (const std::int64_t id : example.ids)
        ids.append(static_cast<qint64>(id));
    return {
        {QStringLiteral("ids"), ids},
        {QStringLiteral("destination"), example.destination},
        {QStringLiteral("source"), example.source},
        {QStringLiteral("moreDestinations"), positionsJson(example.moreDestinations)},
        {QStringLiteral("moreSources"), positionsJson(example.moreSources)}};
}

EvidenceExample exampleFromJson(const QJsonValue& value, const JsonPlace& place)
{
    EvidenceExample example;
    if (value.isUndefined())
        return example;
    const QJsonObject object = requireObject(value, place);
    const JsonPlace idsPlace = place.child(QStringLiteral("ids"));
    const QJsonArray ids = requireArray(object[QLatin1String("ids")], idsPlace);
    for (qsizetype i = 0; i < ids.size(); ++i)
        example.ids.push_back(requireIndex(ids[i], idsPlace.item(i), largest));
    const int last = static_cast<int>(ids.size()) - 1;
    example.destination =
        requireIndex(object[QLatin1String("destination")], place.child(QStringLiteral("destination")), last);
    example.source =
        requireIndex(object[QLatin1String("source")], place.child(QStringLiteral("source")), last);
    example.moreDestinations = positionsFromJson(
        object[QLatin1String("moreDestinations")], place.child(QStringLiteral("moreDestinations")), last);
    example.moreSources = positionsFromJson(
        object[QLatin1String("moreSources")], place.child(QStringLiteral("moreSources")), last);
    return example;
}

} // namespace

double requireNumber(const QJsonValue& value, const JsonPlace& place)
{
    if (value.isDouble())
        return value.toDouble();
    for (const double number :
         {std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity(),
          std::numeric_limits<double>::quiet_NaN()}) {
        if (value.isString() && value == jsonNumber(number))
            return number;
    }
    throw badInput(QStringLiteral("%1 is %2; expected a number").arg(place.text(), describe(value)));
}

HeadType requireType(const QJsonValue& value, const JsonPlace& place)
{
    const QString key = requireString(value, place);
    const std::optional<HeadType> type = headTypeOfKey(key);
    if (!type)
        throw badInput(QStringLiteral("%1 is %2, which is no type of head").arg(place.text(), quoted(key)));
    return *type;
}

QJsonObject findingJson(const TypeFinding& finding)
{
    QJsonArray evidence;
    for (const Evidence& one : finding.evidence)
        evidence.append(evidenceJson(one));
    QJsonObject object{
        {QStringLiteral("layer"), finding.head.layer},
        {QStringLiteral("head"), finding.head.head},
        {QStringLiteral("type"), headTypeInfo(finding.type).key},
        {QStringLiteral("task"), finding.task},
        {QStringLiteral("finding"), findingKey(finding.finding)},
        {QStringLiteral("reason"), finding.reason},
        {QStringLiteral("score"), jsonNumber(finding.score)},
        {QStringLiteral("evidence"), evidence},
        {QStringLiteral("tags"), QJsonArray::fromStringList(finding.tags)},
        {QStringLiteral("retention"), jsonNumber(finding.retention)},
        {QStringLiteral("seeds"), finding.seeds},
    };
    if (!finding.example.ids.empty())
        object.insert(QStringLiteral("example"), exampleJson(finding.example));
    return object;
}

TypeFinding findingFromJson(const QJsonValue& value, const ModelInfo& model, const JsonPlace& place)
{
    const QJsonObject object = requireObject(value, place);
    const auto child = [&place](const char* name) { return place.child(QString::fromUtf8(name)); };
    TypeFinding finding;
    finding.head.layer = requireIndex(object[QLatin1String("layer")], child("layer"), model.nLayers - 1);
    finding.head.head = requireIndex(object[QLatin1String("head")], child("head"), model.nHeads - 1);
    finding.type = requireType(object[QLatin1String("type")], child("type"));
    finding.task = requireString(object[QLatin1String("task")], child("task"));
    finding.finding =
        requireWord<Finding>(object[QLatin1String("finding")], findingCount, findingKey, child("finding"));
    finding.reason = requireString(object[QLatin1String("reason")], child("reason"));
    finding.score = requireNumber(object[QLatin1String("score")], child("score"));
    const QJsonArray evidence = requireArray(object[QLatin1String("evidence")], child("evidence"));
    for (qsizetype i = 0; i < evidence.size(); ++i)
        finding.evidence.push_back(evidenceFromJson(evidence[i], child("evidence").item(i)));
    const QJsonArray tags = requireArray(object[QLatin1String("tags")], child("tags"));
    for (qsizetype i = 0; i < tags.size(); ++i)
        finding.tags << requireString(tags[i], child("tags").item(i));
    finding.retention = requireNumber(object[QLatin1String("retention")], child("retention"));
    finding.seeds = requireIndex(object[QLatin1String("seeds")], child("seeds"), largest);
    finding.example = exampleFromJson(object[QLatin1String("example")], child("example"));
    return finding;
}

} // namespace headwaters
