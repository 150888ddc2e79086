#pragma once

#include "core/circuit/circuit.h"
#include "core/circuit/edgechange.h"

#include <QString>

#include <memory>
#include <optional>
#include <vector>

namespace headwaters {

/// An edge by its ends, which mean the same after another trace.
struct EdgeKey {
    NodeId from;
    NodeId to;
    EdgeSide side = EdgeSide::Query;

    bool operator==(const EdgeKey&) const = default;
};

/// Nodes of the workbench under one name.
struct CircuitGroup {
    QString name;
    std::vector<NodeId> members; ///< in order of pinning
    bool isFolded = true; ///< drawn as one box

    bool operator==(const CircuitGroup&) const = default;
};

/// One change of an edge and what it did. The control takes as many other directions of the same head.
struct EdgeTrial {
    EdgeKey edge;
    EdgeOperation operation = EdgeOperation::Remove;
    EdgeReach reach = EdgeReach::Local;
    TokenId target = 0; ///< whose difference was measured
    TokenId rival = 0;
    EdgeChangeResult result;
    std::optional<EdgeChangeResult> control{}; ///< on its way until it is there
};

/// What a person has laid out: a circuit, how much of it is shown, what is pinned, grouped and tried out. A
/// value, so that undo goes back to the one before.
struct CircuitDesk {
    std::shared_ptr<const Circuit> circuit; ///< null before the first trace
    quint64 run = 0; ///< of the model, which the circuit is of; 0: read from a file
    QString path; ///< of the file it was read from
    double threshold = 0; ///< edges of less strength (CircuitFilter) are not shown
    double firstThreshold = 0; ///< what the circuit began with
    std::vector<NodeId> pinned; ///< in order of pinning; members of groups included
    std::vector<CircuitGroup> groups;
    std::vector<EdgeTrial> trials;

    [[nodiscard]] bool isPinned(const NodeId& node) const;
    /// The group that holds the node; null where none does.
    [[nodiscard]] const CircuitGroup* groupOf(const NodeId& node) const;
    /// Takes a node from the workbench, and out of its group; a group without members goes with it.
    void unpin(const NodeId& node);
    /// What is kept of the workbench when `circuit` takes the place of the one before: nodes that stand in
    /// it.
    void keepNodesOf(const Circuit& newCircuit);
    [[nodiscard]] const EdgeTrial* trial(const EdgeKey& edge, EdgeOperation operation, EdgeReach reach) const;
};

[[nodiscard]] EdgeKey edgeKey(const Circuit& circuit, const CircuitEdge& edge);

} // namespace headwaters
