#pragma once

#include "app/cli/program.h"
#include "core/circuit/circuit.h"

namespace headwaters {

/// The circuit that a verb prints with `--json`; checks that it succeeded.
[[nodiscard]] QJsonObject printedCircuit(const QStringList& words, const QByteArray& input = {});

/// How a printed circuit differs from a reference's: one sentence each, at most some; empty where same nodes
/// and edges, same direction lists, same counts and tokens, and numbers within `tolerance` of the larger of 1
/// and the reference. What the reference does not know is not compared.
[[nodiscard]] QStringList
circuitDifferences(const QJsonObject& printed, const Circuit& reference, double tolerance);

} // namespace headwaters
