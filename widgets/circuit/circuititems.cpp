#include "widgets/circuit/circuititems.h"

#include <QElapsedTimer>
#include <QPainter>
#include <QWidget>

#include <utility>

namespace headwaters {

namespace {

constexpr std::size_t draftFrom = 400; // edges; fewer are drawn well at once
constexpr int patience = 120; // ms without a change before a draft is refined
constexpr qint64 slice = 12; // ms of refining between two events

} // namespace

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
    QObject::connect(&m_refining, &QTimer::timeout, &m_refining, [this] { refine(); });
}

void CircuitEdgesItem::invalidate()
{
    m_refining.stop();
    m_picture = {};
    update();
}

QRectF CircuitEdgesItem::boundingRect() const
{
    return {QPointF(), m_scene.drawing.size()};
}

QPixmap CircuitEdgesItem::blank(const QWidget& widget) const
{
    QPixmap picture(widget.size() * widget.devicePixelRatioF());
    picture.setDevicePixelRatio(widget.devicePixelRatioF());
    picture.fill(Qt::transparent);
    return picture;
}

void CircuitEdgesItem::makePicture(const QWidget& widget, const QTransform& transform)
{
    const std::vector<int>& order = m_scene.drawing.paintOrder();
    const bool isDraft = order.size() > draftFrom;
    m_picture = blank(widget);
    m_transform = transform;
    QPainter painter(&m_picture);
    painter.setWorldTransform(transform);
    painter.setRenderHint(QPainter::Antialiasing, !isDraft);
    for (const int edge : order) {
        const EdgeShape& shape = m_scene.drawing.shape(edge);
        if (isDraft)
            paintEdgeThin(painter, shape, m_scene.style);
        else
            paintEdge(painter, shape, m_scene.style);
    }
    m_refining.stop();
    if (!isDraft)
        return;
    m_better = blank(widget);
    m_drawn = 0;
    m_refining.start(patience);
}

void CircuitEdgesItem::refine()
{
    m_refining.setInterval(0);
    const std::vector<int>& order = m_scene.drawing.paintOrder();
    QElapsedTimer spent;
    spent.start();
    QPainter painter(&m_better);
    painter.setWorldTransform(m_transform);
    painter.setRenderHint(QPainter::Antialiasing);
    while (m_drawn < order.size() && spent.elapsed() < slice)
        paintEdge(painter, m_scene.drawing.shape(order[m_drawn++]), m_scene.style);
    painter.end();
    if (m_drawn < order.size())
        return;
    m_refining.stop();
    m_picture = std::exchange(m_better, {});
    update();
}

void CircuitEdgesItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget* widget)
{
    if (m_scene.drawing.isEmpty() || !widget)
        return;
    painter->save();
    const QTransform transform = painter->worldTransform();
    if (m_picture.size() != widget->size() * widget->devicePixelRatioF() || m_transform != transform)
        makePicture(*widget, transform);
    painter->setOpacity(m_scene.isHovering() ? edgeOpacityOther : edgeOpacity);
    painter->setWorldTransform({});
    painter->drawPixmap(0, 0, m_picture);
    painter->setWorldTransform(transform);
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
