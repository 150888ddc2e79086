#include "widgets/stages/compositionpainter.h"

#include <algorithm>

namespace headwaters {

namespace {

constexpr double thinnest = 1.25, widest = 2.75;
constexpr double haloWidth = 2; ///< of panel colour around a line, so that it stands off the discs
constexpr double dotRadius = 2.5;

double placeOf(CompositionKind kind)
{
    return (1 + static_cast<int>(kind)) / (1.0 + compositionKindCount);
}

void strokeWithHalo(QPainter& painter, const QPainterPath& path, const QPen& pen, const StageStyle& style)
{
    QPen halo(style.palette.colours.panel, pen.widthF() + haloWidth * style.unit);
    halo.setCapStyle(Qt::FlatCap);
    painter.strokePath(path, halo);
    painter.strokePath(path, pen);
}

} // namespace

QPen compositionPen(CompositionKind kind, double strength, const StageStyle& style)
{
    const Colours& colours = style.palette.colours;
    const double width = thinnest + (widest - thinnest) * std::clamp(strength, 0.0, 1.0);
    if (kind == CompositionKind::Query)
        return {colours.querySide, width * style.unit, Qt::SolidLine, Qt::FlatCap};
    const bool isKey = kind == CompositionKind::Key;
    QPen pen(isKey ? colours.keySide : colours.text2, width * style.unit, Qt::CustomDashLine, Qt::FlatCap);
    // Qt measures dashes in pen widths.
    pen.setDashPattern(isKey ? QList<qreal>{5 / width, 3 / width} : QList<qreal>{2 / width, 2.5 / width});
    return pen;
}

QPainterPath compositionPath(const CompositionEdge& edge, const QRectF& writer, const QRectF& reader)
{
    const double place = placeOf(edge.kind);
    const QPointF from(writer.left() + place * writer.width(), writer.bottom());
    const QPointF to(reader.left() + place * reader.width(), reader.top());
    const double down = std::max(0.45 * (to.y() - from.y()), 0.25 * writer.width());
    double aside = 0;
    if (edge.sender.head == edge.receiver.head && edge.receiver.layer - edge.sender.layer > 1)
        aside = (0.5 + 0.5 * place) * writer.width() * (edge.sender.head == 0 ? 1 : -1);
    QPainterPath path(from);
    path.cubicTo(from + QPointF(aside, down), to + QPointF(aside, -down), to);
    return path;
}

void paintCompositions(
    QPainter& painter, const StageGrid& grid, const StageGridLayout& layout, const QPointF& offset,
    const StageStyle& style)
{
    double largest = 0;
    for (const CompositionEdge& edge : grid.edges)
        largest = std::max(largest, edge.value);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    for (const CompositionEdge& edge : grid.edges) {
        const QRectF writer = layout.cell(edge.sender).translated(-offset);
        const QRectF reader = layout.cell(edge.receiver).translated(-offset);
        const QPainterPath path = compositionPath(edge, writer, reader);
        const QPen pen = compositionPen(edge.kind, edge.value / largest, style);
        strokeWithHalo(painter, path, pen, style);
        painter.setPen(QPen(style.palette.colours.panel, style.unit));
        painter.setBrush(pen.color());
        const QPointF end = edge.receiver == grid.locked ? path.pointAtPercent(0) : path.pointAtPercent(1);
        painter.drawEllipse(end, dotRadius * style.unit, dotRadius * style.unit);
    }
    painter.restore();
}

} // namespace headwaters
