#include "widgets/lens/lenstablepainting.h"

#include "widgets/head/mapgeometry.h"

#include <QFontMetricsF>
#include <QImage>

#include <algorithm>
#include <cmath>

namespace headwaters {

namespace {

// In em of the mono face, 11 px on the screen.
constexpr double cellWidthAtLeast = 3.8;
constexpr double rowHeight = 2.2;
constexpr double headHeight = 2.7;
constexpr double outputGap = 0.7;

/// Draws in one line, cut with an ellipsis.
void line(
    QPainter& painter, const QRectF& area, int alignment, const QString& words, const QFont& font,
    const QColor& ink)
{
    painter.setFont(font);
    painter.setPen(ink);
    const QFontMetricsF metrics(font, painter.device());
    painter.drawText(
        area, alignment | Qt::AlignVCenter | Qt::TextSingleLine | Qt::TextDontClip,
        metrics.elidedText(words, Qt::ElideRight, area.width()));
}

} // namespace

double LensTableLayout::smallestCell(const FigureStyle& style)
{
    return cellWidthAtLeast * fontSize(style.mono);
}

LensTableLayout
LensTableLayout::of(const LensContent& content, double width, double largestWidth, const FigureStyle& style)
{
    const double em = fontSize(style.mono);
    LensTableLayout layout;
    if (!content.lens)
        return layout;
    const QFontMetricsF metrics(style.words);
    for (const std::size_t row : content.shownRows()) {
        layout.names =
            std::max(layout.names, metrics.horizontalAdvance(LensContent::rowName(content.lens->rows[row])));
        ++layout.rows;
    }
    layout.names += 0.9 * em;
    layout.head = headHeight * em;
    layout.cellHeight = rowHeight * em;
    layout.gap = outputGap * em;
    layout.count = static_cast<int>(content.lens->positions.size());
    const double room = (width - layout.names) / std::max(1, layout.count);
    layout.cellWidth = std::clamp(room, smallestCell(style), std::max(largestWidth, smallestCell(style)));
    return layout;
}

QRectF LensTableLayout::cell(int shownRow, int position) const
{
    return {
        names + (position - first) * cellWidth, head + shownRow * cellHeight + (shownRow > 0 ? gap : 0),
        cellWidth, cellHeight};
}

std::optional<std::pair<int, int>> LensTableLayout::at(QPointF point) const
{
    if (cellWidth <= 0 || cellHeight <= 0 || point.x() < names || point.y() < head)
        return std::nullopt;
    const int column = static_cast<int>(std::floor((point.x() - names) / cellWidth));
    double y = point.y() - head;
    if (y >= cellHeight) {
        y -= gap;
        if (y < cellHeight)
            return std::nullopt; // the line
    }
    const int row = static_cast<int>(std::floor(y / cellHeight));
    if (column >= count || row >= rows)
        return std::nullopt;
    return std::pair(row, first + column);
}

void paintLensHead(
    QPainter& painter, QPointF origin, const LensTableLayout& layout, const LensContent& content,
    const FigureStyle& style, std::optional<int> bold)
{
    const Colours& colours = style.palette.colours;
    for (int column = layout.first; column < layout.first + layout.count; ++column) {
        const int position = content.lens->positions[static_cast<std::size_t>(column)];
        const bool isBold = bold == position;
        const QString token = content.tokenAt(position);
        const QRectF cell = layout.cell(0, column);
        const double x = origin.x() + cell.left();
        const double half = layout.head / 2;
        line(
            painter, {x + 1, origin.y(), layout.cellWidth - 2, half}, Qt::AlignHCenter, token,
            labelFont(style, token, isBold), isBold ? colours.text : colours.text2);
        line(
            painter, {x, origin.y() + half * 0.92, layout.cellWidth, half}, Qt::AlignHCenter,
            QString::number(position), smallerFont(labelFont(style, {}, isBold)),
            isBold ? colours.text : colours.text3);
    }
}

void paintLensRowNames(
    QPainter& painter, QPointF origin, const LensTableLayout& layout, const LensContent& content,
    const FigureStyle& style)
{
    const std::vector<std::size_t> rows = content.shownRows();
    for (int row = 0; row < layout.rows; ++row) {
        const QRectF cell = layout.cell(row, layout.first);
        const bool isOutput = row == 0;
        QFont font = style.words;
        font.setWeight(isOutput ? QFont::DemiBold : QFont::Normal);
        const double gap = 0.7 * fontSize(style.mono);
        line(
            painter, {origin.x(), origin.y() + cell.top(), layout.names - gap, layout.cellHeight},
            Qt::AlignRight, LensContent::rowName(content.lens->rows[rows[static_cast<std::size_t>(row)]]),
            font, isOutput ? style.palette.colours.text : style.palette.colours.text2);
    }
}

void paintLensCells(
    QPainter& painter, QPointF origin, const LensTableLayout& layout, const LensContent& content,
    const FigureStyle& style, const QRectF& exposed)
{
    const double unit = hairline(style);
    const double em = fontSize(style.mono);
    const bool isSigned = content.quantity == LensQuantity::Difference;
    const ColourMap& map = isSigned ? style.palette.diverging : style.palette.sequential;
    const std::vector<std::size_t> rows = content.shownRows();
    const double bound = isSigned ? content.largestDifference() : 0;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, false);
    for (int row = 0; row < layout.rows; ++row) {
        for (int column = layout.first; column < layout.first + layout.count; ++column) {
            const QRectF cell = layout.cell(row, column).translated(origin);
            if (!cell.intersects(exposed))
                continue;
            const LensCell at{rows[static_cast<std::size_t>(row)], static_cast<std::size_t>(column)};
            const double share = content.cellShare(at, bound);
            const QRectF ground = cell.adjusted(0, 0, -unit, -unit);
            painter.fillRect(ground, map.at(share));
            const QString words = content.cellText(at);
            line(
                painter, ground.adjusted(0.2 * em, 0, -0.2 * em, 0), Qt::AlignHCenter, words,
                labelFont(style, words), map.inkAt(share));
        }
    }
    if (layout.rows > 1) {
        const QRectF first = layout.cell(0, layout.first).translated(origin);
        painter.fillRect(
            QRectF(
                first.left(), first.bottom() + layout.gap / 2 - unit, layout.cellWidth * layout.count - unit,
                2 * unit),
            style.palette.colours.mark);
    }
    painter.restore();
}

