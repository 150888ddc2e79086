#pragma once

#include "widgets/atlas/wallpainter.h"
#include "widgets/export/figure.h"

namespace headwaters {

/// The height of a wall that is `width` wide on paper.
[[nodiscard]] double wallHeight(const WallShape& shape, double width, const FigureStyle& style);

/// Draws a whole wall as a figure, lengths following the size of the type.
void paintWallOnPaper(
    QPainter& painter, const QRectF& area, const FigureStyle& style, const WallShape& shape,
    WallPicture picture, WallImages& images);

} // namespace headwaters
