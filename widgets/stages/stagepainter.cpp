#include "widgets/stages/stagepainter.h"

#include "widgets/theme/metrics.h"

#include <QFontMetricsF>
#include <QPainterPath>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace headwaters {

namespace {

constexpr double floorOpacity = 0.35;
constexpr double discShare = 37.0 / 60; ///< of the cell
constexpr double discTop = 5.0 / 60;
constexpr double smallestWithLabel = 44;
constexpr double dotPitch = 5;

double opacityOf(double strength)
{
    return floorOpacity + (1 - floorOpacity) * std::clamp(strength, 0.0, 1.0);
}

void paintHatch(QPainter& painter, const QRectF& rect, const StageStyle& style)
{
    QPainterPath clip;
    clip.addRoundedRect(rect, 4 * style.unit, 4 * style.unit);
    painter.save();
    painter.setClipPath(clip, Qt::IntersectClip);
    painter.setPen(QPen(style.palette.colours.line, style.unit));
    const double step = 6 * style.unit;
    for (double x = rect.left() - rect.height(); x < rect.right(); x += step)
        painter.drawLine(QPointF(x, rect.bottom()), QPointF(x + rect.height(), rect.top()));
    painter.restore();
}

void paintDots(QPainter& painter, const QRectF& rect, const StageStyle& style)
{
    painter.save();
    painter.setPen(Qt::NoPen);
    painter.setBrush(style.palette.colours.lineStrong);
    const double step = dotPitch * style.unit;
    for (double y = rect.top() + step; y < rect.bottom() - 1; y += step) {
        for (double x = rect.left() + step; x < rect.right() - 1; x += step)
            painter.drawEllipse(QPointF(x, y), 0.6 * style.unit, 0.6 * style.unit);
    }
    painter.restore();
}

void paintBorder(QPainter& painter, const QRectF& rect, const StageCell& cell, const StageStyle& style)
{
    const Colours& colours = style.palette.colours;
    QPen pen(colours.lineStrong, style.unit);
    if (cell.kind == StageCell::Kind::Inactive || cell.kind == StageCell::Kind::NotMeasurable
        || cell.kind == StageCell::Kind::Waiting)
        pen.setColor(colours.line);
    if (cell.kind == StageCell::Kind::Waiting)
        pen.setDashPattern({4, 3});
    switch (cell.confidence) {
    case Confidence::Confirmed:
        pen = QPen(colours.text, 2 * style.unit);
        break;
    case Confidence::Probable:
        break;
    case Confidence::Candidate:
        if (cell.kind == StageCell::Kind::Wedges || cell.kind == StageCell::Kind::Value)
            pen.setDashPattern({4, 3});
        break;
    case Confidence::None:
        pen.setColor(colours.line);
        break;
    }
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    const double inset = pen.widthF() / 2;
    painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), 4 * style.unit, 4 * style.unit);
}

/// Words in the middle, two lines where one is too narrow, on the panel so that the pattern leaves them.
void paintWords(QPainter& painter, const QRectF& rect, const QString& text, const StageStyle& style)
{
    if (rect.width() < smallestWithLabel * style.unit)
        return;
    painter.setFont(style.words);
    const QFontMetricsF measure(style.words);
    QString shown = text;
    if (measure.horizontalAdvance(text) > rect.width() - 6 * style.unit)
        shown.replace(u' ', u'\n');
    const QRectF needed = measure.boundingRect(rect, Qt::AlignCenter, shown);
    painter.fillRect(needed.adjusted(-2, 0, 2, 0), style.palette.colours.panel);
    painter.setPen(style.palette.colours.text3);
    painter.drawText(rect, Qt::AlignCenter, shown);
}

void paintLabel(
    QPainter& painter, const QRectF& rect, const QString& text, const QColor& ink, const StageStyle& style)
{
    painter.setFont(style.label);
    painter.setPen(ink);
    const QFontMetricsF measure(style.label);
    painter.drawText(rect, Qt::AlignCenter, measure.elidedText(text, Qt::ElideRight, rect.width()));
}

} // namespace

