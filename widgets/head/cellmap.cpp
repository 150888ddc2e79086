#include "widgets/head/cellmap.h"

#include "widgets/head/mappainting.h"

#include <utility>

namespace headwaters {

CellMap::CellMap(QCPAxis* keyAxis, QCPAxis* valueAxis) : QCPColorMap(keyAxis, valueAxis)
{
    setInterpolate(false);
    // A tight boundary ends at the centres of the edge cells and would cut them in half.
    setTightBoundary(false);
    setAntialiased(false);
}

void CellMap::setContent(std::shared_ptr<const HeadContent> content, const Palette& palette)
{
    m_content = std::move(content);
    m_palette = palette;
    m_reduced = {};
    const int size = m_content ? m_content->size() : 0;
    data()->setSize(size, size);
    if (size > 0) {
        data()->setRange(QCPRange(0, size - 1), QCPRange(0, size - 1));
        for (int query = 0; query < size; ++query) {
            for (int key = 0; key <= query; ++key)
                data()->setCell(key, query, static_cast<double>(m_content->map.at(query, key)));
        }
    }
    mMapImageInvalidated = true;
}

void CellMap::updateMapImage()
{
    mMapImage = m_content ? mapImage(*m_content, m_palette) : QImage();
    mMapImageInvalidated = false;
}

MapFrame CellMap::frame() const
{
    const QRectF area = mKeyAxis->axisRect()->rect();
    const QCPRange keys = mKeyAxis->range();
    const QCPRange queries = mValueAxis->range();
    return {area, {keys.lower + 0.5, queries.lower + 0.5, keys.size()}, m_content->size()};
}

void CellMap::draw(QCPPainter* painter)
{
    if (!m_content || m_content->size() == 0)
        return;
    const MapFrame shown = frame();
    const double pixels = painter->device()->devicePixelRatioF();
    if (shown.cell() * pixels >= 1) {
        painter->save();
        painter->setRenderHint(QPainter::SmoothPixmapTransform, false);
        if (mMapImageInvalidated)
            updateMapImage();
        painter->setClipRect(shown.area, Qt::IntersectClip);
        painter->drawImage(
            QRectF(shown.x(0), shown.y(0), shown.cell() * shown.size, shown.cell() * shown.size), mMapImage);
        painter->restore();
        return;
    }
    const int width = qRound(shown.area.width() * pixels);
    if (m_reduced.width() != width || m_reducedWindow != shown.window) {
        m_reduced = reducedMapImage(*m_content, m_palette, shown.window, width);
        m_reducedWindow = shown.window;
    }
    painter->drawImage(shown.area, m_reduced);
}

} // namespace headwaters
