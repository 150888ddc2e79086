#include "widgets/circuit/edgeshape.h"

#include "widgets/circuit/circuitmarks.h"

#include <algorithm>
#include <cmath>

namespace headwaters {

namespace {

constexpr int pieces = 20; // of the polyline
constexpr double bend = 0.5; // of the height, before a line turns
constexpr double shortest = 14; // height over which a line bends at least

} // namespace

EdgeShape edgeShape(const QPointF& from, const QPointF& to, double bow, double width)
{
    const double turn = bend * std::max(std::abs(from.y() - to.y()), shortest);
    const QPointF first(from.x() + bow, from.y() - turn);
    const QPointF second(to.x() + bow, to.y() + turn);
    EdgeShape shape;
    shape.path.moveTo(from);
    shape.path.cubicTo(first, second, to);
    shape.width = width;
    for (int piece = 0; piece <= pieces; ++piece) {
        const double t = static_cast<double>(piece) / pieces;
        const double s = 1 - t;
        shape.points << s * s * s * from + 3 * s * s * t * first + 3 * s * t * t * second + t * t * t * to;
    }
    shape.bounds = shape.points.boundingRect();
    shape.middle = shape.points[pieces / 2];
    return shape;
}

QPen edgePen(const EdgeShape& shape, const CircuitStyle& style)
{
    const Colours& colours = style.colours;
    const double width = shape.width * style.unit;
    switch (shape.look) {
    case EdgeLook::Query:
        return {colours.querySide, width, Qt::SolidLine, Qt::RoundCap};
    case EdgeLook::Logits:
        return {colours.text2, width, Qt::SolidLine, Qt::RoundCap};
    case EdgeLook::Connector: {
        QPen pen(colours.lineStrong, width, Qt::CustomDashLine, Qt::FlatCap);
        pen.setDashPattern({1.5 / shape.width, 2.5 / shape.width});
        return pen;
    }
    case EdgeLook::Key:
        break;
    }
    QPen pen(colours.keySide, width, Qt::CustomDashLine, Qt::FlatCap);
    // Qt measures dashes in pen widths.
    pen.setDashPattern({5 / shape.width, 3 / shape.width});
    return pen;
}

void paintEdge(QPainter& painter, const EdgeShape& shape, const CircuitStyle& style)
{
    painter.strokePath(shape.path, edgePen(shape, style));
    if (shape.isNegative)
        paintNegativeMark(painter, shape.middle, edgePen(shape, style).color(), style);
}

void paintEdgeThin(QPainter& painter, const EdgeShape& shape, const CircuitStyle& style)
{
    QPen pen(edgePen(shape, style).color(), 1, shape.look == EdgeLook::Key ? Qt::DashLine : Qt::SolidLine);
    pen.setCosmetic(true);
    painter.setPen(pen);
    painter.drawPolyline(shape.points);
}

void paintMarkedEdge(QPainter& painter, const EdgeShape& shape, const CircuitStyle& style)
{
    const double unit = style.unit;
    const QPen mark(style.colours.mark, shape.width * unit + 6 * unit, Qt::SolidLine, Qt::FlatCap);
    painter.strokePath(shape.path, mark);
    const QPen gap(style.colours.panel, shape.width * unit + 2.6 * unit, Qt::SolidLine, Qt::FlatCap);
    painter.strokePath(shape.path, gap);
    paintEdge(painter, shape, style);
}

std::optional<double> distanceTo(const EdgeShape& shape, const QPointF& point, double reach)
{
    if (!shape.bounds.adjusted(-reach, -reach, reach, reach).contains(point))
        return std::nullopt;
    double nearest = reach * reach;
    bool found = false;
    for (qsizetype index = 1; index < shape.points.size(); ++index) {
        const QPointF start = shape.points[index - 1];
        const QPointF along = shape.points[index] - start;
        const double length = QPointF::dotProduct(along, along);
        const double t =
            length > 0 ? std::clamp(QPointF::dotProduct(point - start, along) / length, 0.0, 1.0) : 0.0;
        const QPointF away = point - start - t * along;
        const double distance = QPointF::dotProduct(away, away);
        if (distance <= nearest) {
            nearest = distance;
            found = true;
        }
    }
    return found ? std::optional(std::sqrt(nearest)) : std::nullopt;
}

} // namespace headwaters
