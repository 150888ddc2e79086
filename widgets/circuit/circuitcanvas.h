#pragma once

#include "widgets/circuit/circuititems.h"
#include "widgets/circuit/circuitmodel.h"
#include "widgets/common/accessibleparts.h"
#include "widgets/common/dragpan.h"
#include "widgets/selection/selection.h"

#include <QGraphicsView>

#include <memory>
#include <optional>
#include <vector>

namespace headwaters {

/// The graph on the screen: the nearest point within 30 px answers the mouse, hover lights what belongs
/// together, click locks, Ctrl+click pins, arrow keys walk along the edges, the wheel zooms.
class CircuitCanvas : public QGraphicsView, public AccessibleParts {
    Q_OBJECT

public:
    CircuitCanvas(const Theme& theme, CircuitModel& model, Selection& selection, QWidget* parent = nullptr);
    ~CircuitCanvas() override;

    /// Lays the circuit out anew; none: empty.
    void setShown(const std::optional<ShownCircuit>& shown);
    [[nodiscard]] const CircuitDrawing& drawing() const { return m_state.drawing; }
    /// What the tooltip says of a spot: what, value, hook.
    [[nodiscard]] QString tipText(const CircuitSpot& spot) const;
    /// The spot at a point of the viewport.
    [[nodiscard]] std::optional<CircuitSpot> spotAt(const QPointF& point) const;
    /// Where a spot is seen: a node's centre, an edge's middle; in the viewport.
    [[nodiscard]] QPoint pointOf(const CircuitSpot& spot) const;

    void zoomIn();
    void zoomOut();
    void fit();
    [[nodiscard]] double zoom() const { return m_zoom; }
    /// Many edges are still drawn thin.
    [[nodiscard]] bool isDraft() const { return m_edges && m_edges->isDraft(); }

    // One part for each shown node, then one for each shown edge.
    [[nodiscard]] int partCount() const override;
    [[nodiscard]] QString partText(int part) const override;
    [[nodiscard]] QRect partRect(int part) const override;
    [[nodiscard]] const QWidget* partSurface() const override { return viewport(); }
    [[nodiscard]] int partAt(const QPoint& point) const override;
    [[nodiscard]] int lockedPart() const override;
    void togglePart(int part) override;

Q_SIGNALS:
    /// A menu is wanted for a spot, or for the token in whose column the mouse is (-1: none).
    void menuWanted(const QPoint& globalPosition, std::optional<headwaters::CircuitSpot> spot, int token);
    /// G: the pinned nodes are to be grouped.
    void groupWanted();

protected:
    void resizeEvent(QResizeEvent* event) override;
    void drawBackground(QPainter* painter, const QRectF& exposed) override;
    bool viewportEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void rebuild();
    void followTheme();
    void followSpots();
    void refreshMarks();
    void zoomBy(double factor, const QPointF& anchor);
    void applyZoom(const QPointF& anchor);
    void walk(Qt::Key direction);
    void walkFromNode(int node, Qt::Key direction);
    void walkFromEdge(int edge, Qt::Key direction);
    void walkTo(const CircuitSpot& spot);
    /// Edges that leave the node upwards, or enter it from below; the strongest first.
    [[nodiscard]] std::vector<int> sortedEdges(int node, bool isUpward) const;
    [[nodiscard]] std::optional<CircuitSpot> firstSpot() const;
    [[nodiscard]] CircuitSpot spotOfPart(int part) const;
    [[nodiscard]] int partOf(const std::optional<CircuitSpot>& spot) const;
    [[nodiscard]] int tokenAt(const QPointF& point) const;
    [[nodiscard]] bool isShown(const CircuitSpot& spot) const;

    const Theme& m_theme;
    CircuitModel& m_model;
    Selection& m_selection;
    std::optional<ShownCircuit> m_shown;
    CircuitScene m_state;
    int m_toldPart = -1; ///< the locked part that a screen reader knows of
    QGraphicsScene m_items;
    CircuitEdgesItem* m_edges = nullptr;
    std::vector<CircuitNodeItem*> m_nodes; ///< beside m_shown->nodes
    double m_zoom = 1; ///< 1: the whole graph
    QSizeF m_laidOutFor;
    DragPan m_pan{*this};
    int m_walkedFrom = -1; ///< the node whose edges Left and Right go through
};

} // namespace headwaters
