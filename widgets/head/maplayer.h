#pragma once

#include <qcustomplot.h>

#include <functional>

namespace headwaters {

/// A layerable that draws by calling a function: our painting code inside QCustomPlot's layers and buffers.
class MapLayer : public QCPLayerable {
public:
    using Paint = std::function<void(QPainter&)>;

    MapLayer(QCustomPlot* plot, const QString& layer, Paint paint);

protected:
    void applyDefaultAntialiasingHint(QCPPainter* painter) const override;
    void draw(QCPPainter* painter) override;

private:
    Paint m_paint;
};

} // namespace headwaters
