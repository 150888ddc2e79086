#include "widgets/lens/rankwatchpainting.h"

#include "widgets/head/mapgeometry.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QLineF>
#include <QPainterPath>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace headwaters {

namespace {

// In em of the mono face.
constexpr double labelPitch = 1.35;
constexpr double axisWidth = 3.4;
constexpr double widestLabel = 8;

QString tr(const char* text)
{
    return QCoreApplication::translate("Lens", text);
}

/// How the n-th word is drawn: target, rival, then the others. Lines differ in dash, not in hue alone.
struct LineLook {
    QColor ink;
    QList<qreal> dashes; ///< empty: solid
    bool isFilled = true; ///< dots
};

LineLook lookOf(std::size_t word, const Colours& colours)
{
    if (word == 0)
        return {colours.pos, {}, true};
    if (word == 1)
        return {colours.neg, {3, 2}, false};
    const std::array<QColor, 4> inks{colours.headFill, colours.keySide, colours.mlpFill, colours.embFill};
    const std::array<QList<qreal>, 4> dashes{
        QList<qreal>{1, 1.6}, QList<qreal>{6, 2}, QList<qreal>{6, 2, 1, 2}, QList<qreal>{2, 2}};
    const std::size_t at = (word - 2) % inks.size();
    return {inks[at], dashes[at], word % 2 == 0};
}

QString columnName(const LensRow& row)
{
    switch (row.place) {
    case LensRow::Place::Output:
        return tr("out");
    case LensRow::Place::Middle:
        return {};
    case LensRow::Place::Before:
        break;
    }
    return QString::number(row.layer);
}

/// Moves names apart that would cover each other, as little as need be.
std::vector<double> spread(std::vector<double> wanted, double pitch, double top, double bottom)
{
    std::vector<std::size_t> order(wanted.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t one, std::size_t other) {
        return wanted[one] < wanted[other];
    });
    double least = top;
    for (const std::size_t word : order) {
        wanted[word] = std::max(wanted[word], least);
        least = wanted[word] + pitch;
    }
    double most = bottom;
    for (auto word = order.rbegin(); word != order.rend(); ++word) {
        wanted[*word] = std::min(wanted[*word], most);
        most = wanted[*word] - pitch;
    }
    return wanted;
}

} // namespace

RankWatchLayout RankWatchLayout::of(const QRectF& area, const LensContent& content, const FigureStyle& style)
{
    RankWatchLayout layout;
    if (!content.watch || content.watch->words.empty())
        return layout;
    const double em = fontSize(style.mono);
    const LogitLens& watch = *content.watch;
    for (std::size_t row = 0; row < watch.rows.size(); ++row) {
        if (content.middles || watch.rows[row].place != LensRow::Place::Middle)
            layout.rows.push_back(row);
    }
    int largest = 9;
    double names = 0;
    for (const LensWord& word : watch.words) {
        for (const std::size_t row : layout.rows)
            largest = std::max(largest, word.rank[watch.cell(row, 0)]);
        const QString name = content.label(word.id);
        names = std::max(names, QFontMetricsF(labelFont(style, name)).horizontalAdvance(name));
    }
    for (int rank = 0; rank <= largest; rank = 10 * rank + 9)
        layout.ticks.push_back(rank);
    layout.lowest = std::log10(1.0 + largest);
    names = std::min(names, widestLabel * em);
    layout.plot = area.adjusted(axisWidth * em + em, 0.8 * em, -names - 1.6 * em, -3.2 * em);
    layout.labels = layout.plot.right() + 0.9 * em;
    for (std::size_t word = 0; word < watch.words.size(); ++word)
        layout.labelLines.push_back(layout.point(content, word, layout.rows.size() - 1).y());
    layout.labelLines = spread(layout.labelLines, labelPitch * em, layout.plot.top(), layout.plot.bottom());
    return layout;
}

double RankWatchLayout::x(std::size_t at) const
{
    const double steps = rows.size() > 1 ? static_cast<double>(rows.size() - 1) : 1;
    return plot.left() + plot.width() * static_cast<double>(at) / steps;
}

double RankWatchLayout::y(int rank) const
{
    return plot.top() + plot.height() * std::log10(1.0 + rank) / lowest;
}