StageStyle StageStyle::screen(const Theme& theme)
{
    return {
        theme.palette(), Theme::font(TextStyle::Axis, 600), Theme::font(TextStyle::Caption),
        Theme::mono(TextStyle::Caption), 1};
}

StageGridLayout StageGridLayout::fitting(const StageGrid& grid, const QSizeF& room)
{
    StageGridLayout layout;
    layout.m_nLayers = grid.nLayers;
    layout.m_nHeads = grid.nHeads;
    if (grid.nLayers == 0 || grid.nHeads == 0)
        return layout;
    layout.m_left = grid.nLayers > 10 ? 28 : 22;
    const double wide = (room.width() - layout.m_left) / grid.nHeads - layout.m_gap;
    const double high = (room.height() - layout.m_top) / grid.nLayers - layout.m_gap;
    layout.m_cell = std::clamp(std::floor(std::min(wide, high)), smallest, largest);
    return layout;
}

StageGridLayout StageGridLayout::forPaper(const StageGrid& grid, double width, double unit)
{
    StageGridLayout layout;
    layout.m_nLayers = grid.nLayers;
    layout.m_nHeads = grid.nHeads;
    layout.m_left = 26 * unit;
    layout.m_top = 18 * unit;
    const double pitch = (width - layout.m_left) / std::max(grid.nHeads, 1);
    layout.m_gap = std::min(5 * unit, 0.1 * pitch);
    layout.m_cell = pitch - layout.m_gap;
    return layout;
}

QRectF StageGridLayout::cell(HeadIndex head) const
{
    return {m_left + head.head * pitch(), m_top + head.layer * pitch(), m_cell, m_cell};
}

std::optional<HeadIndex> StageGridLayout::headAt(const QPointF& point) const
{
    const HeadIndex head{
        static_cast<int>(std::floor((point.y() - m_top) / pitch())),
        static_cast<int>(std::floor((point.x() - m_left) / pitch()))};
    const bool isThere = head.layer >= 0 && head.layer < m_nLayers && head.head >= 0 && head.head < m_nHeads;
    return isThere && cell(head).contains(point) ? std::optional(head) : std::nullopt;
}

QSizeF StageGridLayout::size() const
{
    return {m_left + m_nHeads * pitch(), m_top + m_nLayers * pitch()};
}

void paintStageDisc(
    QPainter& painter, const QRectF& disc, const StageStrengths& wedges, double strength,
    const StageStyle& style)
{
    const double sum = std::accumulate(wedges.begin(), wedges.end(), 0.0);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    if (sum > 0) {
        const double opacity = painter.opacity();
        painter.setOpacity(opacity * opacityOf(strength));
        const auto shown = std::count_if(wedges.begin(), wedges.end(), [](double part) { return part > 0; });
        double from = 90;
        for (std::size_t i = 0; i < wedges.size(); ++i) {
            const double span = 360 * wedges[i] / sum;
            if (span <= 0)
                continue;
            painter.setBrush(style.stage(i).fill);
            if (shown == 1) {
                painter.setPen(Qt::NoPen);
                painter.drawEllipse(disc);
            } else {
                QPainterPath wedge;
                wedge.moveTo(disc.center());
                wedge.arcTo(disc, from, -span);
                wedge.closeSubpath();
                painter.setPen(QPen(style.palette.colours.panel, style.unit));
                painter.drawPath(wedge);
            }
            from -= span;
        }
        painter.setOpacity(opacity);
    }
    painter.setPen(QPen(style.palette.colours.lineStrong, style.unit));
    painter.setBrush(Qt::NoBrush);
    painter.drawEllipse(disc);
    painter.restore();
}

