#include "widgets/head/mapselection.h"

#include "widgets/theme/metrics.h"

#include <algorithm>
#include <cmath>

namespace headwaters {

void paintMapSelection(
    QPainter& painter, const MapFrame& frame, const Colours& colours, std::optional<int> query,
    std::optional<int> key, bool locked)
{
    const QColor mark = colours.mark;
    painter.save();
    painter.setClipRect(frame.area.adjusted(-4, -4, 4, 4));
    QColor guide = mark;
    guide.setAlphaF(static_cast<float>(metrics::opacityCrosshair));
    painter.setPen(QPen(guide, 1));
    // Both borders of a row where they can be told apart, else one line through it.
    const auto guides = [&](double at, double extent, const auto& line) {
        if (extent < 5) {
            line(std::floor(at + extent / 2) + 0.5);
        } else {
            line(std::round(at) - 0.5);
            line(std::round(at + extent) - 0.5);
        }
    };
    const double cell = frame.cell();
    if (query)
        guides(frame.y(*query), cell, [&](double y) {
            painter.drawLine(QPointF(frame.area.left(), y), QPointF(frame.area.right() - 1, y));
        });
    if (key)
        guides(frame.x(*key), cell, [&](double x) {
            painter.drawLine(QPointF(x, frame.area.top()), QPointF(x, frame.area.bottom() - 1));
        });
    if (query && key && *key <= *query) {
        QRectF box = frame.cellRect({*query, *key});
        // Tiny cells get a box that can be seen.
        const double grow = std::max(0.0, (5 - cell) / 2);
        box.adjust(-grow, -grow, grow, grow);
        painter.setBrush(Qt::NoBrush);
        if (locked) {
            painter.setPen(QPen(colours.panel, 2, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
            painter.drawRect(box.adjusted(1, 1, -1, -1));
            painter.setPen(QPen(mark, 2, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
            painter.drawRect(box.adjusted(-1, -1, 1, 1));
        } else {
            painter.setPen(QPen(mark, 1, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
            painter.drawRect(box.adjusted(-0.5, -0.5, -0.5, -0.5));
        }
    }
    painter.restore();
}

} // namespace headwaters
