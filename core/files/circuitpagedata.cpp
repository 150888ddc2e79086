#include "core/files/circuitpagedata.h"

#include "core/circuit/circuitfilter.h"
#include "core/circuit/circuitids.h"
#include "core/circuit/layout.h"
#include "core/files/writing.h"
#include "core/text/token.h"
#include "core/text/utf8.h"

#include <QJsonArray>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <memory>
#include <numeric>

namespace headwaters {

namespace {

// What a browser still draws without delay.
constexpr int mostNodes = 300;
constexpr int mostEdges = 3'000;
constexpr int histogramBins = 40;
constexpr qsizetype longestPromptList = 20;

QString signedText(double value)
{
    const QString size = QString::number(std::abs(value), 'g', 4);
    if (size == QLatin1String("0"))
        return size;
    return (value < 0 ? QChar(0x2212) : QLatin1Char('+')) + size;
}

QString percentText(double share)
{
    return QStringLiteral("%1 %").arg(std::lround(100 * share));
}

QString listText(const std::vector<int>& numbers)
{
    QStringList texts;
    for (std::size_t at = 0; at < numbers.size() && at < longestPromptList; ++at)
        texts << QString::number(numbers[at]);
    if (numbers.size() > longestPromptList)
        texts << QStringLiteral("…");
    return texts.join(QLatin1String(", "));
}

class Facts {
public:
    void add(const char* name, const QString& text)
    {
        m_array.append(QJsonArray{QString::fromLatin1(name), text});
    }
    [[nodiscard]] const QJsonArray& array() const { return m_array; }

private:
    QJsonArray m_array;
};

QString kindOf(const CircuitNode& node)
{
    switch (node.part) {
    case CircuitPart::Root:
        return QStringLiteral("root");
    case CircuitPart::Head:
        return QStringLiteral("head");
    case CircuitPart::HeadInput:
        return QStringLiteral("input");
    case CircuitPart::Mlp:
        return QStringLiteral("mlp");
    case CircuitPart::AttentionBias:
        return QStringLiteral("bias");
    case CircuitPart::Embedding:
        return QStringLiteral("embedding");
    case CircuitPart::AttentionOffset:
        break;
    }
    return QStringLiteral("offset");
}

/// What stands inside the node's mark.
QString markOf(const CircuitNode& node)
{
    if (node.part == CircuitPart::Root)
        return node.label;
    if (node.part == CircuitPart::Head)
        return HeadIndex{node.layer, node.head}.text();
    return node.part == CircuitPart::Mlp ? QStringLiteral("M") : QString();
}

QString rowLabel(const LayoutRow& row)
{
    const QString layer = QStringLiteral("L%1").arg(row.layer);
    switch (row.kind) {
    case LayoutRow::Kind::Start:
        return QStringLiteral("start");
    case LayoutRow::Kind::HeadInput:
        return layer + QStringLiteral(" in");
    case LayoutRow::Kind::Attention:
        return layer;
    case LayoutRow::Kind::Mlp:
        return layer + QStringLiteral(" MLP");
    case LayoutRow::Kind::Root:
        break;
    }
    return {};
}

class PageData {
public:
    explicit PageData(const Circuit& circuit)
        : m_circuit(circuit),
          m_filter(std::make_shared<const Circuit>(circuit)),
          m_layout(layOut(circuit))
    {
        for (const CircuitEdge& edge : circuit.edges)
            m_entering[{edge.to, edge.side}] += edge.isConnector ? 0 : std::abs(edge.weight);
    }

