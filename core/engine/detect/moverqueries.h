#pragma once

#include "core/engine/detect/endreading.h"
#include "core/engine/model/weights.h"

#include <memory>

namespace headwaters {

/// What a head attends to at one position when other heads' writes into its query change, all else as in a
/// run: the direct path from a sender to the queries of a receiver (specification 2.6).
class MoverQueries {
public:
    /// Of the head `mover` (as Bench::indexOf) in runs with `entering`. \throws Error: cancelled.
    MoverQueries(const Bench& bench, const std::vector<EndRun>& runs, int mover);

    /// The row of attention of the run's position where `change` [d_model] is added to the residual that the
    /// head's query is made of: [key].
    [[nodiscard]] at::Tensor attention(std::size_t prompt, const at::Tensor& change) const;

private:
    const Bench& m_bench;
    const std::vector<EndRun>& m_runs;
    HeadIndex m_head;
    std::shared_ptr<const LayerWeights> m_weights;
    std::vector<at::Tensor> m_keys; // [prompt][key, d_head], rotated
};

/// What a head's result at the position is larger by in `to` than in `from`: [d_model], through the norm
/// behind attention where there is one, its scale that of `from`.
[[nodiscard]] at::Tensor resultChange(const Bench& bench, const EndRun& from, const EndRun& to, int head);

} // namespace headwaters
