#include "core/files/graphml.h"

#include "core/circuit/circuitcycle.h"
#include "core/circuit/circuitids.h"
#include "core/circuit/nodeidtext.h"
#include "core/files/circuitsettings.h"
#include "core/files/cytoscapeview.h"
#include "core/files/graphmlfields.h"
#include "core/files/graphmlnames.h"
#include "core/files/reading.h"

#include <QSet>

#include <algorithm>
#include <utility>

namespace headwaters {

namespace {

namespace names = graphmlnames;

constexpr qint64 longestFile = 256LL << 20;
constexpr int largestPosition = 1'000'000;

class CircuitReader {
public:
    CircuitReader(const GraphmlTable& table, const QString& name, const std::vector<QString>& tokens)
        : m_table(table),
          m_file(pathForMessage(name))
    {
        m_opened.circuit.tokens = tokens;
    }

    OpenedCircuit read()
    {
        readGraph();
        for (const GraphmlNode& node : m_table.nodes)
            readNode(node);
        for (const GraphmlEdge& edge : m_table.edges)
            readEdge(edge);
        if (const QString cycle = cycleText(m_opened.circuit); !cycle.isEmpty()) {
            throw badInput(QStringLiteral("%1: its edges run in a circle: %2; in a circuit they lead upwards")
                               .arg(m_file, cycle));
        }
        if (!m_hasSettings)
            m_opened.circuit.request.method = guessedMethod();
        if (!m_hasGraphs)
            m_opened.circuit.graphs = countedGraphs();
        m_opened.remark = remark();
        return std::move(m_opened);
    }

private:
    Circuit& circuit() { return m_opened.circuit; }

    [[nodiscard]] JsonPlace place(QLatin1String name) const { return {m_file, name}; }

    void readGraph()
    {
        const QString owner = QStringLiteral("the graph");
        const GraphmlFields fields(m_table.graph, m_file, 1, owner);
        if (const auto settings = fields.text(names::settings)) {
            const JsonPlace at = place(names::settings);
            circuit().request = requestFromJson(requireObject(jsonOfText(*settings, at), at), at);
            m_hasSettings = true;
        } else if (const auto method = fields.text(names::method)) {
            const std::optional<TraceMethod> known = methodFromKey(*method);
            if (!known)
                throw fields.refused(
                    QStringLiteral("method is %1; expected sad, acc or accpp").arg(quoted(*method)));
            circuit().request.method = *known;
            m_hasSettings = true;
        }
        if (const auto tokens = fields.text(names::tokens); tokens && circuit().tokens.empty()) {
            const JsonPlace at = place(names::tokens);
            for (const QJsonValue& token : requireArray(jsonOfText(*tokens, at), at)) {
                const auto index = static_cast<qsizetype>(circuit().tokens.size());
                circuit().tokens.push_back(requireString(token, at.item(index)));
            }
        }
        if (const auto ties = fields.text(names::nearTies)) {
            const JsonPlace at = place(names::nearTies);
            circuit().nearTies = nearTiesFromJson(requireArray(jsonOfText(*ties, at), at), at);
        }
        if (const auto graphs = fields.index(names::graphs)) {
            circuit().graphs = *graphs;
            m_hasGraphs = true;
        }
        circuit().firings = fields.index(names::firingsTraced).value_or(0);
        circuit().note = fields.text(names::note).value_or(QString());
        if (const auto provenance = fields.text(names::provenance))
            m_opened.provenance = provenance->split(QLatin1Char('\n'));
        for (std::size_t at = 0; at < circuit().tokens.size(); ++at)
            m_positions.insert(circuit().tokens[at], static_cast<int>(at));
    }

    void readNode(const GraphmlNode& row)
    {
        const QString owner = QStringLiteral("node %1").arg(quoted(row.id));
        const QString at = QStringLiteral("%1, line %2: %3").arg(m_file).arg(row.line).arg(owner);
        const GraphmlFields fields(row.data, m_file, row.line, owner);
        CircuitNode node = nodeOfId(parseNodeId(row.id, at), at);
        // By what the name means: "(1,2)" and "(1, 2)" are one node.
        if (m_nodes.contains(nodeIdText(node.id)))
            throw fields.refused(QStringLiteral("it stands twice"));
        node.attention = fields.number(names::attention);
        node.appearances = fields.index(names::appearances);
        node.firings = fields.index(names::firings);
        node.destinationPosition = position(fields, names::destinationPosition, node.destination);
        node.sourcePosition = position(fields, names::sourcePosition, node.source);
        m_nodes.insert(nodeIdText(node.id), static_cast<int>(circuit().nodes.size()));
        m_ids.insert(row.id, static_cast<int>(circuit().nodes.size()));
        circuit().nodes.push_back(std::move(node));
    }

    [[nodiscard]] int position(const GraphmlFields& fields, QLatin1String name, const QString& label) const
    {
        const int known = label.isEmpty() ? -1 : m_positions.value(label, -1);
        const std::optional<int> given = fields.index(name, largestPosition);
        const auto count = static_cast<qsizetype>(m_opened.circuit.tokens.size());
        if (!given || known == *given)
            return known;
        if (count > 0 && (known >= 0 || *given >= count)) {
            throw fields.refused(
                known >= 0
                    ? QStringLiteral("%1 is %2, but %3 is token %4")
                          .arg(name)
                          .arg(*given)
                          .arg(quoted(label))
                          .arg(known)
                    : QStringLiteral("%1 is %2, but there are %3 tokens").arg(name).arg(*given).arg(count));
        }
        return *given;
    }

