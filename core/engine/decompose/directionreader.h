#pragma once

#include "core/base/cancel.h"
#include "core/results/directions.h"

#include <memory>
#include <vector>

namespace headwaters {

class HeadSvds;

/// Puts the directions of a head into words: the tokens whose embeddings its left and right singular vectors
/// meet most, and those whose logits an OV direction raises.
///
/// Values are u_k . x for a token's normalised embedding x (query side), v_k . x (key side), and for what is
/// written the logits of the OV matrix' right singular vector through the final norm's gain, minus their mean
/// over the vocabulary where the model does not cap its logits. Rotation is left out.
///
/// Signs: u_k and v_k may turn together. They are turned so that the token with the largest |v_k . x| is read
/// positively on the key side; OV directions so that this holds for what they read.
class DirectionReader {
public:
    /// Tokens from `tokens` on, rows without a token, are left out.
    DirectionReader(std::shared_ptr<HeadSvds> svds, int tokens);
    ~DirectionReader();
    DirectionReader(const DirectionReader&) = delete;
    DirectionReader& operator=(const DirectionReader&) = delete;

    /// The `count` strongest tokens of each of `directions`, for all of them in one pass over the vocabulary.
    /// The first question about effective embeddings computes them, which `progress` counts. \throws Error:
    /// cancelled; (bad input) for a head or direction that is not there.
    [[nodiscard]] std::vector<DirectionReading> read(
        HeadIndex head, const std::vector<int>& directions, EmbeddingKind embedding, int count,
        const CancelToken& cancel, const ProgressFunction& progress = {});

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace headwaters
