#pragma once

#include "core/engine/detect/bench.h"

namespace headwaters {

/// What stands for a token where heads' matrices are read (specification 2.0.4).
enum class SourceKind {
    InPrompt, ///< the residual behind the first block where the token stands in a prompt
    Effective, ///< the same in a prompt of the beginning-of-text token and the token
};

} // namespace headwaters
