#pragma once

#include "widgets/selection/selection.h"
#include "widgets/stages/stagepainter.h"

#include <QWidget>

namespace headwaters {

/// What the locked head composes with, in numbers: what it reads at the left, what reads it at the right, a
/// row for each kind with the line that stands for it on the grid.
class CompositionStrip : public QWidget {
    Q_OBJECT

public:
    CompositionStrip(const Theme& theme, const StagesModel& model, QWidget* parent = nullptr);

    /// What stands in place of the numbers; empty where they are there.
    [[nodiscard]] QString message() const;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return {200, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void refresh();
    void paintSide(QPainter& painter, const QRectF& area, bool reads, const StageStyle& style) const;

    const Theme& m_theme;
    const StagesModel& m_model;
    std::vector<CompositionEdge> m_edges;
};

} // namespace headwaters
