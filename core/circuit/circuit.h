#pragma once

#include "core/base/headindex.h"
#include "core/circuit/nodeid.h"
#include "core/circuit/tracerequest.h"

#include <QString>

#include <optional>
#include <vector>

namespace headwaters {

/// What a node of a circuit is.
enum class CircuitPart {
    Root, ///< what is explained: a logit direction, or a probability
    Head, ///< a head that reads `source` from `destination`; in a SAD graph the head's output, without tokens
    HeadInput, ///< a head's input at one token (SAD only): joined to the head by a connector
    Mlp,
    AttentionBias, ///< b_O with the value biases: "AH bias"
    Embedding, ///< what enters layer 0
    AttentionOffset, ///< the constant part of queries or keys: "AH offset"
};

/// On which side of the downstream head an edge acts.
enum class EdgeSide { Query, Key };

/// A node. Absent numbers are -1, absent texts empty.
struct CircuitNode {
    NodeId id;
    CircuitPart part = CircuitPart::Head;
    int layer = -1; ///< -1 for a root
    int head = -1;
    QString destination; ///< label of the token it writes to; of a root the token it is read at
    QString source; ///< label of the token it reads; equals `destination` for a part that is no head
    int destinationPosition = -1;
    int sourcePosition = -1;
    QString label; ///< of a root: `Logit direction`, `Prob ' Mary'`; of a HeadInput its role or token
    std::optional<double> attention; ///< weight of source in the row of destination, 0 to 1
    std::optional<int> appearances; ///< in how many of the merged graphs it stands
    std::optional<int> firings; ///< SAD: firings of the head over all prompts

    /// Only heads are written `5.1`.
    [[nodiscard]] std::optional<HeadIndex> headIndex() const
    {
        return head < 0 ? std::nullopt : std::optional(HeadIndex{layer, head});
    }

    bool operator==(const CircuitNode&) const = default;
};

/// An edge: what the part at `from` writes for the head at `to`.
struct CircuitEdge {
    int from = 0; ///< index into `Circuit::nodes`
    int to = 0;
    EdgeSide side = EdgeSide::Query; ///< root edges count as query side
    double weight = 0; ///< unit by method: ACC++ attention weight, ACC score times its scale, SAD projection
    std::optional<std::vector<int>> directions; ///< ACC++: in the order found; absent on root edges
    bool isConnector = false; ///< SAD: joins a HeadInput to its head; carries a display constant
    std::optional<double> total; ///< SAD: sum over prompts
    std::optional<int> count; ///< SAD
    std::optional<int> firstPrompt; ///< SAD: `prompt`, the first prompt that had it
    QString sourceToken; ///< SAD: role, or the position as a number
    QString destinationToken;
    std::vector<int> prompts; ///< of a merged graph: numbers of the prompts that have it, ascending
    std::vector<double> differences; ///< of an intervened graph: change of target minus rival, by prompt
    std::optional<double> meanDifference; ///< of a causally pruned graph: size of their mean; 2 on root edges
    std::optional<double> normWeight; ///< of such a graph: weight by what enters the node on that side

    bool operator==(const CircuitEdge&) const = default;
};

/// A rank or cut that came so close that rounding may decide it: told, so that nobody takes it for a fact.
struct NearTie {
    QString where; ///< `5.5 (15, 2), query side: directions 3 and 7`
    double gap = 0; ///< how far apart, relative to the larger

    bool operator==(const NearTie&) const = default;
};

/// A circuit: nodes, edges upstream to downstream, and what it was made from. A value; views share it behind
/// a pointer to const.
struct Circuit {
    std::vector<CircuitNode> nodes;
    std::vector<CircuitEdge> edges;
    std::vector<QString> tokens; ///< labels by position, repeated ones numbered; empty for a merged graph
    TraceRequest request;
    int graphs = 1; ///< how many prompts' graphs are merged in it
    QString note; ///< one sentence where there is something to say: why it is empty, what was cut
    std::vector<NearTie> nearTies;
    int firings = 0; ///< how many attention firings were decomposed
    double seconds = 0; ///< time the trace took

    [[nodiscard]] bool isEmpty() const { return edges.empty(); }
    bool operator==(const Circuit&) const = default;
};

} // namespace headwaters