    [[nodiscard]] QJsonObject object() const
    {
        return {
            {QStringLiteral("summary"), QJsonArray::fromStringList(summary())},
            {QStringLiteral("width"), m_layout.width},
            {QStringLiteral("height"), m_layout.height},
            {QStringLiteral("columns"), columns()},
            {QStringLiteral("rows"), rows()},
            {QStringLiteral("nodes"), nodes()},
            {QStringLiteral("edges"), edges()},
            {QStringLiteral("histogram"), histogram()},
            {QStringLiteral("start"), m_filter.thresholdForSize(mostNodes, mostEdges)},
            {QStringLiteral("legend"), legend()}};
    }

private:
    [[nodiscard]] QStringList summary() const
    {
        const TraceRequest& request = m_circuit.request;
        QStringList lines;
        QString line = QStringLiteral("%1: %2 nodes, %3 edges")
                           .arg(methodName(request.method))
                           .arg(m_circuit.nodes.size())
                           .arg(m_circuit.edges.size());
        if (m_circuit.graphs > 1)
            line += QStringLiteral(", merged from %1 prompts").arg(m_circuit.graphs);
        if (request.method == TraceMethod::AccPlusPlus)
            line +=
                request.tau ? QStringLiteral(", tau %1").arg(*request.tau) : QStringLiteral(", dynamic tau");
        lines << line + QLatin1Char('.') << unit();
        if (!m_circuit.note.isEmpty())
            lines << m_circuit.note;
        for (const NearTie& tie : m_circuit.nearTies)
            lines << QStringLiteral("Near tie, which rounding may decide: %1.").arg(tie.where);
        return lines;
    }

    [[nodiscard]] QString unit() const
    {
        switch (m_circuit.request.method) {
        case TraceMethod::Sad:
            return QStringLiteral(
                "A weight is what a head writes along the directions that carry the score.");
        case TraceMethod::Acc:
            return QStringLiteral(
                "A weight is a part of the head's score against the mean of the other keys, times "
                "the scale; into a root a part of the logit difference.");
        case TraceMethod::AccPlusPlus:
            break;
        }
        return QStringLiteral(
            "A weight is the attention that goes when what the edge carries is taken away; into a "
            "root a part of the logit difference or of the log probability.");
    }

    [[nodiscard]] QJsonArray columns() const
    {
        QJsonArray array;
        for (const LayoutColumn& column : m_layout.columns) {
            array.append(QJsonObject{
                {QStringLiteral("label"), tokenLabel(utf8Bytes(column.label))},
                {QStringLiteral("left"), column.left},
                {QStringLiteral("width"), column.width}});
        }
        return array;
    }

    [[nodiscard]] QJsonArray rows() const
    {
        QJsonArray array;
        for (const LayoutRow& row : m_layout.rows)
            array.append(QJsonObject{{QStringLiteral("label"), rowLabel(row)}, {QStringLiteral("y"), row.y}});
        return array;
    }

    [[nodiscard]] QJsonArray nodes() const
    {
        QJsonArray array;
        for (std::size_t at = 0; at < m_circuit.nodes.size(); ++at) {
            const CircuitNode& node = m_circuit.nodes[at];
            array.append(QJsonObject{
                {QStringLiteral("kind"), kindOf(node)},
                {QStringLiteral("mark"), markOf(node)},
                {QStringLiteral("title"), nodeTitle(node)},
                {QStringLiteral("x"), m_layout.places[at].x},
                {QStringLiteral("y"), m_layout.places[at].y},
                {QStringLiteral("facts"), factsOf(node)}});
        }
        return array;
    }

    [[nodiscard]] QJsonArray factsOf(const CircuitNode& node) const
    {
        Facts facts;
        if (node.attention)
            facts.add("attention", QString::number(*node.attention, 'f', 3));
        if (node.destinationPosition >= 0)
            facts.add("token", QString::number(node.destinationPosition));
        if (node.sourcePosition >= 0 && node.part == CircuitPart::Head)
            facts.add("reads token", QString::number(node.sourcePosition));
        if (node.appearances)
            facts.add("prompts", QStringLiteral("%1 of %2").arg(*node.appearances).arg(m_circuit.graphs));
        if (node.firings)
            facts.add("firings", QString::number(*node.firings));
        return facts.array();
    }

