#include "widgets/common/bars.h"

#include <algorithm>
#include <cmath>

namespace headwaters {

void paintBar(QPainter& painter, const QRectF& track, double share, const QColor& fill, const QColor& trough)
{
    painter.fillRect(track, trough);
    if (std::isnan(share))
        return;
    QRectF bar = track;
    bar.setWidth(track.width() * std::clamp(share, 0.0, 1.0));
    painter.fillRect(bar, fill);
}

void paintSignedBar(QPainter& painter, const QRectF& track, double value, const Colours& colours)
{
    const double zero = track.center().x();
    if (!std::isnan(value)) {
        const double length = std::clamp(value, -1.0, 1.0) * track.width() / 2;
        QRectF bar(zero, track.top(), length, track.height());
        painter.fillRect(bar.normalized(), value < 0 ? colours.neg : colours.pos);
    }
    painter.fillRect(QRectF(zero - 0.5, track.top() - 2, 1, track.height() + 4), colours.lineStrong);
}

} // namespace headwaters
