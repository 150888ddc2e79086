#pragma once

#include "core/engine/trace/firing.h"
#include "core/engine/trace/tracedrun.h"

namespace headwaters {

/// What one downstream head reads of every upstream part, before scales, rotations and attention weights, in
/// the head's own small space: for a part that writes y, `y W_Q` and `y W_K`. All three methods work on
/// these.
struct UpstreamReadings {
    struct Layer {
        at::Tensor heads; ///< [head, source token, e]: v_j W_O of each head and source
        at::Tensor mlp; ///< [T, e]
        at::Tensor bias; ///< [e]; undefined where the layer has none
    };
    struct Side {
        std::vector<Layer> layers; ///< [upstream layer]
        at::Tensor embedding; ///< [T, e]
        at::Tensor offset; ///< [e]: the reader's own bias; undefined where there is none
        at::Tensor divisor; ///< [T]: what parts are divided by at each token, norm over the head included
        at::Tensor offsetDivisor; ///< [T]: the same for the offset
    };
    HeadIndex head;
    Side query;
    Side key;

    [[nodiscard]] static UpstreamReadings of(const TracedRun& run, HeadIndex head, const CancelToken& cancel);
    [[nodiscard]] std::size_t bytes() const;
};

} // namespace headwaters
