#pragma once

#include "widgets/common/accessibleparts.h"
#include "widgets/common/dragpan.h"
#include "widgets/selection/selection.h"
#include "widgets/stages/stagepainter.h"

#include <QAbstractScrollArea>

namespace headwaters {

/// The grid of heads: hover previews, click locks, arrow keys step. Cells shrink to fit; what does not fit
/// scrolls under its head and layer numbers.
class StageGridWidget : public QAbstractScrollArea, public AccessibleParts {
    Q_OBJECT

public:
    StageGridWidget(
        const Theme& theme, Selection& selection, const StagesModel& model, QWidget* parent = nullptr);

    [[nodiscard]] const StageGrid& grid() const { return m_grid; }
    [[nodiscard]] const StageGridLayout& gridLayout() const { return m_layout; }
    /// In the viewport's coordinates.
    [[nodiscard]] QRectF cellRect(HeadIndex head) const;

    [[nodiscard]] int partCount() const override;
    [[nodiscard]] QString partText(int part) const override;
    [[nodiscard]] QRect partRect(int part) const override;
    [[nodiscard]] const QWidget* partSurface() const override { return viewport(); }
    [[nodiscard]] int partAt(const QPoint& point) const override;
    [[nodiscard]] int lockedPart() const override;
    void togglePart(int part) override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    bool viewportEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void refresh();
    void followSelection();
    void place();
    [[nodiscard]] QPointF offset() const;
    [[nodiscard]] std::optional<HeadIndex> headAt(const QPointF& point) const;
    [[nodiscard]] HeadIndex headOfPart(int part) const;
    /// What the tooltip and the screen reader say of a head.
    [[nodiscard]] QString textOf(HeadIndex head) const;

    const Theme& m_theme;
    Selection& m_selection;
    const StagesModel& m_model;
    StageGrid m_grid;
    StageGridLayout m_layout;
    DragPan m_pan{*this};
};

} // namespace headwaters
