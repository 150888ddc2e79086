#pragma once

#include "core/base/cancel.h"
#include "core/engine/model/model.h"
#include "core/results/composition.h"

#include <memory>
#include <vector>

namespace headwaters {

// How much of what one head writes another reads, by the weights alone (Elhage et al. 2021), in Frobenius
// norms with rows as vectors, OV = W_V W_O:
//
//     K: |OV(sender) W_K W_Q^T| / (|OV(sender)| |W_K W_Q^T|)        Q: the same with W_Q W_K^T
//     V: |OV(sender) OV(receiver)| / (|OV(sender)| |OV(receiver)|)
//
// All in canonical weights: gains of norms folded in, readers centred over their input and writers over their
// output where norms centre, no biases. 0 to 1; random heads compose by about 1 / sqrt(d_model). Rotary
// positions stand apart, so that with them Q and K are an approximation: a key at the query's own position.

/// One head with all heads of other layers. Reads the attention of one layer after another and keeps none.
/// \throws Error: cancelled; bad input for a head that the model has not.
[[nodiscard]] HeadComposition
compositionOf(const std::shared_ptr<const Model>& model, HeadIndex head, const CancelToken& cancel);

/// Any two heads; keeps the attention weights of all layers in float64 for it.
class CompositionScores {
public:
    /// \throws Error: cancelled.
    CompositionScores(const std::shared_ptr<const Model>& model, const CancelToken& cancel);
    ~CompositionScores();
    CompositionScores(const CompositionScores&) = delete;
    CompositionScores& operator=(const CompositionScores&) = delete;

    /// \throws std::out_of_range for a head that the model has not; 0 where a head's matrix is zero. That a
    /// head can read only earlier layers is for the caller to mind.
    [[nodiscard]] double score(CompositionKind kind, HeadIndex sender, HeadIndex receiver) const;

private:
    struct Heads;
    std::unique_ptr<Heads> m_heads;
};

} // namespace headwaters
