#pragma once

#include "core/circuit/tracerequest.h"

#include <algorithm>

namespace headwaters {

/// ACC++: the attention weight from which a firing at this destination is explained: `tau`, or
/// min(1, tauScale / (d + 1)).
[[nodiscard]] inline double tauAt(const TraceRequest& request, int destination)
{
    return request.tau ? *request.tau : std::min(1.0, request.tauScale / (destination + 1));
}

} // namespace headwaters
