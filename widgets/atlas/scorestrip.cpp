#include "widgets/atlas/scorestrip.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QLineF>

#include <algorithm>
#include <array>
#include <cmath>

namespace headwaters {

namespace {

constexpr double reach = 8; ///< how far from a dot the mouse still means it

/// The part of the strip that scrolls with the rows.
QRectF stripArea(const WallLayout& layout)
{
    const QRectF row = layout.stripRow(0);
    const QRectF cells = layout.cells();
    return {row.left(), cells.top(), row.width(), cells.height()};
}

void verticalLine(QPainter& painter, double x, const QRectF& row, const QPen& pen)
{
    painter.setPen(pen);
    painter.drawLine(QPointF(x, row.top()), QPointF(x, row.bottom()));
}

void paintTicks(
    QPainter& painter, const WallLayout& layout, const ScoreAxis& axis, const WallPicture& picture,
    const WallStyle& style)
{
    const QRectF row = layout.stripRow(0);
    const QRectF heads = layout.columnHeads();
    const double unit = layout.unit();
    const bool isSigned = picture.ranking.by() == RankBy::Effect;
    painter.setFont(style.axis);
    painter.setPen(style.palette.colours.text2);
    for (const double at : {0.0, 0.5, 1.0}) {
        const QString text = tickText(axis.low + at * (axis.high - axis.low), isSigned);
        painter.drawText(
            QRectF(row.left() + at * row.width() - 30 * unit, heads.top(), 60 * unit, 16 * unit),
            Qt::AlignCenter, text);
    }
}

} // namespace

void paintScoreStrip(
    QPainter& painter, const WallLayout& layout, const WallPicture& picture, const WallStyle& style,
    const QRectF& exposed)
{
    const QRectF area = stripArea(layout);
    const double unit = layout.unit();
    const double around = 30 * unit;
    if (picture.ranking.order().empty()
        || !area.adjusted(-around, -around, around, around).intersects(exposed))
        return;
    const Colours& colours = style.palette.colours;
    const ScoreAxis axis = scoreAxis(picture.ranking);
    paintTicks(painter, layout, axis, picture, style);

    // The axis title stands below the last row that is seen.
    painter.setFont(style.words);
    painter.setPen(colours.text3);
    painter.drawText(
        QRectF(area.center().x() - 80 * unit, area.bottom() - 2 * unit, 160 * unit, 14 * unit),
        Qt::AlignCenter, axisTitle(picture.ranking.by()));

    painter.save();
    if (!layout.largestScroll().isNull())
        painter.setClipRect(area.adjusted(-6 * unit, 0, 6 * unit, 0), Qt::IntersectClip);
    // Where nothing is cut there is no line to draw.
    const bool cuts = picture.ranking.cuts(picture.top);
    const double threshold = picture.ranking.threshold(picture.top).value_or(0);
    const IndexRange layers = layout.layersIn(area);
    for (int layer = layers.first; layer < layers.end; ++layer) {
        const QRectF row = layout.stripRow(layer);
        if (!row.adjusted(-around, -unit, around, unit).intersects(exposed))
            continue;
        painter.setRenderHint(QPainter::Antialiasing, false);
        for (const double at : {0.0, 0.5, 1.0}) {
            const bool zero = axis.low < 0 && at == 0.5;
            verticalLine(
                painter, row.left() + at * row.width(), row,
                {zero ? colours.lineStrong : colours.line, unit, Qt::SolidLine, Qt::FlatCap});
        }
        painter.setRenderHint(QPainter::Antialiasing, true);
        if (cuts) {
            const QPen accent(colours.accent, 2 * unit, Qt::SolidLine, Qt::FlatCap);
            verticalLine(painter, row.left() + axis.position(threshold) * row.width(), row, accent);
            if (axis.low < 0)
                verticalLine(painter, row.left() + axis.position(-threshold) * row.width(), row, accent);
        }
        const double radius = layout.dotRadius();
        for (int head = 0; head < layout.nHeads(); ++head) {
            const auto score = picture.ranking.score({layer, head});
            if (!score)
                continue;
            const bool kept = picture.ranking.isKept({layer, head}, picture.top);
            painter.setBrush(kept ? colours.bar : colours.panel);
            painter.setPen(QPen(kept ? colours.bar : colours.lineStrong, std::min(unit, radius / 2)));
            painter.drawEllipse(layout.dot({layer, head}, axis.position(*score)), radius, radius);
        }
        // The selected dots come last, so that no neighbour covers them.
        for (const auto& [selected, width] :
             {std::pair(picture.hovered, 1.0), std::pair(picture.locked, 2.0)}) {
            const auto score = selected && selected->layer == layer ? picture.ranking.score(*selected)
                                                                    : std::optional<double>();
            if (!score)
                continue;
            const bool kept = picture.ranking.isKept(*selected, picture.top);
            const double size = std::max(radius, 3 * unit);
            painter.setBrush(kept ? colours.bar : colours.panel);
            painter.setPen(QPen(colours.mark, width * unit));
            painter.drawEllipse(layout.dot(*selected, axis.position(*score)), size, size);
        }
    }
    painter.restore();
}

std::optional<HeadIndex>
headOfDotAt(const WallLayout& layout, const HeadRanking& ranking, const QPointF& point)
{
    const QRectF area = stripArea(layout);
    if (ranking.order().empty() || !area.adjusted(-reach, 0, reach, 0).contains(point))
        return std::nullopt;
    const ScoreAxis axis = scoreAxis(ranking);
    const int layer = layout.nearestHead(point).layer;
    std::optional<HeadIndex> nearest;
    double nearestDistance = reach * layout.unit();
    for (int head = 0; head < layout.nHeads(); ++head) {
        const auto score = ranking.score({layer, head});
        if (!score)
            continue;
        const double distance = QLineF(point, layout.dot({layer, head}, axis.position(*score))).length();
        if (distance <= nearestDistance) {
            nearest = HeadIndex{layer, head};
            nearestDistance = distance;
        }
    }
    return nearest;
}

QString tickText(double value, bool isSigned)
{
    QString text = QString::number(std::abs(value), 'g', 3);
    if (text.startsWith(QLatin1String("0.")))
        text.remove(0, 1);
    if (value < 0)
        return QChar(0x2212) + text;
    return isSigned && value > 0 ? u'+' + text : text;
}

QString axisTitle(RankBy by)
{
    switch (by) {
    case RankBy::Entropy:
        return QCoreApplication::translate("Atlas", "entropy, bits");
    case RankBy::Effect:
        return QCoreApplication::translate("Atlas", "effect, logits");
    case RankBy::Difference:
        return QCoreApplication::translate("Atlas", "mean |A − B|");
    case RankBy::ReceivedMass:
        break;
    }
    return QCoreApplication::translate("Atlas", "received mass");
}

} // namespace headwaters
