#pragma once

#include <QColor>
#include <QImage>
#include <QPainter>
#include <QRectF>

namespace headwaters {

/// Square cells of side `cell`, a pixel of `image` each, over `area`; where they are wide enough, lines of
/// the colour `gap` part them. `unit` is the painter's measure of a screen pixel.
void paintCells(
    QPainter& painter, const QImage& image, const QRectF& area, double cell, double unit, const QColor& gap);

} // namespace headwaters
