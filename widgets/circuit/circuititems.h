#pragma once

#include "widgets/circuit/circuitdrawing.h"

#include <QGraphicsItem>
#include <QPixmap>
#include <QTransform>

#include <optional>

namespace headwaters {

/// What the items of a circuit share: the drawing and how it is marked. The canvas writes it and updates the
/// items.
struct CircuitScene {
    CircuitDrawing drawing;
    CircuitStyle style;
    int hoveredNode = -1;
    int hoveredEdge = -1;
    int lockedNode = -1;
    int lockedEdge = -1;
    std::vector<NodeMarks> marks; ///< [node]

    [[nodiscard]] bool isHovering() const { return hoveredNode >= 0 || hoveredEdge >= 0; }
    /// Edges that keep their strength while something is hovered.
    [[nodiscard]] std::vector<int> lit() const;
};

/// One node.
class CircuitNodeItem : public QGraphicsItem {
public:
    CircuitNodeItem(const CircuitScene& scene, int node);

    [[nodiscard]] QRectF boundingRect() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    const CircuitScene& m_scene;
    int m_node;
};

/// All edges. They are painted once into a picture of the viewport and shown from it, so that hovering costs
/// the lit edges only.
class CircuitEdgesItem : public QGraphicsItem {
public:
    explicit CircuitEdgesItem(const CircuitScene& scene);

    /// The edges, their colours or their places have changed.
    void invalidate();
    void moved() { prepareGeometryChange(); }

    [[nodiscard]] QRectF boundingRect() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    void paintAll(QPainter& painter) const;

    const CircuitScene& m_scene;
    QPixmap m_picture;
    QTransform m_pictureTransform;
};

} // namespace headwaters
