#pragma once

#include "core/files/graphmltable.h"

#include <QString>

#include <vector>

namespace headwaters {

/// Whether a graph is the view that the authors' programs make for Cytoscape, with names such as
/// `AH(5,1)`, line break, `( to, Mary)`, where the other files have tuples.
[[nodiscard]] bool isCytoscapeView(const GraphmlTable& table);

/// Gives the nodes of such a view the tuples that they mean, in `table` itself, and takes out the nodes that
/// stand for tokens. Returns those, from left to right. \throws Error (bad input) with file (`file`, fit for
/// a message), line and name for a name that cannot be read.
[[nodiscard]] std::vector<QString> namesFromCytoscapeView(GraphmlTable& table, const QString& file);

} // namespace headwaters
