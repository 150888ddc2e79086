#include "widgets/atlas/wallonpaper.h"

#include "widgets/atlas/walllayout.h"
#include "widgets/export/figurescale.h"

#include <QPaintEngine>

#include <algorithm>
#include <cmath>

namespace headwaters {

namespace {

// The wall was drawn for captions of 11 px; on paper every length follows the size of the type.
constexpr double screenSize = 11;

} // namespace

double wallHeight(const WallShape& shape, double width, const FigureStyle& style)
{
    return WallLayout::forPaper(shape, {}, width, unitOf(style, screenSize)).area().height();
}

void paintWallOnPaper(
    QPainter& painter, const QRectF& area, const FigureStyle& style, const WallShape& shape,
    WallPicture picture, WallImages& images)
{
    const WallLayout layout =
        WallLayout::forPaper(shape, area.topLeft(), area.width(), unitOf(style, screenSize));
    // On paper the map is whole; among pixels a map larger than its cell would lose rows.
    int pixels = Thumbnail::largest;
    if (painter.paintEngine() && painter.paintEngine()->type() == QPaintEngine::Raster)
        pixels =
            static_cast<int>(std::ceil(layout.imageRect({0, 0}).width() * painter.deviceTransform().m11()));
    images.setColours(
        (picture.scale.isDiverging ? style.palette.diverging : style.palette.sequential).table());
    images.setPixels(std::max(1, pixels));
    picture.legend = style.legend;
    paintWall(
        painter, layout, picture, images, {style.palette, style.words, style.mono, smaller(style.mono)},
        area);
}

} // namespace headwaters