QPointF RankWatchLayout::point(const LensContent& content, std::size_t word, std::size_t at) const
{
    const LogitLens& watch = *content.watch;
    return {x(at), y(watch.words[word].rank[watch.cell(rows[at], 0)])};
}

std::optional<WatchPoint>
watchPointAt(const RankWatchLayout& layout, const LensContent& content, QPointF at, double reach)
{
    std::optional<WatchPoint> found;
    for (std::size_t word = 0; content.watch && word < content.watch->words.size(); ++word) {
        for (std::size_t row = 0; row < layout.rows.size(); ++row) {
            const double distance = QLineF(layout.point(content, word, row), at).length();
            if (distance <= reach) {
                reach = distance;
                found = WatchPoint{word, row};
            }
        }
    }
    return found;
}

void paintRankWatch(
    QPainter& painter, const RankWatchLayout& layout, const LensContent& content, const FigureStyle& style)
{
    if (layout.rows.empty() || layout.plot.width() <= 0 || layout.plot.height() <= 0)
        return;
    const Colours& colours = style.palette.colours;
    const double em = fontSize(style.mono);
    const double unit = hairline(style);
    const QFont axis = smallerFont(style.mono);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(axis);
    for (const int rank : layout.ticks) {
        const double y = layout.y(rank);
        painter.setPen(QPen(colours.line, unit));
        painter.drawLine(QPointF(layout.plot.left(), y), QPointF(layout.plot.right(), y));
        painter.setPen(colours.text2);
        painter.drawText(
            QRectF(layout.plot.left() - axisWidth * em - em, y - em, axisWidth * em, 2 * em),
            Qt::AlignRight | Qt::AlignVCenter, QString::number(rank));
    }
    double free = -1e9;
    for (std::size_t at = 0; at < layout.rows.size(); ++at) {
        const QString name = columnName(content.watch->rows[layout.rows[at]]);
        const double half = QFontMetricsF(axis, painter.device()).horizontalAdvance(name) / 2;
        const bool isLast = at + 1 == layout.rows.size();
        // The last name stays; one that would touch it or the name before is left out.
        const double end = isLast ? 1e9 : layout.x(layout.rows.size() - 1) - 2.2 * em;
        if (name.isEmpty() || layout.x(at) - half < free || layout.x(at) + half > end)
            continue;
        painter.drawText(
            QRectF(layout.x(at) - 3 * em, layout.plot.bottom() + 0.4 * em, 6 * em, 1.3 * em), Qt::AlignCenter,
            name);
        free = layout.x(at) + half + 0.4 * em;
    }
    painter.setFont(style.words);
    painter.setPen(colours.text3);
    painter.drawText(
        QRectF(layout.plot.left(), layout.plot.bottom() + 1.7 * em, layout.plot.width(), 1.5 * em),
        Qt::AlignCenter | Qt::TextDontClip, tr("before layer"));
    // The target is drawn last, above the others.
    for (std::size_t word = content.watch->words.size(); word-- > 0;) {
        const LineLook look = lookOf(word, colours);
        QPainterPath path(layout.point(content, word, 0));
        for (std::size_t at = 1; at < layout.rows.size(); ++at)
            path.lineTo(layout.point(content, word, at));
        QPen pen(look.ink, 1.8 * unit, Qt::SolidLine, Qt::FlatCap, Qt::RoundJoin);
        if (!look.dashes.isEmpty())
            pen.setDashPattern(look.dashes);
        painter.setBrush(Qt::NoBrush);
        painter.strokePath(path, pen);
        const double radius = (layout.rows.size() > 16 ? 2.2 : 3.6) * unit;
        painter.setPen(QPen(look.ink, 1.4 * unit));
        painter.setBrush(look.isFilled ? look.ink : colours.panel);
        for (std::size_t at = 0; at < layout.rows.size(); ++at)
            painter.drawEllipse(layout.point(content, word, at), radius, radius);
        const QString name = content.label(content.watch->words[word].id);
        const QFont font = labelFont(style, name, word == 0);
        painter.setFont(font);
        painter.setPen(look.ink);
        painter.drawText(
            QRectF(layout.labels, layout.labelLines[word] - em, widestLabel * em, 2 * em),
            Qt::AlignLeft | Qt::AlignVCenter,
            QFontMetricsF(font, painter.device()).elidedText(name, Qt::ElideRight, widestLabel * em));
    }
    painter.restore();
}

} // namespace headwaters
