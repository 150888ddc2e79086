#pragma once

#include "core/circuit/edgechange.h"

#include <optional>

namespace headwaters {

/// An edge of a circuit in a prompt whose tokens have these labels, or roles; nothing where the prompt lacks
/// a token that the edge names. Tokens are found by their labels; positions in the circuit count only where
/// it is of this very prompt. A SAD edge names the tokens of its head's firing itself, by role or position.
[[nodiscard]] std::optional<EdgeTarget>
edgeInPrompt(const Circuit& circuit, const CircuitEdge& edge, const std::vector<QString>& labels);

/// `(0, 'MLP', ' to', ' to') -> (5, 1, ' to', ' Mary') d`: an edge as a person names it, by the names of its
/// nodes in GraphML and JSON, and its type.
[[nodiscard]] QString edgeName(const Circuit& circuit, const CircuitEdge& edge);
/// The index of the edge with this name; the type may be left out where there is no choice, and so may spaces
/// around the arrow. \throws Error (bad input) with the name where there is none, or there are two.
[[nodiscard]] std::size_t edgeNamed(const Circuit& circuit, const QString& name);

} // namespace headwaters
