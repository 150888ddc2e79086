#pragma once

#include "core/engine/model/hooks.h"
#include "core/engine/trace/firing.h"
#include "core/engine/trace/tracedrun.h"

#include <vector>

namespace headwaters {

/// A vector added to what all later layers see: to what attention or the MLP of a layer writes at a position,
/// or to what enters layer 0.
struct OutputShift {
    Hook hook = Hook::AttnOut; ///< AttnOut, MlpOut or ResidPre
    int layer = 0;
    int position = 0;
    at::Tensor vector; ///< [d_model]
};

/// A vector added to the normed residual that one head reads at a position, for its query, its key, its value
/// or all of them. The head reads the clean run's residual there, whatever else is shifted below it. Nobody
/// else sees it: where heads share a key/value head, only this one, unless `wholeGroup`.
struct InputShift {
    HeadIndex head;
    int position = 0;
    bool query = false;
    bool key = false;
    bool value = false;
    bool wholeGroup = false;
    at::Tensor vector; ///< [d_model], canonical
};

/// What a run with shifts is compared by.
struct ShiftedRun {
    at::Tensor last; ///< [d_model] what the unembedding reads at the last position
    double attention = 0; ///< of the watched firing
    double cosine = 1; ///< of a shifted vector with itself before, mean over the shifts
    double normRatio = 1; ///< its norm after by before
};

/// Runs the prompt of a clean run again with shifts, in float64 on the same weights. Without shifts, or with
/// shifts of zero, all numbers equal the clean run's exactly. At most one input shift for a head, position
/// and use. `watched` is the firing whose attention is told. \throws Error: cancelled; as forward.
[[nodiscard]] ShiftedRun runShifted(
    const TracedRun& clean, const std::vector<OutputShift>& outputs, const std::vector<InputShift>& inputs,
    const Firing& watched, const CancelToken& cancel, const ProgressFunction& progress);

} // namespace headwaters
