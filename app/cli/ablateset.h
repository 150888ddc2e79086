#pragma once

#include "app/cli/ablationkind.h"

namespace headwaters {

/// `headwaters ablate --set`: accuracy and loss over a set of prompts, without each head or a list of them.
/// \throws Error.
void performOverSet(const Arguments& arguments, AblationKind kind);

} // namespace headwaters
