#pragma once

#include "widgets/theme/colours.h"

#include <QPalette>
#include <QString>

namespace headwaters {

/// The colours in Qt's roles, so that every stock widget has them without a style sheet.
[[nodiscard]] QPalette applicationPalette(const Colours& colours);
/// Radius, padding and the kinds of button. A push button is plain, or by its dynamic property `kind`:
/// `primary`, `quiet`, `danger`.
[[nodiscard]] QString styleSheet(const Colours& colours);

} // namespace headwaters
