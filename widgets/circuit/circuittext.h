#pragma once

#include "core/circuit/circuit.h"

#include <QString>

#include <functional>

namespace headwaters {

// How the parts of a circuit are called, on the screen, on paper and for the screen reader.

/// `·Mary` for the id of a token.
using TokenNames = std::function<QString(TokenId)>;

/// A token's label as circuits write it, for the eye: ` to (1)` becomes `·to (1)`.
[[nodiscard]] QString circuitToken(const QString& label);
/// `·Mary` without the dot of a leading space: for titles.
[[nodiscard]] QString bareLabel(const QString& label);

/// `5.5`, `MLP 3`, `bias 2`, `embedding`, `offset`; of a root its label.
[[nodiscard]] QString partName(const CircuitNode& node);
/// What stands in its mark: `5.5`, `M`; empty for the others.
[[nodiscard]] QString markText(const CircuitNode& node);
/// `5.5 at ·to from ·Mary`, `MLP 3 at ·to`, `Logit direction at ·to`.
[[nodiscard]] QString nodeName(const CircuitNode& node);
/// The hook that the node is read at: `blocks.5.attn.hook_pattern[5]`; empty where there is none.
[[nodiscard]] QString nodeHook(const CircuitNode& node);
/// `head`, `MLP`, `embedding`, ...
[[nodiscard]] QString partKind(CircuitPart part);

/// What a circuit explains: `Mary − John`, `P(Mary)`, `5.5, 4.4`; of a circuit out of a file its root's
/// label.
[[nodiscard]] QString intoText(const Circuit& circuit, const TokenNames& names);
/// `Circuit · into Mary − John`; of a merged graph with its prompts.
[[nodiscard]] QString circuitTitle(const Circuit& circuit, const QString& into);

/// `query side`, `key side`, `to the logits`.
[[nodiscard]] QString sideText(const Circuit& circuit, const CircuitEdge& edge);
/// An edge's weight in its method's unit: `0.310`.
[[nodiscard]] QString weightText(TraceMethod method, double weight);
/// What the number stands for: `attention`, `score × 8`, `score`.
[[nodiscard]] QString weightUnit(TraceMethod method);
/// `edge, query side, 0.2 at ·Mary into 5.5, weight 0.310`.
[[nodiscard]] QString edgeSentence(const Circuit& circuit, const CircuitEdge& edge, const QString& into);
/// `head 5.5 at ·to from ·Mary, attention 0.997`, and in how many prompts it stands.
[[nodiscard]] QString nodeSentence(const Circuit& circuit, const CircuitNode& node, const QString& into);

/// The edge ends in a root.
[[nodiscard]] bool isRootEdge(const Circuit& circuit, const CircuitEdge& edge);

} // namespace headwaters
