#pragma once

#include "core/circuit/circuit.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <vector>

namespace headwaters {

/// A circuit from a file, and what there is to say about the file.
struct OpenedCircuit {
    Circuit circuit;
    QStringList provenance; ///< the lines that the program wrote which made the file; none in other programs'
    QString remark; ///< one sentence on attributes that were passed over; empty where there are none
};

/// Reads a circuit of any kind that the authors' programs write through networkx: SAD, ACC and ACC++ of one
/// prompt, merged, intervened and causally pruned ones, and the view made for Cytoscape. Which kind it is
/// shows in the names of the nodes and in the attributes. Attributes that none of them has are passed over
/// and named in the remark; those that may be absent may be absent. Positions are taken from the file, else
/// from the labels where `tokens` (labels by position; absent: those in the file) has them. \throws Error
/// (bad input) in one sentence with file, line, field and number: everything that `readGraphmlTable` refuses,
/// names that are no tuples or mean no node, a node that stands twice, an edge to an unknown node, given
/// twice, without weight or type, numbers that are not finite or out of range, and cycles.
[[nodiscard]] OpenedCircuit readGraphml(const QString& path, const std::vector<QString>& tokens = {});
/// The same from bytes; `name` is what messages call the file.
[[nodiscard]] OpenedCircuit
circuitFromGraphml(const QByteArray& bytes, const QString& name, const std::vector<QString>& tokens = {});

/// The circuit in the kind that fits it. The same circuit gives the same bytes, and `circuitFromGraphml`
/// gives it back but for `seconds`. Beside the authors' attributes stand `dest_pos` and `src_pos` of nodes,
/// and of the graph `method`, `graphs`, `tokens`, `settings`, `note`, `near_ties`, `firings` and
/// `provenance`.
[[nodiscard]] QByteArray toGraphml(const Circuit& circuit, const QStringList& provenance = {});
/// The view made for Cytoscape: places, shapes and colours instead of attributes; a node for each token.
[[nodiscard]] QByteArray toCytoscapeGraphml(const Circuit& circuit);

} // namespace headwaters
