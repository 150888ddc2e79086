#pragma once

#include "core/engine/trace/firing.h"
#include "core/engine/trace/tracedrun.h"

namespace headwaters {

/// What the heads of a run write for each source token, v_j W_O, kept as long as the object lives where that
/// is little, so that many later heads can be read one after the other.
class WrittenHeads {
public:
    explicit WrittenHeads(const TracedRun& run);

    /// [head, source token, r]: what they write in a layer, through `readers` [d_model, r].
    [[nodiscard]] at::Tensor read(int layer, const at::Tensor& readers, const CancelToken& cancel);

private:
    [[nodiscard]] at::Tensor written(int layer, const CancelToken& cancel) const;

    const TracedRun& m_run;
    bool m_keeps = false;
    std::vector<at::Tensor> m_layers; // [layer][head * source token, d_model]
};

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

    /// Which head to read, and which of its sides; the other side stays empty.
    struct Wish {
        HeadIndex head;
        bool query = true;
        bool key = true;
    };
    [[nodiscard]] static UpstreamReadings of(const TracedRun& run, HeadIndex head, const CancelToken& cancel);
    /// The same for several heads of one layer, in one pass over what is below them.
    [[nodiscard]] static std::vector<UpstreamReadings>
    of(const TracedRun& run, WrittenHeads& written, const std::vector<Wish>& wishes,
       const CancelToken& cancel);
    [[nodiscard]] std::size_t bytes() const;
};

} // namespace headwaters
