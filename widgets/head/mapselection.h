#pragma once

#include "widgets/head/mapgeometry.h"
#include "widgets/theme/colours.h"

#include <QPainter>

#include <optional>

namespace headwaters {

/// Draws the selection over a map: guide lines along the row and the column, a thin outline around a
/// previewed cell, a thick one with a halo around a locked cell.
void paintMapSelection(
    QPainter& painter, const MapFrame& frame, const Colours& colours, std::optional<int> query,
    std::optional<int> key, bool locked);

} // namespace headwaters
