#include "widgets/common/cellpainting.h"

#include <QPen>

namespace headwaters {

namespace {

constexpr double partedCell = 8; ///< side from which on lines part the cells

} // namespace

void paintCells(
    QPainter& painter, const QImage& image, const QRectF& area, double cell, double unit, const QColor& gap)
{
    painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
    painter.drawImage(area, image);
    if (cell < partedCell * unit)
        return;
    painter.setPen(QPen(gap, unit));
    for (int row = 0; row <= image.height(); ++row) {
        const double y = area.top() + row * cell;
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
    }
    for (int column = 0; column <= image.width(); ++column) {
        const double x = area.left() + column * cell;
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
    }
}

} // namespace headwaters
