#pragma once

#include "core/circuit/edgechange.h"
#include "core/engine/model/model.h"
#include "core/engine/trace/tracer.h"

namespace headwaters {

/// A model and a run of one prompt in it.
struct OpenedRun {
    std::shared_ptr<const Model> model;
    Tracer tracer;
    std::shared_ptr<const TracedRun> run;

    OpenedRun(const QString& path, const std::vector<TokenId>& ids);
    [[nodiscard]] const ModelInfo& info() const { return model->info(); }
};

/// A part of a prompt at the token it writes at, as a circuit names it. Labels stay empty.
[[nodiscard]] CircuitNode headAt(HeadIndex head, int destination, int source);
[[nodiscard]] CircuitNode partAt(CircuitPart part, int layer, int position);

/// An edge of a circuit as a target.
[[nodiscard]] EdgeTarget targetOf(const Circuit& circuit, const CircuitEdge& edge);
/// The edges into a head's firing on one side.
[[nodiscard]] std::vector<CircuitEdge>
edgesInto(const Circuit& circuit, HeadIndex head, int destination, int source, EdgeSide side);
/// Index of a head's node; -1: none.
[[nodiscard]] int nodeOf(const Circuit& circuit, HeadIndex head, int destination, int source);

/// The circuit below one firing, or below all firings of a head at a token, by ACC++ or ACC.
[[nodiscard]] Circuit circuitBelow(
    const Tracer& tracer, const std::vector<TokenId>& ids, const TraceRoot& root,
    TraceMethod method = TraceMethod::AccPlusPlus, std::optional<double> tau = {});

/// Every part below a firing that writes on one side, with all directions.
[[nodiscard]] std::vector<EdgeTarget>
allParts(const ModelInfo& info, const CircuitNode& firing, EdgeSide side);

/// Seven tokens that every tiny model of tests/data knows.
inline const std::vector<TokenId> edgeIds{5, 17, 42, 17, 99, 3, 250};
/// A change of edges in a run of those, of token 7 against token 11.
[[nodiscard]] EdgeChange changeOf(
    const std::vector<EdgeTarget>& edges, EdgeOperation operation = EdgeOperation::Remove,
    EdgeReach reach = EdgeReach::Local);

} // namespace headwaters
