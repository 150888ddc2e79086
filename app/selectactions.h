#pragma once

#include "app/windowactions.h"
#include "widgets/selection/selection.h"

namespace headwaters {

/// Lets the entries of the Select menu step, lock and release the selection, and turns off those that would
/// do nothing.
void connectSelectActions(const WindowActions& actions, Selection& selection);

} // namespace headwaters
