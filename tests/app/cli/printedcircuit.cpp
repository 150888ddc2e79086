#include "app/cli/printedcircuit.h"

#include "core/files/circuitjson.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <cmath>
#include <map>

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

constexpr int most = 12;

using Things = std::map<QString, QJsonObject>;

Things nodesOf(const QJsonObject& circuit)
{
    Things nodes;
    for (const QJsonValue& node : circuit["nodes"_L1].toArray())
        nodes[node["id"_L1].toString()] = node.toObject();
    return nodes;
}

Things edgesOf(const QJsonObject& circuit)
{
    Things edges;
    for (const QJsonValue& edge : circuit["edges"_L1].toArray()) {
        edges
            [edge["source"_L1].toString() + u" -> "_s + edge["target"_L1].toString() + u' '
             + edge["type"_L1].toString()] = edge.toObject();
    }
    return edges;
}

QString textOf(const QJsonValue& value)
{
    return QString::fromUtf8(QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact));
}

bool isNear(const QJsonValue& got, const QJsonValue& wanted, double tolerance)
{
    if (!got.isDouble() || !wanted.isDouble())
        return got == wanted;
    return std::abs(got.toDouble() - wanted.toDouble())
        <= tolerance * std::max(1.0, std::abs(wanted.toDouble()));
}

void compare(
    Things got, const Things& wanted, const QStringList& fields, double tolerance, QStringList& found)
{
    for (const auto& [name, reference] : wanted) {
        const auto at = got.find(name);
        if (at == got.end()) {
            found << u"missing: "_s + name;
            continue;
        }
        for (const QString& field : fields) {
            const QJsonValue known = reference[field];
            if (!known.isUndefined() && !isNear(at->second[field], known, tolerance))
                found << u"%1 of %2: %3, not %4"_s.arg(field, name, textOf(at->second[field]), textOf(known));
        }
        got.erase(at);
    }
    for (const auto& [name, thing] : got)
        found << u"too many: "_s + name;
}

} // namespace

QJsonObject printedCircuit(const QStringList& words, const QByteArray& input)
{
    const ProgramRun run = headwatersProgram(words + QStringList(u"--json"_s), input);
    checkSuccess(run);
    return run.json();
}

QStringList circuitDifferences(const QJsonObject& printed, const Circuit& reference, double tolerance)
{
    const QJsonObject wanted = circuitJson(reference);
    QStringList found;
    compare(
        nodesOf(printed), nodesOf(wanted),
        {u"layer"_s, u"component"_s, u"dest"_s, u"src"_s, u"attnWeight"_s, u"label"_s, u"role"_s,
         u"nfiring"_s},
        tolerance, found);
    compare(
        edgesOf(printed), edgesOf(wanted),
        {u"weight"_s, u"directions"_s, u"total"_s, u"count"_s, u"prompt"_s, u"src_token"_s, u"dest_token"_s},
        tolerance, found);
    return found.size() > most ? found.mid(0, most) : found;
}

} // namespace headwaters
