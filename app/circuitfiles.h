#pragma once

#include "widgets/circuit/circuitfigure.h"

#include <memory>

namespace headwaters {

/// A circuit as a figure, whatever a view leaves out: its strongest edges, at most `edges` of them, or all
/// for 0. `source` is where it comes from.
[[nodiscard]] CircuitFigure
circuitFigure(const std::shared_ptr<const Circuit>& circuit, const CircuitFigure::Source& source, int edges);

/// Writes all of a circuit with its provenance as the ending of `path` says: .graphml, .json or .html;
/// without an ending as GraphML. \throws Error: another ending; a file that cannot be written.
void writeCircuit(
    const QString& path, const std::shared_ptr<const Circuit>& circuit, const CircuitFigure::Source& source);

} // namespace headwaters
