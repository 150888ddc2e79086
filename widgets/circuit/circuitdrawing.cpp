#include "widgets/circuit/circuitdrawing.h"

#include "core/circuit/subcircuit.h"
#include "widgets/circuit/circuittext.h"

#include <QFontMetricsF>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace headwaters {

namespace {

constexpr double parallelBow = 7; // of two edges between the same nodes
constexpr double straightBow = 16; // of an edge that would run through the nodes between
constexpr double tooStraight = 10;
constexpr double labelTurn = -35; // degrees
constexpr double labelPitch = 20; // turned labels closer than this would touch
constexpr double labelRoom = 50; // below the plot

double edgeWidth(const CircuitEdge& edge, double strength)
{
    if (edge.isConnector)
        return circuitsize::thinnest;
    return circuitsize::thinnest
        + (circuitsize::thickest - circuitsize::thinnest) * std::sqrt(std::min(strength, 1.0));
}

EdgeLook lookOf(const Circuit& circuit, const CircuitEdge& edge)
{
    if (edge.isConnector)
        return EdgeLook::Connector;
    if (isRootEdge(circuit, edge))
        return EdgeLook::Logits;
    return edge.side == EdgeSide::Query ? EdgeLook::Query : EdgeLook::Key;
}

} // namespace

Circuit shownPart(const ShownCircuit& shown)
{
    CircuitChoice choice(*shown.circuit);
    choice.nodes.assign(choice.nodes.size(), false);
    choice.edges.assign(choice.edges.size(), false);
    for (const int node : shown.nodes)
        choice.nodes[static_cast<std::size_t>(node)] = true;
    for (const int edge : shown.edges)
        choice.edges[static_cast<std::size_t>(edge)] = true;
    return subCircuit(*shown.circuit, choice);
}

CircuitDrawing::CircuitDrawing(const ShownCircuit& shown, const QSizeF& size, const CircuitStyle& style)
    : m_shown(shown)
{
    place(size, style);
    shapeEdges(style);
}

QString CircuitDrawing::rootText(int node) const
{
    const auto roots =
        std::count_if(circuit().nodes.begin(), circuit().nodes.end(), [](const CircuitNode& each) {
            return each.part == CircuitPart::Root;
        });
    const QString& label = circuit().nodes[static_cast<std::size_t>(node)].label;
    return roots > 1 || m_shown.into.isEmpty() ? label : m_shown.into;
}

const EdgeShape& CircuitDrawing::shape(int edge) const
{
    return m_shapes[static_cast<std::size_t>(m_shapeOf[static_cast<std::size_t>(edge)])];
}

void CircuitDrawing::shapeEdges(const CircuitStyle& style)
{
    std::map<std::pair<int, int>, int> parallel;
    for (const int index : m_shown.edges) {
        const CircuitEdge& edge = circuit().edges[static_cast<std::size_t>(index)];
        ++parallel[{edge.from, edge.to}];
    }
    m_shapeOf.assign(circuit().edges.size(), -1);
    m_edgesAt.assign(circuit().nodes.size(), {});
    const double rowHeight = m_rows.empty() ? 0 : m_rows.front().bottom - m_rows.front().top;
    for (const int index : m_shown.edges) {
        const CircuitEdge& edge = circuit().edges[static_cast<std::size_t>(index)];
        const QPointF from = position(edge.from);
        const QPointF to = position(edge.to);
        double bow = 0;
        const bool isLong = std::abs(from.y() - to.y()) > 1.2 * rowHeight;
        if (std::abs(from.x() - to.x()) < tooStraight * style.unit && isLong) {
            // To one side by layer, so that lines of neighbouring layers do not lie on each other.
            const int layer = circuit().nodes[static_cast<std::size_t>(edge.from)].layer;
            bow = (layer % 2 == 0 ? 1 : -1) * straightBow * style.unit;
        }
        if (parallel[{edge.from, edge.to}] > 1)
            bow += (edge.side == EdgeSide::Query ? -1 : 1) * parallelBow * style.unit;
        EdgeShape shape = edgeShape(from, to, bow, edgeWidth(edge, strength(index)));
        shape.look = lookOf(circuit(), edge);
        shape.isNegative = edge.weight < 0;
        m_shapeOf[static_cast<std::size_t>(index)] = static_cast<int>(m_shapes.size());
        m_shapes.push_back(std::move(shape));
        m_edgesAt[static_cast<std::size_t>(edge.from)].push_back(index);
        if (edge.to != edge.from)
            m_edgesAt[static_cast<std::size_t>(edge.to)].push_back(index);
    }
    m_order = m_shown.edges;
    std::stable_sort(
        m_order.begin(), m_order.end(), [this](int a, int b) { return strength(a) < strength(b); });
}

