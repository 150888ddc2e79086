#pragma once

#include "core/base/cancel.h"
#include "core/base/headindex.h"

#include <vector>

namespace headwaters {

class TransformerModel;

/// How much of what one head writes another reads as keys, by the weights alone (K-composition, Elhage et al.
/// 2021): |OV(sender) W_K W_Q^T| / (|OV(sender)| |W_K W_Q^T|) in Frobenius norms, OV = W_V W_O, rows as
/// vectors, in canonical weights (gains of norms folded in, readers centred over their input and writers over
/// their output where norms centre, no biases). 0 to 1; random heads compose by about 1 / sqrt(d_model).
/// Rotary positions stand apart, so that with them it is an approximation: keys at the query's own position.
class KeyComposition {
public:
    /// Reads the attention of all layers. \throws Error: cancelled.
    KeyComposition(const TransformerModel& model, const CancelToken& cancel);
    ~KeyComposition();
    KeyComposition(const KeyComposition&) = delete;
    KeyComposition& operator=(const KeyComposition&) = delete;

    /// \throws std::out_of_range for a head that the model has not; 0 where a head's matrix is zero. That a
    /// head can read only earlier layers is for the caller to mind.
    [[nodiscard]] double score(HeadIndex sender, HeadIndex receiver) const;

private:
    struct Head;
    [[nodiscard]] const Head& head(HeadIndex index) const;

    std::vector<std::vector<Head>> m_heads; ///< [layer][head]
};

} // namespace headwaters
