#pragma once

#include "widgets/common/tokenchip.h"
#include "widgets/prompt/stripcontent.h"

#include <QPainter>
#include <QRect>

namespace headwaters {

/// Height of the position numbers above the chips of a long strip.
inline constexpr int stripNumberHeight = 12;

/// Width that a chip of the strip takes.
[[nodiscard]] int stripChipWidth(const StripContent& content, int item);
/// Draws one chip of the strip, with its position above it where a long strip numbers it.
void paintStripChip(
    QPainter& painter, const QRect& rect, const StripContent& content, int item, TokenChip::State state,
    const Colours& colours);

} // namespace headwaters
