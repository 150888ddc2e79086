#include "core/circuit/edgeinprompt.h"

#include "core/base/error.h"
#include "core/circuit/nodeidtext.h"

#include <algorithm>

namespace headwaters {

namespace {

const QLatin1StringView arrow("->");

std::optional<int> placeOf(const QString& label, const std::vector<QString>& labels)
{
    const auto found = std::find(labels.begin(), labels.end(), label);
    if (label.isEmpty() || found == labels.end())
        return std::nullopt;
    return static_cast<int>(found - labels.begin());
}

/// SAD writes the position of a token that has no role.
std::optional<int> placeOrNumber(const QString& token, const std::vector<QString>& labels)
{
    if (const std::optional<int> place = placeOf(token, labels))
        return place;
    bool isNumber = false;
    const int position = token.toInt(&isNumber);
    if (!isNumber || position < 0 || position >= static_cast<int>(labels.size()))
        return std::nullopt;
    return position;
}

/// Finds the tokens of a node; false where the prompt lacks one.
bool place(CircuitNode& node, bool isOwn, const std::vector<QString>& labels)
{
    if (node.part == CircuitPart::Root || (isOwn && node.destinationPosition >= 0))
        return true;
    const std::optional<int> destination = placeOf(node.destination, labels);
    const std::optional<int> source =
        node.part == CircuitPart::Head ? placeOf(node.source, labels) : destination;
    if (!destination || !source)
        return false;
    node.destinationPosition = *destination;
    node.sourcePosition = *source;
    return true;
}

QString pairName(const Circuit& circuit, const CircuitEdge& edge)
{
    return nodeIdText(circuit.nodes[static_cast<std::size_t>(edge.from)].id) + arrow
        + nodeIdText(circuit.nodes[static_cast<std::size_t>(edge.to)].id);
}

QString typeOf(const CircuitEdge& edge)
{
    return edge.side == EdgeSide::Query ? QStringLiteral("d") : QStringLiteral("s");
}

} // namespace

std::optional<EdgeTarget>
edgeInPrompt(const Circuit& circuit, const CircuitEdge& edge, const std::vector<QString>& labels)
{
    EdgeTarget target{
        circuit.nodes[static_cast<std::size_t>(edge.from)], circuit.nodes[static_cast<std::size_t>(edge.to)],
        edge.side, edge.directions.value_or(std::vector<int>())};
    if (circuit.request.method == TraceMethod::Sad) {
        const std::optional<int> destination = placeOrNumber(edge.destinationToken, labels);
        const std::optional<int> source = placeOrNumber(edge.sourceToken, labels);
        if (!destination || !source)
            return std::nullopt;
        target.downstream.destinationPosition = *destination;
        target.downstream.sourcePosition = *source;
        return target;
    }
    const bool isOwn = !circuit.tokens.empty() && circuit.tokens == labels;
    if (!place(target.upstream, isOwn, labels) || !place(target.downstream, isOwn, labels))
        return std::nullopt;
    return target;
}

QString edgeName(const Circuit& circuit, const CircuitEdge& edge)
{
    return nodeIdText(circuit.nodes[static_cast<std::size_t>(edge.from)].id) + QStringLiteral(" -> ")
        + nodeIdText(circuit.nodes[static_cast<std::size_t>(edge.to)].id) + QLatin1Char(' ') + typeOf(edge);
}

std::size_t edgeNamed(const Circuit& circuit, const QString& name)
{
    // Labels may hold an arrow too, so the names are compared and not taken apart.
    const QString typed = name.trimmed();
    std::vector<std::size_t> found;
    for (std::size_t at = 0; at < circuit.edges.size(); ++at) {
        const CircuitEdge& edge = circuit.edges[at];
        if (edge.isConnector)
            continue;
        const QString spaced = edgeName(circuit, edge);
        const QString tight = pairName(circuit, edge);
        const QString untyped = spaced.chopped(2);
        if (typed == spaced || typed == tight + QLatin1Char(' ') + typeOf(edge))
            return at;
        if (typed == untyped || typed == tight)
            found.push_back(at);
    }
    if (found.empty()) {
        throw badInput(
            QStringLiteral("The circuit has no edge “%1”; an edge is written as its nodes' ids with an "
                           "arrow between, (source) -> (target), and d or s behind.")
                .arg(forMessage(name, 200)));
    }
    if (found.size() > 1) {
        throw badInput(
            QStringLiteral("The circuit has two edges “%1”; write d behind it for the query side or s "
                           "for the key side.")
                .arg(forMessage(name, 200)));
    }
    return found.front();
}

} // namespace headwaters
