#include "core/files/graphml.h"

#include "core/circuit/nodeidtext.h"
#include "core/files/circuitsettings.h"
#include "core/files/graphmlbuilder.h"
#include "core/files/graphmlnames.h"
#include "core/files/writing.h"

#include <cmath>

namespace headwaters {

namespace {

namespace names = graphmlnames;

template <typename Number, typename ToText>
QString listText(const std::vector<Number>& values, const ToText& text)
{
    QStringList items;
    for (const Number value : values)
        items << text(value);
    return QLatin1Char('[') + items.join(QLatin1String(", ")) + QLatin1Char(']');
}

QString indexList(const std::vector<int>& values)
{
    return listText(values, [](int value) { return QString::number(value); });
}

GraphmlValues graphValues(const Circuit& circuit, const QStringList& provenance)
{
    GraphmlValues values{
        graphmlText(names::method, methodKey(circuit.request.method)),
        graphmlText(names::settings, QString::fromLatin1(asciiJson(requestJson(circuit.request)))),
        graphmlWhole(names::graphs, circuit.graphs), graphmlWhole(names::firingsTraced, circuit.firings)};
    if (!circuit.tokens.empty()) {
        QJsonArray tokens;
        for (const QString& token : circuit.tokens)
            tokens.append(token);
        values.push_back(graphmlText(names::tokens, QString::fromLatin1(asciiJson(tokens))));
    }
    if (!circuit.note.isEmpty())
        values.push_back(graphmlText(names::note, circuit.note));
    if (!circuit.nearTies.empty()) {
        const QByteArray ties = asciiJson(nearTiesJson(circuit.nearTies));
        values.push_back(graphmlText(names::nearTies, QString::fromLatin1(ties)));
    }
    if (!provenance.isEmpty())
        values.push_back(graphmlText(names::provenance, provenance.join(QLatin1Char('\n'))));
    return values;
}

GraphmlValues nodeValues(const CircuitNode& node)
{
    GraphmlValues values;
    if (node.attention)
        values.push_back(graphmlNumber(names::attention, *node.attention));
    if (node.appearances)
        values.push_back(graphmlWhole(names::appearances, *node.appearances));
    if (node.firings)
        values.push_back(graphmlWhole(names::firings, *node.firings));
    if (node.destinationPosition >= 0)
        values.push_back(graphmlWhole(names::destinationPosition, node.destinationPosition));
    if (node.sourcePosition >= 0)
        values.push_back(graphmlWhole(names::sourcePosition, node.sourcePosition));
    return values;
}

// A position where a token has no role is a number in SAD's files.
GraphmlValue tokenValue(QLatin1String name, const QString& token)
{
    bool isPosition = false;
    const qint64 position = token.toLongLong(&isPosition);
    if (isPosition && QString::number(position) == token)
        return graphmlWhole(name, position);
    return graphmlText(name, token);
}

GraphmlValues sadValues(const CircuitEdge& edge)
{
    // Connectors carry whole numbers there; a file may hold larger ones than fit.
    constexpr double largest = 9007199254740992; // up to 2^53 a double is exact
    const auto number = [&](QLatin1String name, double value) {
        const bool isWhole = std::fabs(value) <= largest && std::trunc(value) == value;
        return edge.isConnector && isWhole ? graphmlWhole(name, static_cast<qint64>(value))
                                           : graphmlNumber(name, value);
    };
    GraphmlValues values{number(names::weight, edge.weight)};
    if (edge.total)
        values.push_back(number(names::total, *edge.total));
    if (edge.count)
        values.push_back(graphmlWhole(names::count, *edge.count));
    if (edge.firstPrompt)
        values.push_back(graphmlWhole(names::prompt, *edge.firstPrompt));
    if (!edge.sourceToken.isEmpty())
        values.push_back(tokenValue(names::sourceToken, edge.sourceToken));
    if (!edge.destinationToken.isEmpty())
        values.push_back(tokenValue(names::destinationToken, edge.destinationToken));
    if (!edge.prompts.empty())
        values.push_back(graphmlText(names::prompts, indexList(edge.prompts)));
    return values;
}

GraphmlValues accValues(const CircuitEdge& edge, const QString& from, const QString& to, bool plus)
{
    GraphmlValues values{graphmlNumber(names::weight, edge.weight)};
    if (edge.directions)
        values.push_back(graphmlText(names::directions, indexList(*edge.directions)));
    if (plus) {
        values.push_back(graphmlText(
            names::colour,
            edge.side == EdgeSide::Query ? QStringLiteral("#E41A1C") : QStringLiteral("#377EB8")));
    }
    if (!edge.prompts.empty())
        values.push_back(graphmlText(names::prompts, indexList(edge.prompts)));
    if (!edge.differences.empty()) {
        values.push_back(graphmlText(names::upstream, from));
        values.push_back(graphmlText(names::downstream, to));
        values.push_back(graphmlText(
            names::differences, listText(edge.differences, [](double value) { return numberText(value); })));
    }
    if (edge.normWeight)
        values.push_back(graphmlNumber(names::normWeight, *edge.normWeight));
    if (edge.meanDifference)
        values.push_back(graphmlNumber(names::meanDifference, *edge.meanDifference));
    return values;
}

} // namespace

QByteArray toGraphml(const Circuit& circuit, const QStringList& provenance)
{
    const bool sad = circuit.request.method == TraceMethod::Sad;
    GraphmlBuilder builder(!sad);
    builder.setGraph(graphValues(circuit, provenance));
    QStringList ids;
    for (const CircuitNode& node : circuit.nodes) {
        ids << nodeIdText(node.id);
        builder.addNode(ids.back(), nodeValues(node));
    }
    for (const CircuitEdge& edge : circuit.edges) {
        GraphmlValues values = sad
            ? sadValues(edge)
            : accValues(
                edge, ids[edge.from], ids[edge.to], circuit.request.method == TraceMethod::AccPlusPlus);
        values.push_back(graphmlText(
            names::type, edge.side == EdgeSide::Query ? QStringLiteral("d") : QStringLiteral("s")));
        builder.addEdge(ids[edge.from], ids[edge.to], std::move(values));
    }
    return builder.bytes();
}

} // namespace headwaters