    [[nodiscard]] QJsonArray edges() const
    {
        QJsonArray array;
        for (std::size_t at = 0; at < m_circuit.edges.size(); ++at) {
            const CircuitEdge& edge = m_circuit.edges[at];
            const bool isRoot = m_circuit.nodes[static_cast<std::size_t>(edge.to)].part == CircuitPart::Root;
            const QString side = edge.side == EdgeSide::Query ? QStringLiteral("d") : QStringLiteral("s");
            array.append(QJsonObject{
                {QStringLiteral("from"), edge.from},
                {QStringLiteral("to"), edge.to},
                {QStringLiteral("kind"), isRoot ? QStringLiteral("root") : side},
                {QStringLiteral("connector"), edge.isConnector},
                {QStringLiteral("weight"), jsonNumber(edge.weight)},
                {QStringLiteral("text"), signedText(edge.weight)},
                {QStringLiteral("strength"), jsonNumber(m_filter.strengths()[at])},
                {QStringLiteral("limit"), jsonNumber(m_filter.limits()[at])},
                {QStringLiteral("facts"), factsOf(edge)}});
        }
        return array;
    }

    [[nodiscard]] QJsonArray factsOf(const CircuitEdge& edge) const
    {
        Facts facts;
        const auto entering = m_entering.find({edge.to, edge.side});
        if (!edge.isConnector && entering != m_entering.end() && entering->second > 0)
            facts.add("share of this side", percentText(std::abs(edge.weight) / entering->second));
        if (edge.directions)
            facts.add("directions", listText(*edge.directions));
        if (!edge.prompts.empty()) {
            facts.add(
                "prompts",
                QStringLiteral("%1 of %2 (%3)")
                    .arg(edge.prompts.size())
                    .arg(m_circuit.graphs)
                    .arg(listText(edge.prompts)));
        }
        if (edge.count)
            facts.add("count", QString::number(*edge.count));
        if (edge.total)
            facts.add("total", signedText(*edge.total));
        if (edge.firstPrompt)
            facts.add("first prompt", QString::number(*edge.firstPrompt));
        if (!edge.differences.empty()) {
            const double sum = std::accumulate(edge.differences.begin(), edge.differences.end(), 0.0);
            facts.add(
                "mean change of target minus rival",
                signedText(sum / static_cast<double>(edge.differences.size())));
        }
        return facts.array();
    }

    [[nodiscard]] QJsonObject histogram() const
    {
        const StrengthHistogram histogram = m_filter.histogram(histogramBins);
        QJsonArray counts;
        for (const int count : histogram.counts)
            counts.append(count);
        return {{QStringLiteral("lowest"), histogram.lowest}, {QStringLiteral("counts"), counts}};
    }

    [[nodiscard]] QJsonArray legend() const
    {
        const std::pair<const char*, const char*> entries[] = {
            {"head", "head"},           {"input", "input of a head"}, {"mlp", "MLP"},
            {"embedding", "embedding"}, {"bias", "attention bias"},   {"offset", "attention offset"},
            {"edge d", "query side"},   {"edge s", "key side"},       {"edge root", "to the root"}};
        const auto occurs = [&](const QString& kind) {
            return kind.startsWith(QLatin1String("edge "))
                || std::any_of(m_circuit.nodes.begin(), m_circuit.nodes.end(), [&](const CircuitNode& node) {
                       return kindOf(node) == kind;
                   });
        };
        QJsonArray array;
        for (const auto& [kind, text] : entries) {
            if (occurs(QString::fromLatin1(kind)))
                array.append(QJsonArray{QString::fromLatin1(kind), QString::fromLatin1(text)});
        }
        return array;
    }

    const Circuit& m_circuit;
    CircuitFilter m_filter;
    CircuitLayout m_layout;
    std::map<std::pair<int, EdgeSide>, double> m_entering; ///< sizes of the weights, by node and side
};

} // namespace

QJsonObject circuitPageData(const Circuit& circuit)
{
    return PageData(circuit).object();
}

} // namespace headwaters
