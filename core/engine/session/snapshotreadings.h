#pragma once

#include "core/base/cancel.h"
#include "core/results/attribution.h"
#include "core/results/lens.h"
#include "core/results/runresult.h"

#include <memory>
#include <vector>

namespace headwaters {

struct RunSnapshot;

// Readings of a finished run, for threads that hold no tensors; the answers carry the run's number.

[[nodiscard]] std::shared_ptr<const RunResult> resultOf(const RunSnapshot& snapshot);
/// As logitLens on the run's prompt, with what was done to the run; no positions: all.
[[nodiscard]] std::shared_ptr<const LogitLens> lensOf(
    const RunSnapshot& snapshot, const std::vector<int>& positions, const std::vector<TokenId>& words,
    const CancelToken& cancel, const ProgressFunction& progress);
/// As attribution on the run's prompt, of the model without changes.
[[nodiscard]] std::shared_ptr<const Attribution> attributionOf(
    const RunSnapshot& snapshot, TokenId target, TokenId rival, int position, const CancelToken& cancel);

} // namespace headwaters
