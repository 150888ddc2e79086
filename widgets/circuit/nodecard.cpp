#include "widgets/circuit/edgecard.h"

#include "widgets/common/numberformat.h"

#include <QCoreApplication>

#include <algorithm>

namespace headwaters {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("NodeCard", text);
}

/// The shown edges at one end of the node, the strongest first.
HeadCard::Section neighbours(const CircuitModel& model, int node, bool isUpstream, const QString& into)
{
    const Circuit& circuit = *model.circuit();
    const std::vector<double>& strengths = model.filter()->strengths();
    std::vector<int> edges;
    for (const int index : model.kept().edges) {
        const CircuitEdge& edge = circuit.edges[static_cast<std::size_t>(index)];
        if ((isUpstream ? edge.to : edge.from) == node && !edge.isConnector)
            edges.push_back(index);
    }
    std::stable_sort(edges.begin(), edges.end(), [&](int a, int b) {
        return strengths[static_cast<std::size_t>(a)] > strengths[static_cast<std::size_t>(b)];
    });
    HeadCard::Section section;
    section.title = isUpstream ? tr("Gets from") : tr("Gives to");
    section.origin = model.desk().path.isEmpty() ? Origin::Derived : Origin::Stored;
    if (edges.empty())
        section.note = isUpstream
            ? tr("Nothing upstream is shown: it is a leaf here, or the threshold hides it.")
            : tr("It is what the circuit explains.");
    for (std::size_t row = 0; row < edges.size() && row < static_cast<std::size_t>(shownRows); ++row) {
        const CircuitEdge& edge = circuit.edges[static_cast<std::size_t>(edges[row])];
        const CircuitNode& other = circuit.nodes[static_cast<std::size_t>(isUpstream ? edge.from : edge.to)];
        const bool isRoot = other.part == CircuitPart::Root && !into.isEmpty();
        ValueRow::Content content{
            {{isRoot ? into : partName(other)}}, weightText(circuit.request.method, edge.weight)};
        if (!isRoot && !other.destination.isEmpty())
            content.label << ValueRow::Part{circuitToken(other.destination), true};
        content.bar = ValueRow::Bar{strengths[static_cast<std::size_t>(edges[row])], false};
        content.tip = sideText(circuit, edge);
        section.rows << content;
    }
    if (edges.size() > static_cast<std::size_t>(shownRows)) {
        ValueRow::Content rest{{{tr("and %1 more").arg(edges.size() - shownRows)}}, {}};
        rest.quiet = true;
        section.rows << rest;
    }
    return section;
}

void append(QStringList& lines, const QVector<ValueRow::Content>& rows)
{
    for (const ValueRow::Content& row : rows) {
        QStringList words;
        for (const ValueRow::Part& part : row.label)
            words << part.text;
        lines << words.join(u' ') + u'\t' + row.value;
    }
}

} // namespace

NodeCard makeNodeCard(const CircuitModel& model, int index, const QString& into)
{
    const Circuit& circuit = *model.circuit();
    const CircuitNode& node = circuit.nodes[static_cast<std::size_t>(index)];
    NodeCard card;
    card.title = node.part == CircuitPart::Root && !into.isEmpty() ? into : partName(node);
    card.hook = nodeHook(node);
    card.rows << ValueRow::Content{{{tr("kind")}}, partKind(node.part)};
    if (!node.destination.isEmpty())
        card.rows << ValueRow::Content{
            {{node.part == CircuitPart::Root ? tr("read at") : tr("writes at")},
             {circuitToken(node.destination), true}},
            node.destinationPosition < 0 ? QString() : QStringLiteral("@%1").arg(node.destinationPosition)};
    if (node.part == CircuitPart::Head && !node.source.isEmpty())
        card.rows << ValueRow::Content{
            {{tr("reads")}, {circuitToken(node.source), true}},
            node.sourcePosition < 0 ? QString() : QStringLiteral("@%1").arg(node.sourcePosition)};
    if (node.attention)
        card.rows << ValueRow::Content{{{tr("attention")}}, probabilityText(*node.attention)};
    if (circuit.graphs > 1 && node.appearances)
        card.rows << ValueRow::Content{
            {{tr("in prompts")}}, tr("%1 of %2").arg(*node.appearances).arg(circuit.graphs)};
    if (node.firings)
        card.rows << ValueRow::Content{{{tr("firings")}}, QString::number(*node.firings)};
    if (model.filter()) {
        card.gets = neighbours(model, index, true, into);
        card.gives = neighbours(model, index, false, into);
    }
    return card;
}

QString NodeCard::text() const
{
    QStringList lines{title};
    if (!hook.isEmpty())
        lines << hook;
    append(lines, rows);
    for (const HeadCard::Section* section : {&gets, &gives}) {
        lines << QString() << section->title;
        append(lines, section->rows);
        if (!section->note.isEmpty())
            lines << section->note;
    }
    return lines.join(u'\n') + u'\n';
}

} // namespace headwaters
