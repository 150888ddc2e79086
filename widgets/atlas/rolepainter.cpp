#include "widgets/atlas/rolepainter.h"

#include "widgets/theme/stagecolours.h"

namespace headwaters {

namespace {

constexpr double smallestRoleCell = 56; ///< at this size the role goes
constexpr double smallestFullBorder = 40; ///< below, the border is thinner

} // namespace

bool paintStageBorder(
    QPainter& painter, const QRectF& border, double radius, const WallRole* role, const Colours& colours,
    double unit)
{
    if (!role || (!role->stage && !role->isInactive))
        return false;
    const double width = (border.width() < smallestFullBorder * unit ? 2 : 3) * unit;
    painter.setBrush(Qt::NoBrush);
    if (role->isInactive) {
        painter.setPen(QPen(QBrush(colours.lineStrong, Qt::BDiagPattern), width));
        painter.drawRoundedRect(border, radius, radius);
        return true;
    }
    // A pale fill alone is lost on white.
    const StageColour& colour = stageColours(colours.dark)[static_cast<std::size_t>(*role->stage)];
    const double inset = (width + unit) / 2;
    painter.setPen(QPen(colour.fill, width));
    painter.drawRoundedRect(border.adjusted(inset, inset, -inset, -inset), radius, radius);
    painter.setPen(QPen(colour.edge, unit));
    painter.drawRoundedRect(border, radius, radius);
    return true;
}

void paintRole(
    QPainter& painter, const QRectF& place, const WallRole* role, const QFont& font, const QColor& ink,
    double unit)
{
    if (!role || role->role.isEmpty() || place.width() < (smallestRoleCell - 6) * unit)
        return;
    painter.setFont(font);
    painter.setPen(ink);
    painter.drawText(place, Qt::AlignRight | Qt::AlignTop, role->role);
}

} // namespace headwaters
