#pragma once

#include "widgets/interventions/sweepfigure.h"
#include "widgets/theme/theme.h"

#include <QWidget>

namespace headwaters {

/// The map of a sweep on the screen. Hover reads a cell, a click locks its head, a double click puts its
/// change on the stack.
class SweepCanvas : public QWidget {
    Q_OBJECT

public:
    explicit SweepCanvas(const Theme& theme, QWidget* parent = nullptr);

    void setPicture(std::optional<SweepPicture> picture);
    [[nodiscard]] QSize sizeHint() const override { return {420, 360}; }
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void headHovered(std::optional<headwaters::HeadIndex> head);
    void headClicked(headwaters::HeadIndex head);
    void cellChosen(int row, int column);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    bool event(QEvent* event) override;

private:
    struct Cell {
        int row = 0;
        int column = 0;
    };
    [[nodiscard]] SweepGeometry geometry() const;
    [[nodiscard]] std::optional<Cell> cellAt(const QPointF& place) const;
    [[nodiscard]] QString tipOf(const Cell& cell) const;

    const Theme& m_theme;
    std::optional<SweepPicture> m_picture;
};

} // namespace headwaters
