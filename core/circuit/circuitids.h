#pragma once

#include "core/circuit/circuit.h"

#include <QString>

#include <vector>

namespace headwaters {

/// `MLP`, `AH bias`, `Embedding`, `AH offset`: what stands for the head in a node's name. Empty for roots and
/// heads.
[[nodiscard]] QString componentWord(CircuitPart part);

/// The label of a root: `Logit direction` (target minus rival), `Logit ' Mary'` (one of several answers),
/// `Prob ' Mary'`, and `Prob {' Mary', ' John'}` for a set, in the order given.
[[nodiscard]] QString directionRootLabel();
[[nodiscard]] QString logitRootLabel(const QString& token);
[[nodiscard]] QString probabilityRootLabel(const std::vector<QString>& tokens);

/// The nodes of a circuit, with their names. `destination` and `source` are token labels; positions are for
/// the caller to set.
[[nodiscard]] CircuitNode rootNode(const QString& label, const QString& destination);
[[nodiscard]] CircuitNode headNode(HeadIndex head, const QString& destination, const QString& source);
/// `part` is Mlp, AttentionBias, Embedding or AttentionOffset.
[[nodiscard]] CircuitNode partNode(CircuitPart part, int layer, const QString& destination);
/// SAD: the output of a head at any token, and its input at the token with this role.
[[nodiscard]] CircuitNode headOutputNode(HeadIndex head);
[[nodiscard]] CircuitNode headInputNode(HeadIndex head, const QString& role);

/// The name that belongs to a node's fields.
[[nodiscard]] NodeId nodeIdOf(const CircuitNode& node);
/// The node that a name means: a root is a pair of texts, whatever its label, `pronoum` of ACC's files
/// included. \throws Error (bad input) with the item where it means none; `place`, if not empty, is what the
/// message begins with.
[[nodiscard]] CircuitNode nodeOfId(const NodeId& id, const QString& place = {});

/// What a person reads: `5.1 · to ← Mary`, `MLP 3 · to`, `IO of 9.9`, `Logit direction · to`. Spaces and line
/// breaks of tokens are shown.
[[nodiscard]] QString nodeTitle(const CircuitNode& node);

} // namespace headwaters
