#pragma once

#include <QByteArray>
#include <QHash>
#include <QString>
#include <QStringList>

#include <vector>

namespace headwaters {

/// Attributes by name, as texts. The same name under several keys is one attribute.
using GraphmlData = QHash<QString, QString>;

struct GraphmlNode {
    QString id;
    qint64 line = 0; ///< in the file, from 1
    GraphmlData data;
};

struct GraphmlEdge {
    QString source;
    QString target;
    qint64 line = 0;
    GraphmlData data;
};

/// What a GraphML file holds, before anybody asks what it means.
struct GraphmlTable {
    GraphmlData graph;
    std::vector<GraphmlNode> nodes;
    std::vector<GraphmlEdge> edges;
    QStringList names; ///< of the attributes that are declared, each once
};

/// Reads one directed graph (networkx writes it pretty-printed or compact). Elements and attributes that
/// GraphML does not know are passed over. \throws Error (bad input) with file and line for what is no XML, a
/// document type or entities, no graph or several, an undirected or nested one, hyperedges, data of an
/// undeclared key or given twice, a type that GraphML lacks, a value that its type does not allow, and more
/// than 100,000 nodes or 500,000 edges. `name` is what messages call the file.
[[nodiscard]] GraphmlTable readGraphmlTable(const QByteArray& bytes, const QString& name);

} // namespace headwaters
