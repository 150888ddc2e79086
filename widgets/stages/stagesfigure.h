#pragma once

#include "widgets/export/figure.h"
#include "widgets/stages/stagepainter.h"

#include <memory>

namespace headwaters {

/// The stage map as a value, drawn by the same code as the screen.
class StagesFigure : public Figure {
public:
    /// Of `report`, as `shown`; `grid` is what the model makes of both. `title` is the view's.
    StagesFigure(
        std::shared_ptr<const ScanReport> report, const StagesShown& shown, const StageGrid& grid,
        const QString& title);

    [[nodiscard]] QString title() const override { return m_title; }
    [[nodiscard]] QString caption() const override;
    [[nodiscard]] Provenance provenance() const override;
    [[nodiscard]] QString fileStem() const override;
    [[nodiscard]] double heightForWidth(double width, const FigureStyle& style) const override;
    void paint(QPainter& painter, const QRectF& area, const FigureStyle& style) const override;
    /// One row per head: layer, head, verdict, confidence, the four strengths, roles, the shown type's score,
    /// what its cell says. Tensors: `stages` [layer, head, stage]; `score` [layer, head] of the shown type
    /// where every head has one; `change` [layer, head] of a difference, the cell's number.
    [[nodiscard]] FigureData data() const override;

private:
    [[nodiscard]] int countOf(HeadVerdict verdict) const;
    /// What the lines over the cells are; there are some.
    [[nodiscard]] QString linesText() const;

    std::shared_ptr<const ScanReport> m_report;
    StagesShown m_shown;
    StageGrid m_grid;
    QString m_title;
};

} // namespace headwaters
