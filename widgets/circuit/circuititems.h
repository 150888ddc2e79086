#pragma once

#include "widgets/circuit/circuitdrawing.h"

#include <QGraphicsItem>
#include <QPixmap>
#include <QTimer>
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
/// the lit edges only. Many edges are drawn thin at first, and well a few at a time while nothing else is to
/// be done, so that zoom and threshold stay fluid.
class CircuitEdgesItem : public QGraphicsItem {
public:
    explicit CircuitEdgesItem(const CircuitScene& scene);

    /// The edges, their colours or their places have changed.
    void invalidate();
    /// What is seen is still the thin drawing.
    [[nodiscard]] bool isDraft() const { return m_refining.isActive(); }

    [[nodiscard]] QRectF boundingRect() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    [[nodiscard]] QPixmap blank(const QWidget& widget) const;
    void makePicture(const QWidget& widget, const QTransform& transform);
    void refine();

    const CircuitScene& m_scene;
    QPixmap m_picture;
    QTransform m_transform; ///< of the picture
    QPixmap m_better; ///< what replaces a draft, as far as it has come
    std::size_t m_drawn = 0; ///< edges in it
    QTimer m_refining;
};

} // namespace headwaters
