#pragma once

#include "core/circuit/circuitids.h"
#include "core/files/reading.h"
#include "tests/support/testing.h"

#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace headwaters {

/// The circuits of tests/data/traces as values. Positions stay unknown: the files name tokens by their
/// labels.
class FixtureCircuits {
public:
    /// `traces_accpp.json`, `traces_acc.json`, `traces_sad.json`, `smollm2_accpp.json`.
    explicit FixtureCircuits(const QString& file)
        : m_root(readJsonObject(testData(QStringLiteral("traces/") + file))),
          m_method(
              file.contains(QLatin1String("accpp"))     ? TraceMethod::AccPlusPlus
                  : file.contains(QLatin1String("sad")) ? TraceMethod::Sad
                                                        : TraceMethod::Acc)
    {
    }

    [[nodiscard]] int count() const
    {
        return m_method == TraceMethod::Sad
            ? 1
            : static_cast<int>(m_root[QLatin1String("cases")].toArray().size());
    }

    [[nodiscard]] QJsonObject fields(int at) const
    {
        return m_method == TraceMethod::Sad ? m_root
                                            : m_root[QLatin1String("cases")].toArray()[at].toObject();
    }

    [[nodiscard]] Circuit circuit(int at) const
    {
        const QJsonObject object = fields(at);
        Circuit circuit;
        circuit.request.method = m_method;
        if (const QJsonValue tau = object[QLatin1String("tau")]; tau.isDouble())
            circuit.request.tau = tau.toDouble();
        QHash<QByteArray, int> nodes;
        for (const QJsonValue& value : object[QLatin1String("nodes")].toArray()) {
            const QJsonArray row = value.toArray();
            CircuitNode node = nodeOfId(idOf(row[0].toArray()));
            if (row[1].isDouble())
                node.attention = row[1].toDouble();
            if (row[1].isObject() && row[1].toObject().contains(QLatin1String("nfiring")))
                node.firings = row[1].toObject()[QLatin1String("nfiring")].toInt();
            nodes.insert(keyOf(row[0]), static_cast<int>(circuit.nodes.size()));
            circuit.nodes.push_back(node);
        }
        for (const QJsonValue& value : object[QLatin1String("edges")].toArray()) {
            const QJsonArray row = value.toArray();
            CircuitEdge edge;
            edge.from = nodes.value(keyOf(row[0]), -1);
            edge.to = nodes.value(keyOf(row[1]), -1);
            REQUIRE(edge.from >= 0);
            REQUIRE(edge.to >= 0);
            if (m_method == TraceMethod::AccPlusPlus)
                setListed(edge, row);
            else
                setNamed(edge, row[2].toObject(), circuit);
            circuit.edges.push_back(edge);
        }
        return circuit;
    }

private:
    static QByteArray keyOf(const QJsonValue& id) { return QJsonDocument(id.toArray()).toJson(); }

    static NodeId idOf(const QJsonArray& items)
    {
        NodeId id;
        for (const QJsonValue& item : items) {
            if (item.isDouble())
                id.items.emplace_back(item.toInteger());
            else
                id.items.emplace_back(item.toString());
        }
        return id;
    }

    static EdgeSide sideOf(const QJsonValue& type)
    {
        return type.toString() == QLatin1String("s") ? EdgeSide::Key : EdgeSide::Query;
    }

    static void setListed(CircuitEdge& edge, const QJsonArray& row)
    {
        edge.side = sideOf(row[2]);
        edge.weight = row[3].toDouble();
        if (row[4].isArray()) {
            edge.directions.emplace();
            for (const QJsonValue& direction : row[4].toArray())
                edge.directions->push_back(direction.toInt());
        }
    }

    static void setNamed(CircuitEdge& edge, const QJsonObject& values, const Circuit& circuit)
    {
        const auto token = [&](const char* name) {
            const QJsonValue value = values[QLatin1String(name)];
            return value.isDouble() ? QString::number(value.toInt()) : value.toString();
        };
        edge.side = sideOf(values[QLatin1String("type")]);
        edge.weight = values[QLatin1String("weight")].toDouble();
        if (!values.contains(QLatin1String("count")))
            return;
        edge.total = values[QLatin1String("total")].toDouble();
        edge.count = values[QLatin1String("count")].toInt();
        if (values.contains(QLatin1String("prompt")))
            edge.firstPrompt = values[QLatin1String("prompt")].toInt();
        edge.sourceToken = token("src_token");
        edge.destinationToken = token("dest_token");
        edge.isConnector = circuit.nodes[static_cast<std::size_t>(edge.from)].part == CircuitPart::HeadInput;
    }

    QJsonObject m_root;
    TraceMethod m_method;
};

} // namespace headwaters
