#include "widgets/head/maplayer.h"

#include <utility>

namespace headwaters {

MapLayer::MapLayer(QCustomPlot* plot, const QString& layer, Paint paint)
    : QCPLayerable(plot, layer),
      m_paint(std::move(paint))
{
}

void MapLayer::applyDefaultAntialiasingHint(QCPPainter* painter) const
{
    painter->setAntialiasing(false);
}

void MapLayer::draw(QCPPainter* painter)
{
    m_paint(*painter);
}

} // namespace headwaters
