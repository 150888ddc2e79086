#pragma once

#include "widgets/head/headcontent.h"
#include "widgets/head/mapgeometry.h"
#include "widgets/theme/theme.h"

#include <qcustomplot.h>

#include <QTimer>

#include <memory>
#include <optional>

namespace headwaters {

class CellMap;

/// The map of a head: cells, token axes, mass strips, colour scale; hover, lock, zoom. The cells are drawn
/// once per content or zoom, hovering redraws the overlay only. Rows are destinations, columns sources.
class HeadMap : public QCustomPlot {
    Q_OBJECT

public:
    explicit HeadMap(const Theme& theme, QWidget* parent = nullptr);

    /// Shows another map; the zoom stays while the number of tokens stays.
    void setContent(std::shared_ptr<const HeadContent> content);
    [[nodiscard]] std::shared_ptr<const HeadContent> content() const { return m_content; }
    /// What the selection shows: the row, the column, and whether the pair is locked.
    void setShown(std::optional<int> query, std::optional<int> key, bool locked);

    /// The unmasked cell under a point of the widget; where a pixel holds several cells, the one it shows.
    [[nodiscard]] std::optional<MapCell> cellAt(QPointF point) const;
    /// Where a cell lies in the widget.
    [[nodiscard]] QRectF cellRect(MapCell cell) const;
    [[nodiscard]] MapWindow window() const { return m_window; }
    /// Shows a square part of the map, kept inside it; `count` cells a side, at least 4 or all.
    void setWindow(MapWindow window);
    /// The whole map.
    void resetWindow();
    /// Zooms about a point of the widget; a factor above 1 enlarges.
    void zoomAt(QPointF point, double factor);
    void zoomIn();
    void zoomOut();
    /// The width that map, labels and strips take in a room of this size.
    [[nodiscard]] int widthFor(QSize room) const;
    /// Where the last row of the map ends in a widget of this size.
    [[nodiscard]] int bottomFor(QSize room) const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// The mouse stands on a cell, or left (both absent).
    void hovered(std::optional<int> query, std::optional<int> key);
    void clicked(int query, int key);
    /// The person marks or unmarks a position as a sink.
    void sinkToggled(int position);
    /// Shift + arrow keys while the map has the focus.
    void stepped(int dQuery, int dKey);

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    [[nodiscard]] MapFrame frame() const;
    [[nodiscard]] FigureStyle style() const;
    /// Places everything for the size at hand and draws it.
    void arrange();
    void applyTheme();
    void paintOverlay(QPainter& painter) const;
    void showCellTip();
    void describe();
    /// The position whose label, strip or cell stands under a point.
    [[nodiscard]] std::optional<int> positionAt(QPoint point) const;

    const Theme& m_theme;
    std::shared_ptr<const HeadContent> m_content;
    MapLayout m_layout;
    MapWindow m_window;
    CellMap* m_cells;
    std::optional<int> m_shownQuery;
    std::optional<int> m_shownKey;
    bool m_locked = false;
    QTimer m_tip;
    QPointF m_mouse;
    std::optional<QPointF> m_pressed;
    MapWindow m_pressedWindow;
    bool m_due = false; ///< to be drawn anew before it is seen
    bool m_dragging = false;
};

} // namespace headwaters
