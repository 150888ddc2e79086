#pragma once

#include "widgets/head/headcontent.h"
#include "widgets/head/mapgeometry.h"

#include <qcustomplot.h>

#include <memory>

namespace headwaters {

/// QCustomPlot's colour map, coloured by our palette, with whole edge cells and with thin lines kept where a
/// cell is smaller than a pixel. Its key axis counts sources, its value axis destinations, cell centres at
/// integers.
class CellMap : public QCPColorMap {
    Q_OBJECT

public:
    CellMap(QCPAxis* keyAxis, QCPAxis* valueAxis);

    /// Fills the map once; drawing, zooming and hovering take it from there.
    void setContent(std::shared_ptr<const HeadContent> content, const Palette& palette);

protected:
    void updateMapImage() override;
    void draw(QCPPainter* painter) override;

private:
    [[nodiscard]] MapFrame frame() const;

    std::shared_ptr<const HeadContent> m_content;
    Palette m_palette;
    QImage m_reduced;
    MapWindow m_reducedWindow;
};

} // namespace headwaters
