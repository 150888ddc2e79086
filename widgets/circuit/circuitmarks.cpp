#include "widgets/circuit/circuitmarks.h"

#include "widgets/circuit/circuittext.h"

#include <QFontMetricsF>
#include <QPainterPath>

#include <cmath>

namespace headwaters {

namespace {

constexpr double rim = 1.5;
constexpr double rootPadding = 12;
constexpr double pi = 3.14159265358979;

QRectF centred(const QPointF& centre, double width, double height)
{
    return {centre.x() - width / 2, centre.y() - height / 2, width, height};
}

QPainterPath triangle(const QRectF& area)
{
    QPainterPath path(QPointF(area.center().x(), area.top()));
    path.lineTo(area.bottomRight());
    path.lineTo(area.bottomLeft());
    path.closeSubpath();
    return path;
}

QPainterPath polygon(const QPointF& centre, double radius, int corners, double start)
{
    QPainterPath path;
    for (int corner = 0; corner < corners; ++corner) {
        const double angle = start + 2 * pi * corner / corners;
        const QPointF point = centre + radius * QPointF(std::cos(angle), std::sin(angle));
        corner == 0 ? path.moveTo(point) : path.lineTo(point);
    }
    path.closeSubpath();
    return path;
}

QFont rootFont(const CircuitStyle& style)
{
    QFont font = style.words;
    font.setWeight(QFont::DemiBold);
    return font;
}

QRectF rootArea(const QPointF& centre, const CircuitStyle& style, const QString& root)
{
    const double text = QFontMetricsF(rootFont(style)).horizontalAdvance(root);
    return centred(centre, text + 2 * rootPadding * style.unit, circuitsize::rootHeight * style.unit);
}

void paintFilled(QPainter& painter, const QPainterPath& shape, const QColor& fill, const CircuitStyle& style)
{
    painter.setPen(QPen(style.colours.panel, rim * style.unit));
    painter.setBrush(fill);
    painter.drawPath(shape);
}

void paintHollow(
    QPainter& painter, const QPainterPath& shape, const QColor& line, const QColor& fill,
    const CircuitStyle& style)
{
    painter.setPen(QPen(style.colours.panel, (2 * rim + 1.5) * style.unit));
    painter.drawPath(shape);
    painter.setPen(QPen(line, rim * style.unit));
    painter.setBrush(fill);
    painter.drawPath(shape);
}

void paintNumber(
    QPainter& painter, const QPointF& centre, const QString& text, const QColor& ink, double room,
    const CircuitStyle& style)
{
    QFont font = style.small;
    // `29.14` in a disc of 22: the letters shrink rather than leave it.
    const double width = QFontMetricsF(font).horizontalAdvance(text);
    if (width > room)
        font.setPixelSize(std::max(1, static_cast<int>(font.pixelSize() * room / width)));
    painter.setFont(font);
    painter.setPen(ink);
    painter.drawText(centred(centre, 4 * room, 4 * room), Qt::AlignCenter, text);
}

QPainterPath disc(const QPointF& centre, double diameter)
{
    QPainterPath path;
    path.addEllipse(centre, diameter / 2, diameter / 2);
    return path;
}

} // namespace

CircuitStyle screenCircuitStyle(const Theme& theme)
{
    return {
        theme.colours(), Theme::font(TextStyle::Caption), Theme::mono(TextStyle::Caption),
        Theme::mono(TextStyle::Axis), 1};
}

QRectF circuitNodeArea(
    const QPointF& centre, const CircuitNode& node, const CircuitStyle& style, const QString& root)
{
    const double edge = (circuitsize::ring + 4) * style.unit;
    const QRectF mark = centred(centre, edge, edge);
    return node.part == CircuitPart::Root ? mark | rootArea(centre, style, root).adjusted(-3, -3, 3, 3)
                                          : mark;
}

void paintCircuitNode(
    QPainter& painter, const QPointF& centre, const CircuitNode& node, const NodeMarks& marks,
    const CircuitStyle& style, const QString& root)
{
    const Colours& colours = style.colours;
    const double unit = style.unit;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    if ((marks.isRinged || marks.isHovered) && node.part != CircuitPart::Root) {
        painter.setPen(QPen(colours.panel, 5 * unit));
        painter.drawEllipse(centre, circuitsize::ring / 2 * unit, circuitsize::ring / 2 * unit);
        painter.setPen(QPen(colours.mark, (marks.isRinged ? 2 : 1) * unit));
        painter.drawEllipse(centre, circuitsize::ring / 2 * unit, circuitsize::ring / 2 * unit);
    }
    switch (node.part) {
    case CircuitPart::Root: {
        const bool isMarked = marks.isRinged || marks.isHovered;
        painter.setPen(QPen(isMarked ? colours.mark : colours.lineStrong, (marks.isRinged ? 2 : 1) * unit));
        painter.setBrush(colours.panel);
        painter.drawRoundedRect(rootArea(centre, style, root), 4 * unit, 4 * unit);
        painter.setFont(rootFont(style));
        painter.setPen(colours.text);
        painter.drawText(rootArea(centre, style, root), Qt::AlignCenter, root);
        break;
    }
    case CircuitPart::Head:
        paintFilled(painter, disc(centre, circuitsize::head * unit), colours.headFill, style);
        paintNumber(
            painter, centre, markText(node), inkOn(colours.headFill), (circuitsize::head - 2) * unit, style);
        break;
    case CircuitPart::HeadInput:
        paintHollow(
            painter, disc(centre, (circuitsize::head - 3) * unit), colours.headFill, colours.panel, style);
        paintNumber(painter, centre, markText(node), colours.text, (circuitsize::head - 5) * unit, style);
        break;
    case CircuitPart::Mlp: {
        QPainterPath square;
        const double side = circuitsize::mlp * unit;
        square.addRoundedRect(centred(centre, side, side), 2 * unit, 2 * unit);
        paintFilled(painter, square, colours.mlpFill, style);
        paintNumber(painter, centre, markText(node), inkOn(colours.mlpFill), side, style);
        break;
    }
    case CircuitPart::Embedding:
        paintFilled(
            painter,
            triangle(
                centred(centre, circuitsize::embeddingWidth * unit, circuitsize::embeddingHeight * unit)),
            colours.embFill, style);
        break;
    case CircuitPart::AttentionBias:
        paintHollow(
            painter, polygon(centre, circuitsize::bias / 2 * unit, 4, 0), colours.text2, colours.biasFill,
            style);
        break;
    case CircuitPart::AttentionOffset:
        paintHollow(
            painter, polygon(centre, circuitsize::bias / 2 * unit, 8, pi / 8), colours.text2,
            colours.biasFill, style);
        break;
    }
    if (marks.isPinned) {
        const double side = 0.42 * circuitsize::head * unit;
        painter.setPen(QPen(colours.panel, rim * unit));
        painter.setBrush(colours.accent);
        painter.drawEllipse(
            centre + QPointF(side, -side), circuitsize::pin / 2 * unit, circuitsize::pin / 2 * unit);
    }
    painter.restore();
}

void paintNegativeMark(QPainter& painter, const QPointF& centre, const QColor& ink, const CircuitStyle& style)
{
    const double radius = circuitsize::negative / 2 * style.unit;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(ink, 1.2 * style.unit));
    painter.setBrush(style.colours.panel);
    painter.drawEllipse(centre, radius, radius);
    painter.drawLine(centre - QPointF(radius / 2, 0), centre + QPointF(radius / 2, 0));
    painter.restore();
}

void paintHaloText(
    QPainter& painter, const QPointF& centre, const QString& text, const QFont& font, const QColor& ink,
    const QColor& halo)
{
    const QFontMetricsF measure(font);
    const QPointF base(
        centre.x() - measure.horizontalAdvance(text) / 2,
        centre.y() + (measure.ascent() - measure.descent()) / 2);
    QPainterPath outline;
    outline.addText(base, font, text);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.strokePath(outline, QPen(halo, 3, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setFont(font);
    painter.setPen(ink);
    painter.drawText(base, text);
    painter.restore();
}

} // namespace headwaters