CircuitDrawing::Hit CircuitDrawing::hit(const QPointF& point, double reach) const
{
    Hit hit;
    double nearest = reach;
    for (const int node : m_shown.nodes) {
        const QPointF away = point - position(node);
        const double distance = std::hypot(away.x(), away.y());
        if (distance < nearest) {
            nearest = distance;
            hit.node = node;
        }
    }
    if (hit.node >= 0 && nearest <= circuitsize::head / 2)
        return hit;
    // A line is met at its edge, a node at its centre: half a disc nearer.
    double nearestEdge = std::max(nearest - circuitsize::head / 2, 0.0);
    for (const int edge : m_shown.edges) {
        const std::optional<double> distance = distanceTo(shape(edge), point, nearestEdge);
        if (distance && *distance < nearestEdge) {
            nearestEdge = *distance;
            hit = {-1, edge};
        }
    }
    return hit;
}

void CircuitDrawing::paintGround(QPainter& painter, const CircuitStyle& style, double magnified) const
{
    painter.save();
    QColor band = style.colours.sunken;
    band.setAlphaF(0.4F);
    for (std::size_t index = 0; index < m_columns.size(); index += 2) {
        const Column& column = m_columns[index];
        painter.fillRect(
            QRectF(column.left, m_plot.top(), column.right - column.left, m_plot.height()), band);
    }
    CircuitStyle labels = style;
    labels.unit *= magnified;
    for (QFont* font : {&labels.words, &labels.mono, &labels.small})
        font->setPixelSize(std::max(1, static_cast<int>(std::lround(font->pixelSize() * magnified))));
    paintRows(painter, labels);
    paintColumnLabels(painter, labels);
    painter.restore();
}

void CircuitDrawing::paintRows(QPainter& painter, const CircuitStyle& style) const
{
    painter.setFont(style.small);
    const QFontMetricsF measure(style.small);
    double lastLabel = 1e9;
    QPen hairline(style.colours.line, 1);
    hairline.setCosmetic(true);
    for (const Row& row : m_rows) {
        painter.setPen(hairline);
        painter.drawLine(QPointF(m_plot.left(), row.top), QPointF(m_plot.right(), row.top));
        const double middle = (row.top + row.bottom) / 2;
        if (row.label.isEmpty() || std::abs(lastLabel - middle) < measure.height())
            continue;
        lastLabel = middle;
        painter.setPen(style.colours.text3);
        painter.drawText(
            QRectF(
                m_plot.left() - 60 * style.unit, middle - measure.height(), 54 * style.unit,
                2 * measure.height()),
            Qt::AlignRight | Qt::AlignVCenter, row.label);
    }
}

void CircuitDrawing::paintColumnLabels(QPainter& painter, const CircuitStyle& style) const
{
    // Labels of columns in use first: where they crowd, the others give way.
    std::vector<double> taken;
    for (const bool used : {true, false}) {
        for (const Column& column : m_columns) {
            const bool crowded = std::any_of(taken.begin(), taken.end(), [&](double x) {
                return std::abs(x - column.centre) < labelPitch * style.unit;
            });
            if (column.isUsed != used || crowded)
                continue;
            taken.push_back(column.centre);
            const QFont font = Theme::monoFor(column.label, TextStyle::Caption);
            QFont sized = style.mono;
            sized.setStyleStrategy(font.styleStrategy());
            painter.save();
            painter.setFont(sized);
            painter.setPen(used ? style.colours.text : style.colours.text3);
            painter.translate(column.centre + 4 * style.unit, m_plot.bottom() + 8 * style.unit);
            painter.rotate(labelTurn);
            // As long as the room below and at the left allows.
            const double angle = -labelTurn * 3.14159265 / 180;
            const double room = std::min(
                (labelRoom * style.unit) / std::sin(angle),
                (column.centre + 4 * style.unit) / std::cos(angle));
            const QFontMetricsF measure(sized);
            const QString text = measure.elidedText(column.label, Qt::ElideRight, room);
            painter.drawText(QPointF(-measure.horizontalAdvance(text), measure.ascent()), text);
            painter.restore();
        }
    }
}

void CircuitDrawing::paint(QPainter& painter, const CircuitStyle& style) const
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    paintGround(painter, style, m_excess);
    painter.setOpacity(edgeOpacity);
    for (const int edge : m_order)
        paintEdge(painter, shape(edge), style);
    painter.setOpacity(1);
    for (const int node : m_shown.nodes)
        paintCircuitNode(
            painter, position(node), circuit().nodes[static_cast<std::size_t>(node)], {}, style,
            rootText(node));
    painter.restore();
}

} // namespace headwaters
