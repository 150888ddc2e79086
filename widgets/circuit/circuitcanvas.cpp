#include "widgets/circuit/circuitcanvas.h"

#include "widgets/circuit/circuittext.h"
#include "widgets/theme/keyboardfocus.h"

#include <QHelpEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <utility>

namespace headwaters {

namespace {

constexpr double keyStep = 1.25;
constexpr double largestZoom = 8;

} // namespace

CircuitCanvas::CircuitCanvas(const Theme& theme, CircuitModel& model, Selection& selection, QWidget* parent)
    : QGraphicsView(parent),
      m_theme(theme),
      m_model(model),
      m_selection(selection)
{
    setScene(&m_items);
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setViewportUpdateMode(QGraphicsView::FullViewportUpdate);
    setTransformationAnchor(QGraphicsView::NoAnchor);
    setOptimizationFlag(QGraphicsView::DontAdjustForAntialiasing);
    setAlignment(Qt::AlignLeft | Qt::AlignTop);
    viewport()->setMouseTracking(true);
    setAccessibleName(tr("Circuit"));
    connect(&theme, &Theme::changed, this, &CircuitCanvas::followTheme);
    connect(&model, &CircuitModel::spotChanged, this, &CircuitCanvas::followSpots);
    connect(&model, &CircuitModel::workbenchChanged, this, &CircuitCanvas::followSpots);
    connect(&selection, &Selection::changed, this, &CircuitCanvas::followSpots);
    m_state.style = screenCircuitStyle(theme);
}

CircuitCanvas::~CircuitCanvas() = default;

void CircuitCanvas::setShown(const std::optional<ShownCircuit>& shown)
{
    m_shown = shown;
    rebuild();
}

void CircuitCanvas::rebuild()
{
    m_items.clear();
    m_edges = nullptr;
    m_nodes.clear();
    m_state.drawing = {};
    m_state.marks.clear();
    m_state.hoveredNode = m_state.hoveredEdge = m_state.lockedNode = m_state.lockedEdge = -1;
    if (m_shown) {
        const QSize room = size(); // scroll bars must not change the layout
        m_state.drawing = CircuitDrawing(*m_shown, room, m_state.style);
        m_state.marks.assign(m_shown->circuit->nodes.size(), {});
        m_edges = std::make_unique<CircuitEdgesItem>(m_state).release();
        m_items.addItem(m_edges); // owns it from here on
        for (const int node : m_shown->nodes) {
            m_nodes.push_back(std::make_unique<CircuitNodeItem>(m_state, node).release());
            m_items.addItem(m_nodes.back());
        }
        m_items.setSceneRect(QRectF(QPointF(), m_state.drawing.size()));
    }
    refreshMarks();
    applyZoom(viewport()->rect().center());
}

void CircuitCanvas::followTheme()
{
    m_state.style = screenCircuitStyle(m_theme);
    if (m_edges)
        m_edges->invalidate();
    viewport()->update();
}

bool CircuitCanvas::isShown(const CircuitSpot& spot) const
{
    if (!m_shown)
        return false;
    const std::vector<int>& all = spot.kind == CircuitSpot::Kind::Node ? m_shown->nodes : m_shown->edges;
    return std::binary_search(all.begin(), all.end(), spot.index);
}

void CircuitCanvas::followSpots()
{
    refreshMarks();
    viewport()->update();
    const int locked = lockedPart();
    if (std::exchange(m_toldPart, locked) == locked)
        return;
    setAccessibleName(locked < 0 ? tr("Circuit") : tr("Circuit: %1").arg(partText(locked)));
    tellLockedPart(*this);
}

void CircuitCanvas::refreshMarks()
{
    if (!m_shown)
        return;
    using Kind = CircuitSpot::Kind;
    const auto indexOf = [this](const std::optional<CircuitSpot>& spot, Kind kind) {
        return spot && spot->kind == kind && isShown(*spot) ? spot->index : -1;
    };
    m_state.hoveredNode = indexOf(m_model.hovered(), Kind::Node);
    m_state.hoveredEdge = indexOf(m_model.hovered(), Kind::Edge);
    m_state.lockedNode = indexOf(m_model.locked(), Kind::Node);
    m_state.lockedEdge = indexOf(m_model.locked(), Kind::Edge);
    const SelectionState selected = m_selection.shown();
    for (const int index : m_shown->nodes) {
        const CircuitNode& node = m_shown->circuit->nodes[static_cast<std::size_t>(index)];
        NodeMarks& marks = m_state.marks[static_cast<std::size_t>(index)];
        const bool isSelected = selected.head && node.headIndex() == selected.head
            && selected.destination.value_or(node.destinationPosition) == node.destinationPosition
            && selected.source.value_or(node.sourcePosition) == node.sourcePosition;
        marks.isPinned = m_model.desk().isPinned(node.id);
        marks.isRinged = index == m_state.lockedNode || isSelected;
        marks.isHovered = index == m_state.hoveredNode;
    }
}

std::optional<CircuitSpot> CircuitCanvas::spotAt(const QPointF& point) const
{
    if (!m_shown)
        return std::nullopt;
    const double scale = transform().m11();
    const auto hit = m_state.drawing.hit(
        viewportTransform().inverted().map(point), circuitsize::pick / std::max(scale, 1e-6));
    if (hit.node >= 0)
        return CircuitSpot{CircuitSpot::Kind::Node, hit.node};
    if (hit.edge >= 0)
        return CircuitSpot{CircuitSpot::Kind::Edge, hit.edge};
    return std::nullopt;
}

QPoint CircuitCanvas::pointOf(const CircuitSpot& spot) const
{
    return mapFromScene(
        spot.kind == CircuitSpot::Kind::Node ? m_state.drawing.position(spot.index)
                                             : m_state.drawing.shape(spot.index).middle);
}

int CircuitCanvas::tokenAt(const QPointF& point) const
{
    const double x = viewportTransform().inverted().map(point).x();
    const auto& columns = m_state.drawing.columns();
    for (std::size_t index = 0; index < columns.size(); ++index) {
        if (x >= columns[index].left && x < columns[index].right)
            return columns[index].position;
    }
    return -1;
}

QString CircuitCanvas::tipText(const CircuitSpot& spot) const
{
    const Circuit& circuit = *m_shown->circuit;
    if (spot.kind == CircuitSpot::Kind::Edge) {
        const CircuitEdge& edge = circuit.edges[static_cast<std::size_t>(spot.index)];
        QString text = edgeSentence(circuit, edge, m_shown->into);
        const qsizetype weight = text.indexOf(QLatin1String(", weight"));
        return weight < 0 ? text : text.replace(weight, 2, QStringLiteral("\n"));
    }
    const CircuitNode& node = circuit.nodes[static_cast<std::size_t>(spot.index)];
    QString text = nodeSentence(circuit, node, m_shown->into);
    const qsizetype value = text.indexOf(QLatin1String(", attention"));
    if (value >= 0)
        text.replace(value, 2, QStringLiteral("\n"));
    const QString hook = nodeHook(node);
    return hook.isEmpty() ? text : text + u'\n' + hook;
}

// --- parts for the screen reader

CircuitSpot CircuitCanvas::spotOfPart(int part) const
{
    const auto nodes = static_cast<int>(m_shown->nodes.size());
    if (part < nodes)
        return {CircuitSpot::Kind::Node, m_shown->nodes[static_cast<std::size_t>(part)]};
    return {CircuitSpot::Kind::Edge, m_shown->edges[static_cast<std::size_t>(part - nodes)]};
}

int CircuitCanvas::partOf(const std::optional<CircuitSpot>& spot) const
{
    if (!spot || !isShown(*spot))
        return -1;
    const bool isNode = spot->kind == CircuitSpot::Kind::Node;
    const std::vector<int>& all = isNode ? m_shown->nodes : m_shown->edges;
    const auto place = std::lower_bound(all.begin(), all.end(), spot->index) - all.begin();
    return static_cast<int>(place) + (isNode ? 0 : static_cast<int>(m_shown->nodes.size()));
}

int CircuitCanvas::partCount() const
{
    return m_shown ? static_cast<int>(m_shown->nodes.size() + m_shown->edges.size()) : 0;
}

QString CircuitCanvas::partText(int part) const
{
    const CircuitSpot spot = spotOfPart(part);
    const Circuit& circuit = *m_shown->circuit;
    const auto index = static_cast<std::size_t>(spot.index);
    QString text = spot.kind == CircuitSpot::Kind::Node
        ? nodeSentence(circuit, circuit.nodes[index], m_shown->into)
        : edgeSentence(circuit, circuit.edges[index], m_shown->into);
    if (spot.kind == CircuitSpot::Kind::Node && m_model.desk().isPinned(circuit.nodes[index].id))
        text += tr(", pinned");
    return m_model.locked() == spot ? tr("%1, locked").arg(text) : text;
}

QRect CircuitCanvas::partRect(int part) const
{
    const CircuitSpot spot = spotOfPart(part);
    if (spot.kind == CircuitSpot::Kind::Edge)
        return mapFromScene(m_state.drawing.shape(spot.index).bounds).boundingRect();
    const auto& node = m_shown->circuit->nodes[static_cast<std::size_t>(spot.index)];
    return mapFromScene(
               circuitNodeArea(m_state.drawing.position(spot.index), node, m_state.style, m_shown->into))
        .boundingRect();
}

int CircuitCanvas::partAt(const QPoint& point) const
{
    return partOf(spotAt(point));
}

int CircuitCanvas::lockedPart() const
{
    return partOf(m_model.locked());
}

void CircuitCanvas::togglePart(int part)
{
    m_model.toggle(spotOfPart(part));
}

// --- zoom

void CircuitCanvas::applyZoom(const QPointF& anchor)
{
    const QPointF before = viewportTransform().inverted().map(anchor);
    double scale = 1;
    if (m_shown) {
        const QSizeF needed = m_state.drawing.size();
        scale = std::min({1.0, width() / needed.width(), height() / needed.height()});
    }
    // Bars take room that the whole graph needs, so they are there only when it is not whole.
    const auto bars = m_zoom > 1 ? Qt::ScrollBarAsNeeded : Qt::ScrollBarAlwaysOff;
    setHorizontalScrollBarPolicy(bars);
    setVerticalScrollBarPolicy(bars);
    setTransform(QTransform::fromScale(scale * m_zoom, scale * m_zoom));
    const QPointF moved = viewportTransform().map(before) - anchor;
    horizontalScrollBar()->setValue(
        horizontalScrollBar()->value() + static_cast<int>(std::lround(moved.x())));
    verticalScrollBar()->setValue(verticalScrollBar()->value() + static_cast<int>(std::lround(moved.y())));
    viewport()->update();
}

void CircuitCanvas::zoomBy(double factor, const QPointF& anchor)
{
    const double zoom = std::clamp(m_zoom * factor, 1.0, largestZoom);
    if (zoom == m_zoom)
        return;
    m_zoom = zoom;
    applyZoom(anchor);
}

void CircuitCanvas::zoomIn()
{
    const auto spot = m_model.locked();
    zoomBy(keyStep, spot && isShown(*spot) ? pointOf(*spot) : viewport()->rect().center());
}

void CircuitCanvas::zoomOut()
{
    zoomBy(1 / keyStep, viewport()->rect().center());
}

void CircuitCanvas::fit()
{
    m_zoom = 1;
    applyZoom({});
}

void CircuitCanvas::resizeEvent(QResizeEvent* event)
{
    QGraphicsView::resizeEvent(event);
    if (m_shown && QSizeF(size()) != m_laidOutFor) {
        m_laidOutFor = size();
        rebuild();
    }
}

void CircuitCanvas::drawBackground(QPainter* painter, const QRectF& exposed)
{
    painter->fillRect(exposed, m_state.style.colours.panel);
    if (m_shown)
        m_state.drawing.paintGround(*painter, m_state.style, 1 / transform().m11());
}

void CircuitCanvas::paintEvent(QPaintEvent* event)
{
    QGraphicsView::paintEvent(event);
    if (!KeyboardFocus::isShownFor(this))
        return;
    QPainter painter(viewport());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(m_state.style.colours.accent, 2));
    painter.drawRoundedRect(QRectF(viewport()->rect()).adjusted(1, 1, -1, -1), 3, 3);
}

bool CircuitCanvas::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::Leave)
        m_model.hover(std::nullopt);
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const auto spot = spotAt(help->pos());
        QToolTip::showText(help->globalPos(), spot ? tipText(*spot) : QString(), viewport());
        return true;
    }
    return QGraphicsView::viewportEvent(event);
}

} // namespace headwaters
