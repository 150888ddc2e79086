#pragma once

#include "widgets/atlas/wallpainter.h"

namespace headwaters {

/// Below the wall: the scale of the colours at the right; at the left, where heads were scanned and no note
/// stands there, the stages that borders stand for. Nothing where the picture has no legend.
void paintWallLegend(
    QPainter& painter, const WallLayout& layout, const WallPicture& picture, const WallStyle& style,
    const QRectF& exposed);

/// The picture's note, left of the legend: of the screen only, and legible over a dimmed wall.
void paintNote(
    QPainter& painter, const WallLayout& layout, const WallPicture& picture, const WallStyle& style);

} // namespace headwaters
