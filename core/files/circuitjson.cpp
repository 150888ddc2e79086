#include "core/files/circuitjson.h"

#include "core/circuit/circuitids.h"
#include "core/circuit/nodeidtext.h"
#include "core/files/circuitsettings.h"
#include "core/files/graphmlnames.h"
#include "core/files/writing.h"

namespace headwaters {

namespace {

namespace names = graphmlnames;

const QJsonValue null{QJsonValue::Null};

QJsonValue textOrNull(const QString& text)
{
    return text.isEmpty() ? null : QJsonValue(text);
}

QJsonValue indexOrNull(int index)
{
    return index < 0 ? null : QJsonValue(index);
}

QJsonValue component(const CircuitNode& node)
{
    const QString word = componentWord(node.part);
    return word.isEmpty() ? indexOrNull(node.head) : QJsonValue(word);
}

QJsonObject nodeJson(const CircuitNode& node)
{
    QJsonObject object{
        {QStringLiteral("id"), nodeIdText(node.id)},
        {QStringLiteral("layer"), indexOrNull(node.layer)},
        {QStringLiteral("component"), component(node)},
        {QStringLiteral("dest"), textOrNull(node.destination)},
        {QStringLiteral("src"), textOrNull(node.source)},
        {QStringLiteral("destPosition"), indexOrNull(node.destinationPosition)},
        {QStringLiteral("srcPosition"), indexOrNull(node.sourcePosition)},
        {QStringLiteral("attnWeight"), node.attention ? jsonNumber(*node.attention) : null}};
    if (node.part == CircuitPart::Root)
        object.insert(QStringLiteral("label"), node.label);
    if (node.part == CircuitPart::HeadInput)
        object.insert(QStringLiteral("role"), node.label);
    if (node.firings)
        object.insert(names::firings, *node.firings);
    if (node.appearances)
        object.insert(names::appearances, *node.appearances);
    return object;
}

template <typename Number> QJsonArray arrayOf(const std::vector<Number>& numbers)
{
    QJsonArray array;
    for (const Number number : numbers)
        array.append(jsonNumber(number));
    return array;
}

// A position where a token has no role is a number, as in the authors' files.
QJsonValue tokenJson(const QString& token)
{
    bool isPosition = false;
    const int position = token.toInt(&isPosition);
    return isPosition && QString::number(position) == token ? QJsonValue(position) : textOrNull(token);
}

QJsonObject edgeJson(const Circuit& circuit, const CircuitEdge& edge)
{
    const auto id = [&](int node) { return nodeIdText(circuit.nodes[static_cast<std::size_t>(node)].id); };
    QJsonObject object{
        {QStringLiteral("source"), id(edge.from)},
        {QStringLiteral("target"), id(edge.to)},
        {QStringLiteral("type"), edge.side == EdgeSide::Query ? QStringLiteral("d") : QStringLiteral("s")},
        {QStringLiteral("weight"), jsonNumber(edge.weight)},
        {QStringLiteral("directions"), edge.directions ? QJsonValue(arrayOf(*edge.directions)) : null}};
    if (circuit.request.method == TraceMethod::Sad) {
        object.insert(names::total, edge.total ? jsonNumber(*edge.total) : null);
        object.insert(names::count, edge.count ? QJsonValue(*edge.count) : null);
        object.insert(names::prompt, edge.firstPrompt ? QJsonValue(*edge.firstPrompt) : null);
        object.insert(names::sourceToken, tokenJson(edge.sourceToken));
        object.insert(names::destinationToken, tokenJson(edge.destinationToken));
    }
    if (!edge.prompts.empty())
        object.insert(names::prompts, arrayOf(edge.prompts));
    if (!edge.differences.empty())
        object.insert(names::differences, arrayOf(edge.differences));
    if (edge.normWeight)
        object.insert(names::normWeight, jsonNumber(*edge.normWeight));
    if (edge.meanDifference)
        object.insert(names::meanDifference, jsonNumber(*edge.meanDifference));
    return object;
}

} // namespace

QJsonObject circuitJson(const Circuit& circuit, const QStringList& provenance)
{
    QJsonArray nodes;
    for (const CircuitNode& node : circuit.nodes)
        nodes.append(nodeJson(node));
    QJsonArray edges;
    for (const CircuitEdge& edge : circuit.edges)
        edges.append(edgeJson(circuit, edge));
    QJsonArray tokens;
    for (const QString& token : circuit.tokens)
        tokens.append(token);
    const QJsonObject settings = requestJson(circuit.request);
    QJsonObject object{
        {QStringLiteral("method"), settings[QLatin1String("method")]},
        {QStringLiteral("tau"), settings[QLatin1String("tau")]},
        {QStringLiteral("settings"), settings},
        {QStringLiteral("tokens"), tokens},
        {QStringLiteral("graphs"), circuit.graphs},
        {QStringLiteral("firings"), circuit.firings},
        {QStringLiteral("note"), circuit.note},
        {QStringLiteral("nearTies"), nearTiesJson(circuit.nearTies)},
        {QStringLiteral("nodes"), nodes},
        {QStringLiteral("edges"), edges}};
    if (!provenance.isEmpty())
        object.insert(QStringLiteral("provenance"), QJsonArray::fromStringList(provenance));
    return object;
}

} // namespace headwaters
