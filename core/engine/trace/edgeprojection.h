#pragma once

#include "core/engine/trace/edgeplace.h"
#include "core/engine/trace/edgesignal.h"
#include "core/engine/trace/tracedrun.h"

namespace headwaters {

/// What the part writes at the edge's token: [d_model], undivided; of a SAD edge the whole head without b_O.
[[nodiscard]] at::Tensor partOutput(const TracedRun& run, const EdgePlace& place, const CancelToken& cancel);

/// The signal that an intervention removes from the residual: `output` [d_model] projected on the directions
/// as the head meets them at the edge's token. Without rotary positions, and for SAD and ACC, whose matrices
/// hold the rotation of their firing, this is the plain projection. For ACC++ with rotary positions it is
/// what turns into the rotated signal, so that its removal takes exactly the part's share of those directions
/// from the score; `compat` gives the plain projection there too. Centred where norms centre.
[[nodiscard]] at::Tensor removableSignal(
    const TracedRun& run, const EdgePlace& place, const at::Tensor& output, bool compat,
    const CancelToken& cancel);

/// As edgeSignal (edgesignal.h), for an edge whose place is known: [d_model].
[[nodiscard]] at::Tensor
projectedSignal(const TracedRun& run, const EdgePlace& place, SignalForm form, const CancelToken& cancel);

} // namespace headwaters
