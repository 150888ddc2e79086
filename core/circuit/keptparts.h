#pragma once

#include "core/circuit/circuit.h"

namespace headwaters {

/// A part that a circuit holds in one prompt: what a head or an MLP writes at a token.
struct KeptPart {
    int layer = 0;
    int head = -1; ///< -1: the MLP
    int position = 0;

    auto operator<=>(const KeptPart&) const = default;
};

/// Which parts a circuit holds in a prompt, each once, in order: heads at the tokens that their nodes write
/// to, from whatever source, and MLPs. Tokens are found by their labels (`labels` by position: those of the
/// tokens, or roles), or by position where the circuit is of this very prompt; nodes at a token that the
/// prompt does not have are left out. Biases and embeddings are no parts that could be taken away.
///
/// SAD knows heads alone, so of its graphs all MLPs of the model's `nLayers` are held; a head is held at the
/// token of each input that it writes to, and where it writes to none, at the last token.
[[nodiscard]] std::vector<KeptPart>
keptParts(const Circuit& circuit, const std::vector<QString>& labels, int nLayers);

} // namespace headwaters
