#pragma once

#include "core/circuit/circuit.h"
#include "widgets/circuit/circuitstyle.h"

#include <QPainter>
#include <QPainterPath>
#include <QPolygonF>

#include <optional>

namespace headwaters {

inline constexpr double edgeOpacity = 0.75;
inline constexpr double edgeOpacityOther = 0.15; ///< of what does not belong to the hovered

/// Which kind of line an edge is.
enum class EdgeLook { Query, Key, Logits, Connector };

/// An edge as a line on the picture.
struct EdgeShape {
    QPainterPath path;
    QPolygonF points; ///< the path as a polyline, for the mouse
    QRectF bounds; ///< of `points`
    QPointF middle; ///< where a negative edge has its mark
    double width = 1;
    EdgeLook look = EdgeLook::Query;
    bool isNegative = false;
};

/// A line that leaves `from` upwards and enters `to` from below; `bow` moves its middle to the right.
[[nodiscard]] EdgeShape edgeShape(const QPointF& from, const QPointF& to, double bow, double width);

/// Query side solid, key side dashed, to the logits solid in `text2`; connectors dotted and thin. At full
/// strength: opacity is the painter's.
void paintEdge(QPainter& painter, const EdgeShape& shape, const CircuitStyle& style);
/// The line alone, one pixel wide whatever its weight: quick.
void paintEdgeThin(QPainter& painter, const EdgeShape& shape, const CircuitStyle& style);
/// As above with a 2.5 px line of `mark` on both sides.
void paintMarkedEdge(QPainter& painter, const EdgeShape& shape, const CircuitStyle& style);
/// The pen of an edge, and its colour.
[[nodiscard]] QPen edgePen(const EdgeShape& shape, const CircuitStyle& style);

/// Distance of `point` from the polyline; none where it is farther than `reach`.
[[nodiscard]] std::optional<double> distanceTo(const EdgeShape& shape, const QPointF& point, double reach);

} // namespace headwaters
