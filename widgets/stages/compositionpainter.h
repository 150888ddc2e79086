#pragma once

#include "widgets/stages/stagepainter.h"

#include <QPainterPath>
#include <QPen>

namespace headwaters {

/// Query side solid, key side dashed, values dotted, so that kinds are told apart in grey too. `strength` 0
/// to 1 is the width.
[[nodiscard]] QPen compositionPen(CompositionKind kind, double strength, const StageStyle& style);

/// From the lower edge of the writer's cell to the upper edge of the reader's, one place a kind; it bows
/// aside where the two stand in one column.
[[nodiscard]] QPainterPath
compositionPath(const CompositionEdge& edge, const QRectF& writer, const QRectF& reader);

/// The grid's edges over its cells, with a dot at the end that is not the locked head.
void paintCompositions(
    QPainter& painter, const StageGrid& grid, const StageGridLayout& layout, const QPointF& offset,
    const StageStyle& style);

} // namespace headwaters
