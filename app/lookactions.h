#pragma once

#include "app/settings.h"
#include "app/windowactions.h"
#include "widgets/theme/theme.h"

namespace headwaters {

/// Takes theme and colour map from the settings, and what the person chooses into both.
void connectThemeActions(const WindowActions& actions, Theme& theme, Settings& settings);

} // namespace headwaters
