#include "widgets/atlas/rolepainter.h"

#include "widgets/theme/metrics.h"

#include <QCoreApplication>
#include <QFontMetricsF>

namespace headwaters {

namespace {

constexpr double smallestRoleCell = 56; ///< at this size the role goes
constexpr double chipWidth = 34;
constexpr double chipHeight = 18;
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
    const StageColour& colour = colours.stages[static_cast<std::size_t>(*role->stage)];
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

void paintRoleLegend(
    QPainter& painter, const QRectF& place, const QFont& font, const Colours& colours, double unit)
{
    QFont bold = font;
    bold.setWeight(QFont::DemiBold);
    double x = place.left();
    painter.setRenderHint(QPainter::Antialiasing, true);
    for (std::size_t stage = 0; stage < colours.stages.size(); ++stage) {
        const QRectF chip(x, place.center().y() - chipHeight * unit / 2, chipWidth * unit, chipHeight * unit);
        if (chip.right() > place.right())
            return;
        painter.setPen(Qt::NoPen);
        painter.setBrush(colours.stages[stage].fill);
        painter.drawRoundedRect(chip, metrics::radiusChip * unit, metrics::radiusChip * unit);
        painter.setFont(bold);
        painter.setPen(colours.stages[stage].ink);
        painter.drawText(chip, Qt::AlignCenter, stageLetters(static_cast<Stage>(stage)));
        x = chip.right() + 6 * unit;
    }
    const QString words = QCoreApplication::translate("Atlas", "border = stage, hatch = inactive");
    const QRectF rest(x + 6 * unit, place.top(), place.right() - x - 6 * unit, place.height());
    if (QFontMetricsF(font).horizontalAdvance(words) > rest.width())
        return;
    painter.setFont(font);
    painter.setPen(colours.text3);
    painter.drawText(rest, Qt::AlignLeft | Qt::AlignVCenter, words);
}

} // namespace headwaters