    void readEdge(const GraphmlEdge& row)
    {
        const QString owner =
            QStringLiteral("edge from %1 to %2").arg(quoted(row.source), quoted(row.target));
        const GraphmlFields fields(row.data, m_file, row.line, owner);
        CircuitEdge edge;
        edge.from = end(row.source, fields);
        edge.to = end(row.target, fields);
        edge.weight = fields.requiredNumber(names::weight);
        edge.side = side(fields);
        edge.directions = fields.indices(names::directions);
        edge.total = fields.number(names::total);
        edge.count = fields.index(names::count);
        edge.firstPrompt = fields.index(names::prompt);
        edge.sourceToken = fields.text(names::sourceToken).value_or(QString());
        edge.destinationToken = fields.text(names::destinationToken).value_or(QString());
        edge.prompts = fields.indices(names::prompts).value_or(std::vector<int>());
        edge.differences = fields.numbers(names::differences).value_or(std::vector<double>());
        edge.meanDifference = fields.number(names::meanDifference);
        edge.normWeight = fields.number(names::normWeight);
        const CircuitNode& from = circuit().nodes[static_cast<std::size_t>(edge.from)];
        const CircuitNode& to = circuit().nodes[static_cast<std::size_t>(edge.to)];
        edge.isConnector = from.part == CircuitPart::HeadInput && to.part == CircuitPart::Head
            && from.headIndex() == to.headIndex();
        const auto key = std::pair(std::pair(edge.from, edge.to), edge.side == EdgeSide::Key);
        if (m_edges.contains(key))
            throw fields.refused(QStringLiteral("it stands twice on this side"));
        m_edges.insert(key);
        circuit().edges.push_back(std::move(edge));
    }

    [[nodiscard]] int end(const QString& id, const GraphmlFields& fields) const
    {
        const auto known = m_ids.constFind(id);
        if (known == m_ids.constEnd())
            throw fields.refused(QStringLiteral("there is no node %1").arg(quoted(id)));
        return *known;
    }

    [[nodiscard]] static EdgeSide side(const GraphmlFields& fields)
    {
        const std::optional<QString> type = fields.text(names::type);
        if (type == QStringLiteral("d"))
            return EdgeSide::Query;
        if (type == QStringLiteral("s"))
            return EdgeSide::Key;
        if (!type)
            throw fields.refused(QStringLiteral("type is missing"));
        throw fields.refused(QStringLiteral("type is %1; expected \"d\" or \"s\"").arg(quoted(*type)));
    }

    [[nodiscard]] TraceMethod guessedMethod() const
    {
        const Circuit& read = m_opened.circuit;
        const auto hasPart = [&](CircuitPart part) {
            return std::any_of(
                read.nodes.begin(), read.nodes.end(), [&](const CircuitNode& n) { return n.part == part; });
        };
        if (hasPart(CircuitPart::HeadInput) || m_table.names.contains(names::firings))
            return TraceMethod::Sad;
        const bool plus = hasPart(CircuitPart::AttentionOffset) || m_table.names.contains(names::directions)
            || m_table.names.contains(names::attention);
        return plus ? TraceMethod::AccPlusPlus : TraceMethod::Acc;
    }

    // A root stands in every merged graph, so that the largest count is their number.
    [[nodiscard]] int countedGraphs() const
    {
        int graphs = 1;
        for (const CircuitNode& node : m_opened.circuit.nodes)
            graphs = std::max(graphs, node.appearances.value_or(1));
        return graphs;
    }

    [[nodiscard]] QString remark() const
    {
        constexpr qsizetype mostNamed = 5;
        QStringList unknown;
        for (const QString& name : m_table.names) {
            if (std::find(std::begin(names::all), std::end(names::all), name) == std::end(names::all))
                unknown << forMessage(name, 40);
        }
        if (unknown.isEmpty())
            return {};
        const qsizetype more = unknown.size() - mostNamed;
        const QString rest = more > 0 ? QStringLiteral(" and %1 more").arg(more) : QString();
        return QStringLiteral("%1: passed over what circuits do not have: %2%3")
            .arg(m_file, unknown.mid(0, mostNamed).join(QLatin1String(", ")), rest);
    }

    const GraphmlTable& m_table;
    QString m_file;
    OpenedCircuit m_opened;
    QHash<QString, int> m_positions; ///< of labels
    QHash<QString, int> m_nodes; ///< by the name's own text
    QHash<QString, int> m_ids; ///< by the text in the file
    QSet<std::pair<std::pair<int, int>, bool>> m_edges;
    bool m_hasSettings = false;
    bool m_hasGraphs = false;
};

} // namespace

OpenedCircuit readGraphml(const QString& path, const std::vector<QString>& tokens)
{
    return circuitFromGraphml(readFile(path, longestFile), path, tokens);
}

OpenedCircuit
circuitFromGraphml(const QByteArray& bytes, const QString& name, const std::vector<QString>& tokens)
{
    GraphmlTable table = readGraphmlTable(bytes, name);
    std::vector<QString> labels = tokens;
    if (isCytoscapeView(table)) {
        const std::vector<QString> seen = namesFromCytoscapeView(table, pathForMessage(name));
        if (labels.empty())
            labels = seen;
    }
    return CircuitReader(table, name, labels).read();
}

} // namespace headwaters
