#pragma once

#include <QByteArray>
#include <QLatin1String>
#include <QString>
#include <QStringList>

#include <utility>
#include <vector>

namespace headwaters {

/// One attribute: its name, the type it is declared with, its value as text.
struct GraphmlValue {
    QLatin1String name;
    QLatin1String type; ///< `double`, `long`, `string`
    QString value;
};
using GraphmlValues = std::vector<GraphmlValue>;

[[nodiscard]] GraphmlValue graphmlNumber(QLatin1String name, double value);
[[nodiscard]] GraphmlValue graphmlWhole(QLatin1String name, qint64 value);
[[nodiscard]] GraphmlValue graphmlText(QLatin1String name, const QString& value);

/// Collects a directed graph and writes it as networkx does, a key for each name, type and kind of owner.
/// Characters that XML cannot hold become U+FFFD.
class GraphmlBuilder {
public:
    /// `parallel`: there may be several edges between two nodes, so that each gets its number among them.
    explicit GraphmlBuilder(bool parallel) : m_parallel(parallel) { }

    void setGraph(GraphmlValues values) { m_graph = std::move(values); }
    void addNode(const QString& id, GraphmlValues values);
    void addEdge(const QString& source, const QString& target, GraphmlValues values);

    [[nodiscard]] QByteArray bytes() const;

private:
    struct Row {
        QString id; ///< of a node
        QString source; ///< of an edge
        QString target;
        GraphmlValues values;
    };

    bool m_parallel;
    GraphmlValues m_graph;
    std::vector<Row> m_nodes;
    std::vector<Row> m_edges;
};

} // namespace headwaters
