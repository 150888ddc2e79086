#include "core/files/graphml.h"

#include "core/circuit/circuitids.h"
#include "core/files/graphmlbuilder.h"
#include "core/files/graphmlnames.h"

#include <QHash>

#include <algorithm>

namespace headwaters {

namespace {

namespace names = graphmlnames;

// The places of the authors' view: a column of 200 px for each token, layers upwards in blocks.
constexpr int columnWidth = 200;
constexpr int layerHeight = 400;
constexpr int stackStep = 40; ///< between nodes of one token and layer
constexpr int partOffset = 200; ///< parts that are no heads stand in the upper half of their layer's block

struct Look {
    QString shape;
    QString colour;
};

Look lookOf(CircuitPart part)
{
    switch (part) {
    case CircuitPart::Mlp:
        return {QStringLiteral("ellipse"), QStringLiteral("#32CD32")};
    case CircuitPart::AttentionBias:
        return {QStringLiteral("diamond"), QStringLiteral("#FFD700")};
    case CircuitPart::Embedding:
        return {QStringLiteral("hexagon"), QStringLiteral("#00FFFF")};
    case CircuitPart::AttentionOffset:
        return {QStringLiteral("octagon"), QStringLiteral("#8400FF")};
    case CircuitPart::Root:
    case CircuitPart::Head:
    case CircuitPart::HeadInput:
        break;
    }
    return {QStringLiteral("rectangle"), QStringLiteral("#FFFFFF")};
}

QString viewName(const CircuitNode& node)
{
    switch (node.part) {
    case CircuitPart::Root:
        return node.label + QLatin1Char('\n') + node.destination;
    case CircuitPart::Head:
        return QStringLiteral("AH(%1,%2)\n").arg(node.layer).arg(node.head) + QLatin1Char('(')
            + node.destination + QLatin1Char(',') + node.source + QLatin1Char(')');
    case CircuitPart::HeadInput:
        return QStringLiteral("AH(%1,%2)\n").arg(node.layer).arg(node.head) + node.label;
    case CircuitPart::Mlp:
    case CircuitPart::AttentionBias:
    case CircuitPart::Embedding:
    case CircuitPart::AttentionOffset:
        break;
    }
    return QStringLiteral("%1 %2\n").arg(componentWord(node.part)).arg(node.layer) + node.destination;
}

int rowOf(const CircuitNode& node, int layers)
{
    if (node.part == CircuitPart::Root)
        return -layers * layerHeight;
    const bool isHead = node.part == CircuitPart::Head || node.part == CircuitPart::HeadInput;
    return -node.layer * layerHeight - (isHead ? 0 : partOffset);
}

} // namespace

QByteArray toCytoscapeGraphml(const Circuit& circuit)
{
    GraphmlBuilder builder(true);
    int layers = 0;
    for (const CircuitNode& node : circuit.nodes)
        layers = std::max(layers, node.layer + 1);
    QHash<std::pair<int, int>, int> stacked;
    QStringList ids;
    for (const CircuitNode& node : circuit.nodes) {
        const Look look = lookOf(node.part);
        const int column = std::max(node.destinationPosition, 0);
        const int row = rowOf(node, layers);
        const int above = stacked[{column, row}]++;
        ids << viewName(node);
        builder.addNode(
            ids.back(),
            {graphmlWhole(names::x, qint64{column} * columnWidth),
             graphmlWhole(names::y, row - above * stackStep), graphmlText(names::shape, look.shape),
             graphmlText(names::label, ids.back()), graphmlText(names::background, look.colour),
             graphmlText(names::border, QStringLiteral("#000000"))});
    }
    for (std::size_t at = 0; at < circuit.tokens.size(); ++at) {
        builder.addNode(
            circuit.tokens[at],
            {graphmlWhole(names::x, static_cast<qint64>(at) * columnWidth),
             graphmlWhole(names::y, layerHeight), graphmlText(names::label, circuit.tokens[at])});
    }
    for (const CircuitEdge& edge : circuit.edges) {
        const bool query = edge.side == EdgeSide::Query;
        builder.addEdge(
            ids[edge.from], ids[edge.to],
            {graphmlNumber(names::weight, edge.weight),
             graphmlText(names::type, query ? QStringLiteral("d") : QStringLiteral("s"))});
    }
    return builder.bytes();
}

} // namespace headwaters
