#pragma once

#include "core/circuit/circuit.h"

namespace headwaters {

/// What is done to the signal of an edge.
enum class EdgeOperation { Remove, Boost };
/// Who sees the change: the downstream head's query or key alone, or all that reads the residual afterwards.
enum class EdgeReach { Local, Global };

/// One edge in terms of parts, so that it means the same in a graph that was opened from a file.
struct EdgeTarget {
    CircuitNode upstream;
    CircuitNode downstream; ///< a head with positions
    EdgeSide side = EdgeSide::Query;
    std::vector<int> directions; ///< of the downstream head, 0-based; empty for SAD and ACC: those that carry
                                 ///< the firing in the run
};

/// A change of one or several edges in a new run.
struct EdgeChange {
    std::vector<EdgeTarget> edges;
    TraceMethod method = TraceMethod::AccPlusPlus; ///< whose decomposition the directions belong to
    EdgeOperation operation = EdgeOperation::Remove;
    EdgeReach reach = EdgeReach::Local;
    TokenId target = 0;
    TokenId rival = 0;
    bool randomDirections = false; ///< control: as many other directions of the same head
    quint64 seed = 0; ///< of that draw
    bool compat = false; ///< as the reference programs do it: see core/engine/trace/edgechange.h
};

/// What the change did, measured by a new run.
struct EdgeChangeResult {
    double cleanDifference = 0; ///< target minus rival at the last position, in logits
    double changedDifference = 0;
    double cleanAttention = 0; ///< of the first edge's firing, 0 to 1
    double changedAttention = 0;
    double cosine = 1; ///< of the changed vector before and after, mean over the edges
    double normRatio = 1; ///< its norm after by before
    bool fires = true; ///< whether the first edge's head fires there by the method's own rule
    std::vector<std::vector<int>> directions; ///< by edge: what was removed or boosted
};

/// How much of target minus rival the circuit alone keeps, by real ablation.
struct Faithfulness {
    double whole = 0; ///< logit difference of the whole model, mean over prompts
    double circuit = 0; ///< with everything outside the circuit replaced by its mean
    double nothing = 0; ///< with everything replaced by its mean
    double kept = 0; ///< (circuit - nothing) / (whole - nothing)
    double error = 0; ///< standard error of `kept` over prompts; 0 for one prompt
    int prompts = 1;
};

} // namespace headwaters
