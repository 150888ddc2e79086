#pragma once

#include "core/circuit/circuit.h"
#include "widgets/circuit/circuitstyle.h"

#include <QPainter>
#include <QPointF>
#include <QString>

namespace headwaters {

/// How a node is marked beside its kind.
struct NodeMarks {
    bool isPinned = false;
    bool isRinged = false; ///< under the selection or locked
    bool isHovered = false;
};

/// Diameter of the marks, in units of the style.
namespace circuitsize {
inline constexpr double head = 22;
inline constexpr double groupHead = 24; ///< a head in a box of the workbench
inline constexpr double mlp = 16;
inline constexpr double embeddingWidth = 18;
inline constexpr double embeddingHeight = 14;
inline constexpr double bias = 14;
inline constexpr double ring = 30;
inline constexpr double pin = 8;
inline constexpr double negative = 10;
inline constexpr double rootHeight = 22;
inline constexpr double thinnest = 1; ///< edge of no weight
inline constexpr double thickest = 5.5; ///< the largest
inline constexpr double pick = 30; ///< radius in which the nearest point answers the mouse
} // namespace circuitsize

/// Draws the mark of a node: disc, square, triangle, diamond, octagon; of a root a box with `root` in it.
void paintCircuitNode(
    QPainter& painter, const QPointF& centre, const CircuitNode& node, const NodeMarks& marks,
    const CircuitStyle& style, const QString& root = {});
/// The area that `paintCircuitNode` draws in, marks included.
[[nodiscard]] QRectF circuitNodeArea(
    const QPointF& centre, const CircuitNode& node, const CircuitStyle& style, const QString& root = {});
/// A disc with a minus: the edge it lies on is negative.
void paintNegativeMark(
    QPainter& painter, const QPointF& centre, const QColor& ink, const CircuitStyle& style);
/// Text with a halo of the panel colour, centred.
void paintHaloText(
    QPainter& painter, const QPointF& centre, const QString& text, const QFont& font, const QColor& ink,
    const QColor& halo);

} // namespace headwaters
