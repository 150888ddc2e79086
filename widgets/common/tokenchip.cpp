#include "widgets/common/tokenchip.h"

#include "widgets/theme/metrics.h"
#include "widgets/theme/theme.h"

#include <QFontMetricsF>
#include <QRegularExpression>

#include <cmath>

namespace headwaters {

namespace {

constexpr double padding = 5;
constexpr double crossWidth = 12; // drawn; the mouse target reaches to 24

QFont chipFont(const TokenChip& chip)
{
    return Theme::monoFor(chip.label, TextStyle::Label);
}

QPointF crossCentre(const QRectF& area)
{
    return {area.right() - padding - 3.5, area.center().y() + 0.5};
}

void paintCross(QPainter& painter, const QRectF& area, const QColor& ink)
{
    const QPointF centre = crossCentre(area);
    painter.setPen(QPen(ink, 1, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(centre - QPointF(2.5, 2.5), centre + QPointF(2.5, 2.5));
    painter.drawLine(centre - QPointF(2.5, -2.5), centre + QPointF(2.5, -2.5));
}

} // namespace

double tokenChipWidth(const TokenChip& chip)
{
    const double text = QFontMetricsF(chipFont(chip)).horizontalAdvance(chip.label);
    return std::ceil(text) + 2 * padding + (chip.removable ? crossWidth : 0);
}

void paintTokenChip(QPainter& painter, const QRectF& area, const TokenChip& chip, const Colours& colours)
{
    const QColor ground = chip.ground ? *chip.ground
        : chip.hollow                 ? colours.panel
                      : (chip.state == TokenChip::State::Hovered ? colours.hover : colours.sunken);
    const QColor ink = chip.ground ? inkOn(ground) : colours.text;
    const QColor quiet = chip.ground ? ink : colours.text3;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    double border = 0;
    QColor borderColour = colours.mark;
    switch (chip.state) {
    case TokenChip::State::Locked:
        border = 2;
        break;
    case TokenChip::State::Preview:
        border = 1;
        break;
    case TokenChip::State::Plain:
    case TokenChip::State::Hovered:
        if (chip.hollow) {
            border = 1;
            borderColour = colours.lineStrong;
        }
        break;
    }
    painter.setPen(border > 0 ? QPen(borderColour, border) : QPen(Qt::NoPen));
    painter.setBrush(ground);
    const double inset = border / 2;
    painter.drawRoundedRect(
        area.adjusted(inset, inset, -inset, -inset), metrics::radiusChip, metrics::radiusChip);
    const QRectF text = area.adjusted(padding, 0, -padding - (chip.removable ? crossWidth : 0), 0);
    paintTokenLabel(painter, text, chip.label, ink, quiet, chipFont(chip));
    if (chip.removable)
        paintCross(painter, area, ink);
    painter.restore();
}

QRectF tokenChipRemoveArea(const QRectF& area)
{
    constexpr double half = metrics::hitMin / 2.0;
    return {crossCentre(area) - QPointF(half, half), QSizeF(2 * half, 2 * half)};
}

double paintTokenLabel(
    QPainter& painter, const QRectF& area, const QString& label, const QColor& ink, const QColor& quiet,
    const QFont& font)
{
    static const QRegularExpression byte(QStringLiteral("\\\\x[0-9A-F]{2}"));
    const QFontMetricsF measure(font);
    // A hair of room, or rounding would cut a label that was given exactly its own width.
    const QString shown = measure.elidedText(label, Qt::ElideRight, area.width() + 1);
    painter.setFont(font);
    const double baseline = area.center().y() + (measure.ascent() - measure.descent()) / 2;
    double x = area.left();
    const auto draw = [&](const QString& part, const QColor& colour) {
        if (part.isEmpty())
            return;
        painter.setPen(colour);
        painter.drawText(QPointF(x, baseline), part);
        x += measure.horizontalAdvance(part);
    };
    qsizetype at = 0;
    if (shown.startsWith(QChar(0xB7))) {
        draw(shown.left(1), quiet);
        at = 1;
    }
    for (auto match = byte.globalMatch(shown, at); match.hasNext();) {
        const QRegularExpressionMatch found = match.next();
        draw(shown.mid(at, found.capturedStart() - at), ink);
        draw(found.captured(), quiet);
        at = found.capturedEnd();
    }
    draw(shown.mid(at), ink);
    return x - area.left();
}

} // namespace headwaters
