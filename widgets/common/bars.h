#pragma once

#include "widgets/theme/colours.h"

#include <QPainter>
#include <QRectF>

namespace headwaters {

// Bars of numbers in rows. Zero length stays zero: no minimum width, no rounded ends that would add to it.

/// A magnitude: `share` (0 to 1, clipped) of `track`, on a trough.
void paintBar(QPainter& painter, const QRectF& track, double share, const QColor& fill, const QColor& trough);
/// A signed value: from the middle of `track` to the right in `pos` or to the left in `neg`; `value` is -1 to
/// 1 (clipped), as a part of the track's half. The zero line stands in `lineStrong`.
void paintSignedBar(QPainter& painter, const QRectF& track, double value, const Colours& colours);

} // namespace headwaters
