#include "widgets/circuit/circuittext.h"

#include "core/text/token.h"
#include "widgets/common/numberformat.h"

#include <QCoreApplication>

#include <algorithm>

namespace headwaters {

namespace {

constexpr QChar minus(0x2212);
constexpr QChar dot(0x00B7);
constexpr qsizetype namedRoots = 3; // more are counted

QString tr(const char* text)
{
    return QCoreApplication::translate("CircuitText", text);
}

// Labels number repeated tokens: ` John (1)`.
qsizetype numberAt(const QString& label)
{
    if (!label.endsWith(u')'))
        return label.size();
    const qsizetype open = label.lastIndexOf(QLatin1String(" ("));
    const bool digits = open > 0 && open + 3 < label.size()
        && std::all_of(label.begin() + open + 2, label.end() - 1, [](QChar c) { return c.isDigit(); });
    return digits ? open : label.size();
}

QString rootsText(const std::vector<TraceRoot>& roots)
{
    QStringList names;
    for (const TraceRoot& root : roots) {
        if (!names.contains(root.head.text()))
            names << root.head.text();
    }
    if (names.size() > namedRoots)
        return tr("%1 heads").arg(names.size());
    return names.join(QStringLiteral(", "));
}

QString targetsText(const TraceRequest& request, const TokenNames& names)
{
    QStringList targets;
    for (const TokenId id : request.targets)
        targets << bareLabel(names(id));
    const QString text = targets.join(QStringLiteral(", "));
    if (request.seeding == Seeding::Probability)
        return QStringLiteral("P(%1)").arg(text);
    return request.rival ? QStringLiteral("%1 %2 %3").arg(text, minus, bareLabel(names(*request.rival)))
                         : text;
}

// Only where it is not the last token that is asked about.
QString afterText(const Circuit& circuit)
{
    const int position = circuit.request.position.value_or(-1);
    if (position < 0 || position + 1 >= static_cast<int>(circuit.tokens.size()))
        return {};
    return tr(" after %1").arg(circuitToken(circuit.tokens[static_cast<std::size_t>(position)]));
}

QString rootLabels(const Circuit& circuit)
{
    QStringList labels;
    for (const CircuitNode& node : circuit.nodes) {
        if (node.part == CircuitPart::Root && !labels.contains(node.label))
            labels << node.label;
    }
    if (labels.size() > namedRoots)
        return tr("%1 roots").arg(labels.size());
    return labels.join(QStringLiteral(", "));
}

QString at(const CircuitNode& node)
{
    return node.destination.isEmpty() ? QString() : tr(" at %1").arg(circuitToken(node.destination));
}

bool readsElsewhere(const CircuitNode& node)
{
    return node.part == CircuitPart::Head && !node.source.isEmpty();
}

} // namespace

QString circuitToken(const QString& label)
{
    const qsizetype number = numberAt(label);
    return tokenLabel(label.left(number).toUtf8()) + label.mid(number);
}

QString bareLabel(const QString& label)
{
    return label.size() > 1 && label.startsWith(dot) ? label.mid(1) : label;
}

QString partKind(CircuitPart part)
{
    switch (part) {
    case CircuitPart::Root:
        return tr("root");
    case CircuitPart::Head:
        return tr("head");
    case CircuitPart::HeadInput:
        return tr("input of a head");
    case CircuitPart::Mlp:
        return tr("MLP");
    case CircuitPart::AttentionBias:
        return tr("bias");
    case CircuitPart::Embedding:
        return tr("embedding");
    case CircuitPart::AttentionOffset:
        break;
    }
    return tr("offset");
}

QString partName(const CircuitNode& node)
{
    switch (node.part) {
    case CircuitPart::Root:
        return node.label;
    case CircuitPart::Head:
    case CircuitPart::HeadInput:
        return HeadIndex{node.layer, node.head}.text();
    case CircuitPart::Mlp:
    case CircuitPart::AttentionBias:
        return QStringLiteral("%1 %2").arg(partKind(node.part)).arg(node.layer);
    case CircuitPart::Embedding:
    case CircuitPart::AttentionOffset:
        break;
    }
    return partKind(node.part);
}

QString markText(const CircuitNode& node)
{
    if (node.head >= 0)
        return HeadIndex{node.layer, node.head}.text();
    return node.part == CircuitPart::Mlp ? QStringLiteral("M") : QString();
}

QString nodeName(const CircuitNode& node)
{
    if (node.part == CircuitPart::HeadInput)
        return tr("%1, input at %2").arg(partName(node), circuitToken(node.label));
    const QString name = partName(node) + at(node);
    return readsElsewhere(node) ? tr("%1 from %2").arg(name, circuitToken(node.source)) : name;
}

QString nodeHook(const CircuitNode& node)
{
    switch (node.part) {
    case CircuitPart::Head:
    case CircuitPart::HeadInput:
        return QStringLiteral("blocks.%1.attn.hook_pattern[%2]").arg(node.layer).arg(node.head);
    case CircuitPart::Mlp:
        return QStringLiteral("blocks.%1.hook_mlp_out").arg(node.layer);
    case CircuitPart::Embedding:
        return QStringLiteral("blocks.0.hook_resid_pre");
    default:
        return {};
    }
}

QString intoText(const Circuit& circuit, const TokenNames& names)
{
    const TraceRequest& request = circuit.request;
    if (request.seeding == Seeding::Roots && !request.roots.empty())
        return rootsText(request.roots);
    if (!request.targets.empty() && names)
        return targetsText(request, names) + afterText(circuit);
    return rootLabels(circuit);
}

QString circuitTitle(const Circuit& circuit, const QString& into)
{
    const QString title = into.isEmpty() ? tr("Circuit") : tr("Circuit · into %1").arg(into);
    return circuit.graphs > 1 ? tr("%1 · %2 prompts").arg(title).arg(circuit.graphs) : title;
}

bool isRootEdge(const Circuit& circuit, const CircuitEdge& edge)
{
    return circuit.nodes[static_cast<std::size_t>(edge.to)].part == CircuitPart::Root;
}

QString sideText(const Circuit& circuit, const CircuitEdge& edge)
{
    if (isRootEdge(circuit, edge))
        return tr("to the logits");
    return edge.side == EdgeSide::Query ? tr("query side") : tr("key side");
}

QString weightText(TraceMethod method, double weight)
{
    return numberText(weight, method == TraceMethod::AccPlusPlus ? 3 : 2);
}

QString weightUnit(TraceMethod method)
{
    switch (method) {
    case TraceMethod::AccPlusPlus:
        return tr("attention weight");
    case TraceMethod::Acc:
        return tr("score before scaling");
    case TraceMethod::Sad:
        break;
    }
    return tr("projection on the signal");
}

QString edgeSentence(const Circuit& circuit, const CircuitEdge& edge, const QString& into)
{
    const CircuitNode& from = circuit.nodes[static_cast<std::size_t>(edge.from)];
    const CircuitNode& to = circuit.nodes[static_cast<std::size_t>(edge.to)];
    const QString target = to.part == CircuitPart::Root && !into.isEmpty() ? into : partName(to);
    if (edge.isConnector)
        return tr("connector, %1 to %2").arg(nodeName(from), target);
    QString text = tr("edge, %1, %2 into %3, weight %4")
                       .arg(
                           sideText(circuit, edge), partName(from) + at(from), target,
                           weightText(circuit.request.method, edge.weight));
    if (circuit.graphs > 1 && !edge.prompts.empty())
        text += tr(", in %1 of %2 prompts").arg(edge.prompts.size()).arg(circuit.graphs);
    return text;
}

QString nodeSentence(const Circuit& circuit, const CircuitNode& node, const QString& into)
{
    if (node.part == CircuitPart::Root)
        return tr("root, %1").arg(into.isEmpty() ? node.label : into);
    const bool saysItself = node.head < 0;
    QString text = saysItself ? nodeName(node) : tr("head %1").arg(nodeName(node));
    if (node.attention)
        text += tr(", attention %1").arg(probabilityText(*node.attention));
    if (circuit.graphs > 1 && node.appearances)
        text += tr(", in %1 of %2 prompts").arg(*node.appearances).arg(circuit.graphs);
    return text;
}

} // namespace headwaters
