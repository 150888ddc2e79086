// What the graph does with mouse, wheel and keys.
#include "widgets/circuit/circuitcanvas.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QScrollBar>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace headwaters {

namespace {

constexpr double wheelStep = 1.2; ///< per notch

} // namespace

void CircuitCanvas::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    m_pan.press(event->pos());
}

void CircuitCanvas::mouseMoveEvent(QMouseEvent* event)
{
    const bool isPanning = m_pan.move(event->pos(), m_zoom > 1);
    m_model.hover(isPanning ? std::nullopt : spotAt(event->position()));
}

void CircuitCanvas::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    const auto pressed = m_pan.release();
    const auto spot = spotAt(event->position());
    if (!pressed || !spot || spot != spotAt(*pressed))
        return;
    m_walkedFrom = -1;
    if (event->modifiers().testFlag(Qt::ControlModifier)) {
        if (spot->kind == CircuitSpot::Kind::Node)
            m_model.togglePin(spot->index);
        return;
    }
    m_model.toggle(*spot);
}

// The second click of a double click is a click like the first.
void CircuitCanvas::mouseDoubleClickEvent(QMouseEvent* event)
{
    mousePressEvent(event);
}

void CircuitCanvas::contextMenuEvent(QContextMenuEvent* event)
{
    if (!m_shown)
        return;
    const bool isByKey = event->reason() == QContextMenuEvent::Keyboard;
    const auto spot = isByKey ? m_model.locked() : spotAt(event->pos());
    const bool hasPlace = spot && isShown(*spot);
    const QPoint place = isByKey ? (hasPlace ? pointOf(*spot) : viewport()->rect().center()) : event->pos();
    Q_EMIT menuWanted(viewport()->mapToGlobal(place), spot, isByKey ? -1 : tokenAt(event->pos()));
}

void CircuitCanvas::wheelEvent(QWheelEvent* event)
{
    event->accept();
    if (!scrollSideways(*this, *event))
        zoomBy(std::pow(wheelStep, event->angleDelta().y() / 120.0), event->position());
}

void CircuitCanvas::keyPressEvent(QKeyEvent* event)
{
    event->ignore();
    if (!m_shown || (event->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier)))
        return;
    event->accept();
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Up:
    case Qt::Key_Down:
        if (event->modifiers().testFlag(Qt::ShiftModifier))
            break; // steps the pair of tokens
        return walk(static_cast<Qt::Key>(event->key()));
    case Qt::Key_Escape:
        if (!m_model.locked())
            break;
        return m_model.lock(std::nullopt);
    case Qt::Key_Space:
        if (const auto spot = m_model.shown())
            m_model.toggle(*spot);
        return;
    case Qt::Key_P:
        if (m_model.locked() && m_model.locked()->kind == CircuitSpot::Kind::Node)
            m_model.togglePin(m_model.locked()->index);
        return;
    case Qt::Key_G:
        Q_EMIT groupWanted();
        return;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        return zoomIn();
    case Qt::Key_Minus:
        return zoomOut();
    case Qt::Key_0:
        return fit();
    default:
        break;
    }
    event->ignore();
}

void CircuitCanvas::focusInEvent(QFocusEvent* event)
{
    QGraphicsView::focusInEvent(event);
    viewport()->update();
}

void CircuitCanvas::focusOutEvent(QFocusEvent* event)
{
    QGraphicsView::focusOutEvent(event);
    viewport()->update();
}

// --- walking: from a node along its strongest edge, from an edge to its end; left and right go through the
// edges of the node one came from, or the nodes of a layer

std::optional<CircuitSpot> CircuitCanvas::firstSpot() const
{
    if (m_shown->nodes.empty())
        return std::nullopt;
    const auto root = std::find_if(m_shown->nodes.begin(), m_shown->nodes.end(), [this](int node) {
        return m_shown->circuit->nodes[static_cast<std::size_t>(node)].part == CircuitPart::Root;
    });
    return CircuitSpot{
        CircuitSpot::Kind::Node, root == m_shown->nodes.end() ? m_shown->nodes.front() : *root};
}

void CircuitCanvas::walk(Qt::Key direction)
{
    const auto locked = m_model.locked();
    if (!locked || !isShown(*locked)) {
        if (const auto first = firstSpot())
            walkTo(*first);
        return;
    }
    if (locked->kind == CircuitSpot::Kind::Node)
        walkFromNode(locked->index, direction);
    else
        walkFromEdge(locked->index, direction);
}

void CircuitCanvas::walkFromNode(int node, Qt::Key direction)
{
    const Circuit& circuit = *m_shown->circuit;
    if (direction == Qt::Key_Up || direction == Qt::Key_Down) {
        const std::vector<int> edges = sortedEdges(node, direction == Qt::Key_Up);
        if (edges.empty())
            return;
        m_walkedFrom = node;
        walkTo({CircuitSpot::Kind::Edge, edges.front()});
        return;
    }
    std::vector<int> beside;
    for (const int other : m_shown->nodes) {
        if (circuit.nodes[static_cast<std::size_t>(other)].layer
            == circuit.nodes[static_cast<std::size_t>(node)].layer)
            beside.push_back(other);
    }
    std::stable_sort(beside.begin(), beside.end(), [this](int a, int b) {
        return m_state.drawing.position(a).x() < m_state.drawing.position(b).x();
    });
    const auto place = std::find(beside.begin(), beside.end(), node) - beside.begin();
    const auto next = place + (direction == Qt::Key_Left ? -1 : 1);
    if (next >= 0 && next < static_cast<std::ptrdiff_t>(beside.size()))
        walkTo({CircuitSpot::Kind::Node, beside[static_cast<std::size_t>(next)]});
}

void CircuitCanvas::walkFromEdge(int edge, Qt::Key direction)
{
    const CircuitEdge& line = m_shown->circuit->edges[static_cast<std::size_t>(edge)];
    if (direction == Qt::Key_Up || direction == Qt::Key_Down) {
        walkTo({CircuitSpot::Kind::Node, direction == Qt::Key_Up ? line.to : line.from});
        return;
    }
    const int from = m_walkedFrom == line.from || m_walkedFrom == line.to ? m_walkedFrom : line.to;
    const std::vector<int> edges = sortedEdges(from, from == line.from);
    const auto place = std::find(edges.begin(), edges.end(), edge) - edges.begin();
    const auto next = place + (direction == Qt::Key_Left ? -1 : 1);
    if (next >= 0 && next < static_cast<std::ptrdiff_t>(edges.size()))
        walkTo({CircuitSpot::Kind::Edge, edges[static_cast<std::size_t>(next)]});
}

std::vector<int> CircuitCanvas::sortedEdges(int node, bool isUpward) const
{
    const Circuit& circuit = *m_shown->circuit;
    std::vector<int> edges;
    for (const int edge : m_state.drawing.edgesAt(node)) {
        const CircuitEdge& line = circuit.edges[static_cast<std::size_t>(edge)];
        if ((isUpward ? line.from : line.to) == node)
            edges.push_back(edge);
    }
    std::stable_sort(edges.begin(), edges.end(), [this](int a, int b) {
        return m_shown->strengths[static_cast<std::size_t>(a)]
            > m_shown->strengths[static_cast<std::size_t>(b)];
    });
    return edges;
}

void CircuitCanvas::walkTo(const CircuitSpot& spot)
{
    m_model.lock(spot);
    const QPoint point = pointOf(spot);
    if (!viewport()->rect().adjusted(20, 20, -20, -20).contains(point))
        centerOn(mapToScene(point));
}

} // namespace headwaters