void paintStageCell(
    QPainter& painter, const QRectF& rect, const StageCell& cell, const StageGrid& grid,
    const StageStyle& style)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    if (cell.faded)
        painter.setOpacity(metrics::opacityFaded);
    const bool hasLabel = rect.width() >= smallestWithLabel * style.unit;
    switch (cell.kind) {
    case StageCell::Kind::Waiting:
        break;
    case StageCell::Kind::Wedges: {
        const double size = (hasLabel ? discShare : 0.72) * rect.width();
        const double top = hasLabel ? discTop * rect.height() : (rect.height() - size) / 2;
        paintStageDisc(
            painter, QRectF(rect.center().x() - size / 2, rect.top() + top, size, size), cell.wedges,
            cell.strength, style);
        if (hasLabel)
            paintLabel(
                painter,
                QRectF(
                    rect.left() + 1, rect.top() + top + size, rect.width() - 2,
                    rect.height() - top - size - 1),
                cell.label, style.palette.colours.text, style);
        break;
    }
    case StageCell::Kind::Value:
        if (cell.value) {
            const ColourMap& map = grid.isDiverging ? style.palette.diverging : style.palette.sequential;
            painter.setPen(Qt::NoPen);
            painter.setBrush(map.at(*cell.value));
            painter.drawRoundedRect(rect, 4 * style.unit, 4 * style.unit);
            if (hasLabel)
                paintLabel(painter, rect.adjusted(2, 0, -2, 0), cell.label, map.inkAt(*cell.value), style);
        }
        break;
    case StageCell::Kind::Inactive:
        paintHatch(painter, rect, style);
        paintWords(painter, rect, cell.label, style);
        break;
    case StageCell::Kind::NotMeasurable:
        paintDots(painter, rect, style);
        paintWords(painter, rect, cell.label, style);
        break;
    }
    paintBorder(painter, rect, cell, style);
    painter.restore();
}

void paintStageMark(QPainter& painter, const QRectF& rect, bool isLocked, const StageStyle& style)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const double width = (isLocked ? 2 : 1) * style.unit;
    const double outside = (isLocked ? 2 : 1) * style.unit + width / 2;
    painter.setPen(QPen(style.palette.colours.mark, width));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(
        rect.adjusted(-outside, -outside, outside, outside), 6 * style.unit, 6 * style.unit);
    painter.restore();
}

void paintStageNumbers(
    QPainter& painter, const StageGrid& grid, const StageGridLayout& layout, const QPointF& offset,
    const QSizeF& room, const StageStyle& style)
{
    painter.setFont(style.mono);
    painter.setPen(style.palette.colours.text2);
    const bool hasWord =
        QFontMetricsF(style.mono).horizontalAdvance(QStringLiteral("head 00")) < layout.pitch();
    painter.save();
    painter.setClipRect(QRectF(layout.left(), 0, room.width() - layout.left(), layout.top()));
    for (int head = 0; head < grid.nHeads; ++head) {
        const QRectF cell = layout.cell({0, head});
        painter.drawText(
            QRectF(cell.left() - offset.x(), 0, cell.width(), layout.top() - 4 * style.unit), Qt::AlignCenter,
            hasWord ? QStringLiteral("head %1").arg(head) : QString::number(head));
    }
    painter.restore();
    painter.save();
    painter.setClipRect(QRectF(0, layout.top(), layout.left(), room.height() - layout.top()));
    for (int layer = 0; layer < grid.nLayers; ++layer) {
        const QRectF cell = layout.cell({layer, 0});
        painter.drawText(
            QRectF(0, cell.top() - offset.y(), layout.left(), cell.height()),
            Qt::AlignLeft | Qt::AlignVCenter, QStringLiteral("L%1").arg(layer));
    }
    painter.restore();
}

void paintStageBar(
    QPainter& painter, const QRectF& track, const StageStrengths& stages, const StageStyle& style)
{
    const double sum = std::accumulate(stages.begin(), stages.end(), 0.0);
    double x = track.left();
    for (std::size_t i = 0; i < stages.size() && sum > 0; ++i) {
        const double width = track.width() * stages[i] / sum;
        painter.fillRect(QRectF(x, track.top(), width, track.height()), style.stage(i).fill);
        x += width;
    }
}

} // namespace headwaters
