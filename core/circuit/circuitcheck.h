#pragma once

#include "core/circuit/circuit.h"

#include <QStringList>

#include <vector>

namespace headwaters {

/// What a graph alone does not tell about the trace that made it.
struct CheckContext {
    bool rotary = false; ///< the model turns queries and keys by position
    /// Heads at which the removal ended before the attention fell below tau: all rows were taken away, or the
    /// most that are allowed.
    std::vector<NodeId> bounded;
    double tolerance = 1e-6; ///< of attention weights and their sums
};

/// Checks what holds for every circuit whatever the model (specification: docs/tracing.md, invariants), and
/// returns a sentence for each rule that is broken, naming the node or the edge; nothing where all hold.
///
/// Of every circuit: names are unique and belong to the fields, weights are finite, edges lead upwards in
/// layers and into heads or roots, every node hangs on an edge and leads to a root, positions agree with the
/// token labels. ACC and ACC++: a part that is no head reads the token it writes to; on the query side an
/// edge writes to the destination of the head it enters, on the key side to its source, from tokens no later;
/// edges into roots are of the query side and have no directions. ACC++ of one prompt: edges into heads have
/// directions; a head is expanded if and only if its attention reaches tau, its layer and its destination are
/// not 0, and then what the weights of a side leave of the attention lies below tau (on the key side this
/// shows in a graph only where source and destination are one token: parts that read a token between the two
/// act as well but give no edge, and the authors' own circuits leave more there); an offset of attention
/// enters on the key side in rotary models only. ACC of one prompt: only a head with attention of 1/(d+1) and
/// more is expanded. SAD: a head's input has one connector, whose count is the sum of what enters.
[[nodiscard]] QStringList brokenRules(const Circuit& circuit, const CheckContext& context = {});

} // namespace headwaters
