#include "engine/support/tracecase.h"

#include "core/text/modeltokenizer.h"
#include "support/testing.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

#include <cmath>
#include <map>

namespace headwaters {

namespace {

QString idText(const QJsonValue& id)
{
    return QString::fromUtf8(QJsonDocument(id.toArray()).toJson(QJsonDocument::Compact));
}

QString idText(const NodeId& id)
{
    QJsonArray items;
    for (const NodeId::Item& item : id.items) {
        if (const qint64* number = std::get_if<qint64>(&item))
            items.append(*number);
        else
            items.append(std::get<QString>(item));
    }
    return idText(QJsonValue(items));
}

struct EdgeValue {
    double weight = 0;
    QString directions;
};
using Edges = std::map<QString, EdgeValue>;

QString directionText(const std::optional<std::vector<int>>& directions)
{
    if (!directions)
        return QStringLiteral("none");
    QStringList texts;
    for (const int direction : *directions)
        texts << QString::number(direction);
    return texts.join(QLatin1Char(' '));
}

Edges edgesOf(const Circuit& circuit)
{
    Edges edges;
    for (const CircuitEdge& edge : circuit.edges) {
        const auto id = [&](int node) { return idText(circuit.nodes[static_cast<std::size_t>(node)].id); };
        const QString key = id(edge.from) + QStringLiteral(" -> ") + id(edge.to)
            + (edge.side == EdgeSide::Query ? QStringLiteral(" d") : QStringLiteral(" s"));
        edges[key] = {edge.weight, directionText(edge.directions)};
    }
    return edges;
}

Edges edgesOf(const QJsonObject& traceCase)
{
    Edges edges;
    for (const QJsonValue& value : traceCase[QStringLiteral("edges")].toArray()) {
        const QJsonArray edge = value.toArray();
        // ACC++: [from, to, type, weight, directions]; ACC: [from, to, {weight, type}].
        const bool isPlain = edge.size() > 3;
        const QString type =
            isPlain ? edge[2].toString() : edge[2].toObject()[QStringLiteral("type")].toString();
        const double weight =
            isPlain ? edge[3].toDouble() : edge[2].toObject()[QStringLiteral("weight")].toDouble();
        std::optional<std::vector<int>> directions;
        if (isPlain && edge[4].isArray()) {
            directions.emplace();
            for (const QJsonValue& direction : edge[4].toArray())
                directions->push_back(direction.toInt());
        }
        edges[idText(edge[0]) + QStringLiteral(" -> ") + idText(edge[1]) + QLatin1Char(' ') + type] = {
            weight, directionText(directions)};
    }
    return edges;
}

} // namespace

TracedModel TracedModel::open(const QString& path)
{
    const ModelFolder folder = openModelFolder(path);
    return {Model::load(folder, {}), loadTokenizer(folder)};
}

QJsonObject traceFixture(const QString& name)
{
    QFile file(testData(QStringLiteral("traces/") + name));
    REQUIRE(file.open(QIODevice::ReadOnly));
    return QJsonDocument::fromJson(file.readAll()).object();
}

TraceRequest requestOf(const QJsonObject& traceCase, const Tokenizer& tokenizer)
{
    TraceRequest request;
    request.compat = true;
    request.targets = {tokenizer.tokenWithText(traceCase[QStringLiteral("target")].toString()).value()};
    if (traceCase[QStringLiteral("rival")].isString())
        request.rival = tokenizer.tokenWithText(traceCase[QStringLiteral("rival")].toString()).value();
    if (traceCase[QStringLiteral("seeding")].toString() == QLatin1String("prob"))
        request.seeding = Seeding::Probability;
    if (traceCase[QStringLiteral("tau")].isDouble())
        request.tau = traceCase[QStringLiteral("tau")].toDouble();
    return request;
}

std::vector<TokenId> idsOf(const QJsonObject& traceCase, const Tokenizer& tokenizer)
{
    return tokenizer.encodePrompt(
        traceCase[QStringLiteral("prompt")].toString(), traceCase[QStringLiteral("bos")].toBool());
}

QStringList differences(const Circuit& circuit, const QJsonObject& traceCase, double tolerance)
{
    constexpr int most = 12;
    QStringList found;
    std::map<QString, std::optional<double>> nodes;
    for (const CircuitNode& node : circuit.nodes)
        nodes[idText(node.id)] = node.attention;
    const QJsonArray expectedNodes = traceCase[QStringLiteral("nodes")].toArray();
    for (const QJsonValue& value : expectedNodes) {
        const QJsonArray node = value.toArray();
        const QString id = idText(node[0]);
        const auto got = nodes.find(id);
        if (got == nodes.end())
            found << QStringLiteral("no node ") + id;
        else if (node[1].isDouble() != got->second.has_value())
            found << QStringLiteral("attention of %1 given on one side only").arg(id);
        else if (got->second && std::abs(*got->second - node[1].toDouble()) > tolerance)
            found << QStringLiteral("attention of %1: %2").arg(id).arg(*got->second);
        nodes.erase(id);
    }
    for (const auto& [id, attention] : nodes)
        found << QStringLiteral("node too many: ") + id;
    Edges got = edgesOf(circuit);
    for (const auto& [key, expected] : edgesOf(traceCase)) {
        const auto at = got.find(key);
        if (at == got.end()) {
            found << QStringLiteral("no edge %1 (%2)").arg(key).arg(expected.weight);
            continue;
        }
        const double scale = std::max(1.0, std::abs(expected.weight));
        if (std::abs(at->second.weight - expected.weight) > tolerance * scale)
            found << QStringLiteral("weight of %1: %2, not %3")
                         .arg(key)
                         .arg(at->second.weight)
                         .arg(expected.weight);
        if (at->second.directions != expected.directions)
            found << QStringLiteral("directions of %1: %2, not %3")
                         .arg(key, at->second.directions, expected.directions);
        got.erase(at);
    }
    for (const auto& [key, value] : got)
        found << QStringLiteral("edge too many: %1 (%2)").arg(key).arg(value.weight);
    return found.size() > most ? found.mid(0, most) : found;
}

TracePrompt promptWithRoles(const QJsonObject& prompt, const Tokenizer& tokenizer)
{
    TracePrompt result;
    result.ids = tokenizer.encodePrompt(
        prompt[QStringLiteral("text")].toString(), prompt[QStringLiteral("bos")].toBool());
    result.labels.resize(result.ids.size());
    const QJsonObject roles = prompt[QStringLiteral("roles")].toObject();
    for (const char* role :
         {"IO", "IO-1", "IO+1", "S1", "S1-1", "S1+1", "S2", "S2-1", "S2+1", "end", "end-1", "starts", "punct",
          "verb"}) {
        const QString name = QString::fromLatin1(role);
        REQUIRE(roles.contains(name));
        result.labels[static_cast<std::size_t>(roles[name].toInt())] = name;
    }
    result.rootSource = roles[QStringLiteral("IO")].toInt();
    return result;
}

QStringList sadDifferences(const Circuit& circuit, const QJsonObject& fixture, double tolerance)
{
    QStringList found;
    std::map<QString, const CircuitEdge*> edges;
    for (const CircuitEdge& edge : circuit.edges) {
        const auto id = [&](int node) { return idText(circuit.nodes[static_cast<std::size_t>(node)].id); };
        edges[id(edge.from) + QStringLiteral(" -> ") + id(edge.to)] = &edge;
    }
    std::map<QString, std::optional<int>> nodes;
    for (const CircuitNode& node : circuit.nodes)
        nodes[idText(node.id)] = node.firings;
    for (const QJsonValue& value : fixture[QStringLiteral("nodes")].toArray()) {
        const QString id = idText(value.toArray()[0]);
        const auto node = nodes.find(id);
        if (node == nodes.end()
            || node->second != value.toArray()[1].toObject()[QStringLiteral("nfiring")].toInt())
            found << QStringLiteral("node ") + id;
        nodes.erase(id);
    }
    for (const auto& [id, firings] : nodes)
        found << QStringLiteral("node too many: ") + id;
    const QJsonArray expected = fixture[QStringLiteral("edges")].toArray();
    for (const QJsonValue& value : expected) {
        const QString key = idText(value.toArray()[0]) + QStringLiteral(" -> ") + idText(value.toArray()[1]);
        const QJsonObject edge = value.toArray()[2].toObject();
        const auto at = edges.find(key);
        if (at == edges.end()) {
            found << QStringLiteral("no edge ") + key;
            continue;
        }
        const CircuitEdge& got = *at->second;
        const auto near = [&](const QString& name, double number) {
            const double wanted = edge[name].toDouble();
            if (std::abs(number - wanted) > tolerance * std::max(1.0, std::abs(wanted)))
                found << QStringLiteral("%1 of %2: %3, not %4").arg(name, key).arg(number).arg(wanted);
        };
        near(QStringLiteral("weight"), got.weight);
        near(QStringLiteral("total"), got.total.value_or(-1));
        near(QStringLiteral("count"), got.count.value_or(-1));
        const QString type = got.side == EdgeSide::Query ? QStringLiteral("d") : QStringLiteral("s");
        const auto text = [&](const QString& name) { return edge[name].toVariant().toString(); };
        if (type != text(QStringLiteral("type")) || got.sourceToken != text(QStringLiteral("src_token"))
            || got.destinationToken != text(QStringLiteral("dest_token"))
            || got.firstPrompt.value_or(-1) != edge[QStringLiteral("prompt")].toInt(-1)) {
            found << QStringLiteral("attributes of %1: %2 %3 %4 %5")
                         .arg(key, type, got.sourceToken, got.destinationToken)
                         .arg(got.firstPrompt.value_or(-1));
        }
        edges.erase(at);
    }
    for (const auto& [key, edge] : edges)
        found << QStringLiteral("edge too many: ") + key;
    return found;
}

} // namespace headwaters
