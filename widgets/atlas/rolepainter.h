#pragma once

#include "widgets/atlas/wallroles.h"
#include "widgets/theme/colours.h"

#include <QFont>
#include <QPainter>
#include <QRectF>

namespace headwaters {

/// The border of a thumbnail whose head has a stage or is inactive: the stage's fill with a darker line
/// around it, or a hatch. False, and nothing is drawn, for any other head and for null.
bool paintStageBorder(
    QPainter& painter, const QRectF& border, double radius, const WallRole* role, const Colours& colours,
    double unit);

/// The role's short name at the upper right of `place`, where a cell of that width has room for it.
void paintRole(
    QPainter& painter, const QRectF& place, const WallRole* role, const QFont& font, const QColor& ink,
    double unit);

/// The stages as chips with their letters from the left of `place`, about its middle, and what borders mean;
/// as much of it as there is room for.
void paintRoleLegend(
    QPainter& painter, const QRectF& place, const QFont& font, const Colours& colours, double unit);

} // namespace headwaters
