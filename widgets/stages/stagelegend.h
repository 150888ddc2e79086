#pragma once

#include "core/heads/reportviews.h"
#include "widgets/stages/stagepainter.h"

#include <QWidget>

namespace headwaters {

/// Height of the legend in the painter's units.
[[nodiscard]] double stageLegendHeight(const StageGrid& grid, double width, const StageStyle& style);
/// What wedges, borders and patterns mean, or the colour map of a grid of values.
void paintStageLegend(QPainter& painter, const QRectF& area, const StageGrid& grid, const StageStyle& style);

/// Below the grid: the legend, and at its right the stages by depth.
class StageLegend : public QWidget {
    Q_OBJECT

public:
    StageLegend(const Theme& theme, const StagesModel& model, QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return {200, 40}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void refresh();
    [[nodiscard]] double legendWidth() const;

    const Theme& m_theme;
    const StagesModel& m_model;
    StageGrid m_grid;
    std::vector<StageStrengths> m_layers;
    StageDepths m_depths;
};

} // namespace headwaters
