#pragma once

#include "core/circuit/circuit.h"
#include "core/circuit/edgechange.h"
#include "core/results/directions.h"

#include <memory>

namespace headwaters {

/// The circuit that the authors' ACC++ found in the bundled model on the prompt of `sampleRun`: 119 nodes,
/// 292 edges into ·Mary − ·John. Tokens and positions are set.
[[nodiscard]] std::shared_ptr<const Circuit> sampleCircuit();
/// A circuit of any size, for what depends on size alone: heads in 12 layers and 30 tokens, edges upwards.
[[nodiscard]] std::shared_ptr<const Circuit> largeCircuit(int nodes, int edges);
/// A circuit without edges and why.
[[nodiscard]] std::shared_ptr<const Circuit> emptyCircuit();

/// The edge of the circuit from one part to another, by name: `0.2`, `MLP 3`; the strongest of several. -1
/// where there is none.
[[nodiscard]] int edgeBetween(const Circuit& circuit, const QString& from, const QString& to);
/// The first node of a name.
[[nodiscard]] int nodeNamed(const Circuit& circuit, const QString& name);

/// Evidence as a trace gives it: six directions and a residual of 1e-9; shares add up to `sum`.
[[nodiscard]] std::shared_ptr<const EdgeEvidence> sampleEvidence();
[[nodiscard]] std::shared_ptr<const DirectionReading> sampleReading(HeadIndex head, int direction);

} // namespace headwaters
