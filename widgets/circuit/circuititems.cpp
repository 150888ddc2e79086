#include "widgets/circuit/circuititems.h"

#include <QPainter>
#include <QWidget>

#include <algorithm>

namespace headwaters {

std::vector<int> CircuitScene::lit() const
{
    if (hoveredEdge >= 0)
        return {hoveredEdge};
    return hoveredNode >= 0 ? drawing.edgesAt(hoveredNode) : std::vector<int>();
}

CircuitNodeItem::CircuitNodeItem(const CircuitScene& scene, int node) : m_scene(scene), m_node(node)
{
    setAcceptedMouseButtons(Qt::NoButton);
    setPos(scene.drawing.position(node));
    setZValue(1);
}

QRectF CircuitNodeItem::boundingRect() const
{
    const CircuitNode& node = m_scene.drawing.circuit().nodes[static_cast<std::size_t>(m_node)];
    return circuitNodeArea({}, node, m_scene.style, m_scene.drawing.rootText(m_node));
}

void CircuitNodeItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*)
{
    const CircuitNode& node = m_scene.drawing.circuit().nodes[static_cast<std::size_t>(m_node)];
    paintCircuitNode(
        *painter, {}, node, m_scene.marks[static_cast<std::size_t>(m_node)], m_scene.style,
        m_scene.drawing.rootText(m_node));
}

CircuitEdgesItem::CircuitEdgesItem(const CircuitScene& scene) : m_scene(scene)
{
    setAcceptedMouseButtons(Qt::NoButton);
}

void CircuitEdgesItem::invalidate()
{
    m_picture = {};
    update();
}

QRectF CircuitEdgesItem::boundingRect() const
{
    return {QPointF(), m_scene.drawing.size()};
}

void CircuitEdgesItem::paintAll(QPainter& painter) const
{
    painter.setRenderHint(QPainter::Antialiasing);
    for (const int edge : m_scene.drawing.paintOrder())
        paintEdge(painter, m_scene.drawing.shape(edge), m_scene.style);
}

void CircuitEdgesItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget* widget)
{
    if (m_scene.drawing.isEmpty())
        return;
    painter->save();
    const bool isHovering = m_scene.isHovering();
    painter->setOpacity(isHovering ? edgeOpacityOther : edgeOpacity);
    if (widget) {
        const QTransform transform = painter->worldTransform();
        const QSize pixels = widget->size() * widget->devicePixelRatioF();
        if (m_picture.size() != pixels || m_pictureTransform != transform) {
            m_picture = QPixmap(pixels);
            m_picture.setDevicePixelRatio(widget->devicePixelRatioF());
            m_picture.fill(Qt::transparent);
            m_pictureTransform = transform;
            QPainter edges(&m_picture);
            edges.setWorldTransform(transform);
            paintAll(edges);
        }
        painter->setWorldTransform({});
        painter->drawPixmap(0, 0, m_picture);
        painter->setWorldTransform(transform);
    } else {
        paintAll(*painter);
    }
    painter->setOpacity(1);
    painter->setRenderHint(QPainter::Antialiasing);
    for (const int edge : m_scene.lit()) {
        if (edge != m_scene.lockedEdge)
            paintEdge(*painter, m_scene.drawing.shape(edge), m_scene.style);
    }
    if (m_scene.lockedEdge >= 0)
        paintMarkedEdge(*painter, m_scene.drawing.shape(m_scene.lockedEdge), m_scene.style);
    painter->restore();
}

} // namespace headwaters