void paintLensScale(
    QPainter& painter, const QRectF& area, const LensContent& content, const FigureStyle& style)
{
    const Colours& colours = style.palette.colours;
    const double em = fontSize(style.mono);
    const QFontMetricsF words(style.words, painter.device());
    const QFontMetricsF mono(style.mono, painter.device());
    double x = area.right();
    const auto next = [&](double width) {
        x -= width;
        return QRectF(x, area.top(), width, area.height());
    };
    line(
        painter, next(words.horizontalAdvance(content.scaleWord()) + 1), Qt::AlignLeft, content.scaleWord(),
        style.words, colours.text2);
    (void)next(0.8 * em);
    line(
        painter, next(mono.horizontalAdvance(content.scaleHigh()) + 1), Qt::AlignLeft, content.scaleHigh(),
        style.mono, colours.text);
    (void)next(0.7 * em);
    QRectF bar = next(10 * em);
    bar = QRectF(bar.left(), bar.center().y() - 0.35 * em, bar.width(), 0.7 * em);
    QImage ramp(256, 1, QImage::Format_Indexed8);
    ramp.setColorTable(
        content.quantity == LensQuantity::Difference ? style.palette.diverging.table()
                                                     : style.palette.sequential.table());
    for (int at = 0; at < 256; ++at)
        ramp.setPixel(at, 0, static_cast<uint>(at));
    painter.drawImage(bar, ramp);
    painter.setPen(QPen(colours.lineStrong, hairline(style)));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(bar);
    (void)next(0.7 * em);
    line(
        painter, next(mono.horizontalAdvance(content.scaleLow()) + 1), Qt::AlignLeft, content.scaleLow(),
        style.mono, colours.text);
}

} // namespace headwaters
