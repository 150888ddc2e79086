#include "widgets/stages/examplepainting.h"

#include "widgets/common/numberformat.h"

#include <QFontMetricsF>
#include <QPainterPath>

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

namespace headwaters {

namespace {

constexpr double leastRange = 0.05; ///< logits: what rounds to zero looks like it
constexpr double tokenGap = 3; ///< neighbouring tokens stay apart

void paintTokens(
    QPainter& painter, const QRectF& area, const std::vector<int>& positions, const QStringList& labels,
    const Colours& colours)
{
    painter.setFont(Theme::mono(TextStyle::Axis));
    painter.setPen(colours.text);
    const QFontMetricsF measure(painter.font());
    const double pitch = area.width() / static_cast<double>(std::max<std::size_t>(positions.size(), 1));
    for (std::size_t i = 0; i < positions.size(); ++i) {
        const QString text =
            positions[i] < 0 ? QStringLiteral("…") : labels.value(positions[i], unknownText());
        painter.drawText(
            QRectF(area.left() + static_cast<double>(i) * pitch, area.top(), pitch, area.height()),
            Qt::AlignCenter, measure.elidedText(text, Qt::ElideRight, pitch - tokenGap));
    }
}

/// Where a position stands; none where it is not shown.
std::optional<double> middleOf(const QRectF& area, const std::vector<int>& positions, int position)
{
    const auto found = std::find(positions.begin(), positions.end(), position);
    if (found == positions.end())
        return std::nullopt;
    const double pitch = area.width() / static_cast<double>(positions.size());
    return area.left() + (static_cast<double>(found - positions.begin()) + 0.5) * pitch;
}

/// What a destination gives to a source; none where the example has no pattern.
std::optional<double> shareOf(const HeadExample& example, int destination, int source)
{
    const std::size_t place =
        static_cast<std::size_t>(destination) * example.prompt.ids.size() + static_cast<std::size_t>(source);
    return place < example.pattern.size() ? std::optional(static_cast<double>(example.pattern[place]))
                                          : std::nullopt;
}

/// From the source to the destination; a loop where a token reads itself.
QPainterPath arcOf(double from, double to, double base, double room)
{
    constexpr double loop = 9; // how far its ends lie apart
    const bool isLoop = from == to;
    const double height = isLoop ? 14 : std::min(room, 10 + 0.3 * std::fabs(to - from));
    const double left = isLoop ? from - loop / 2 : from, right = isLoop ? from + loop / 2 : to;
    const double aside = isLoop ? loop / 2 : 0;
    QPainterPath arc(QPointF(left, base));
    arc.cubicTo(left - aside, base - 1.33 * height, right + aside, base - 1.33 * height, right, base);
    return arc;
}

} // namespace

std::optional<double> pairShare(const HeadExample& example)
{
    return shareOf(example, example.prompt.destination, example.prompt.source);
}

std::vector<int> examplePositions(const HeadExample& example, int most)
{
    const int size = static_cast<int>(example.prompt.ids.size());
    std::set<int> chosen;
    const auto add = [&](int position) {
        if (position >= 0 && position < size && std::cmp_less(chosen.size(), most - 1))
            chosen.insert(position);
    };
    add(example.prompt.destination);
    add(example.prompt.source);
    for (int distance = 1; distance < size && std::cmp_less(chosen.size(), most - 1); ++distance) {
        for (const int around : {example.prompt.destination, example.prompt.source}) {
            add(around - distance);
            if (around != example.prompt.destination || distance < 2)
                add(around + distance);
        }
    }
    std::vector<int> positions;
    for (const int position : chosen) {
        if (!positions.empty() && positions.back() >= 0 && position > positions.back() + 1)
            positions.push_back(-1);
        positions.push_back(position);
    }
    return positions;
}

void paintArcs(
    QPainter& painter, const QRectF& area, const HeadExample& example, const std::vector<int>& positions,
    const QStringList& labels, const StageColour& colour, const Colours& colours)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF tokens(area.left(), area.bottom() - 16, area.width(), 16);
    const double base = tokens.top() - 2;
    for (const int destination : positions) {
        for (const int source : positions) {
            if (source < 0 || destination < 0 || source > destination)
                continue;
            const double share = shareOf(example, destination, source).value_or(0);
            const bool isPair = destination == example.prompt.destination && source == example.prompt.source;
            // The first token has nothing but itself to read.
            const bool isNothing = share < arcsFrom || destination == 0;
            if (isNothing && !isPair)
                continue;
            const double from = *middleOf(area, positions, source);
            const double to = *middleOf(area, positions, destination);
            const QPainterPath arc = arcOf(from, to, base, base - area.top() - 4);
            QColor ink = colour.edge;
            ink.setAlphaF(isPair ? 1.0F : static_cast<float>(0.35 + 0.4 * share));
            QPen pen(ink, isPair ? 2.5 : 1.5);
            if (share < arcsFrom)
                pen = QPen(colour.edge, 1.5, Qt::DashLine);
            painter.setPen(pen);
            painter.setBrush(Qt::NoBrush);
            painter.drawPath(arc);
        }
    }
    paintTokens(painter, tokens, positions, labels, colours);
    painter.restore();
}

void paintAttribution(
    QPainter& painter, const QRectF& area, const HeadExample& example, const std::vector<int>& positions,
    const QStringList& labels, const Colours& colours)
{
    painter.save();
    const QRectF tokens(area.left(), area.bottom() - 16, area.width(), 16);
    const QRectF plot = area.adjusted(0, 14, 0, -20);
    double low = 0;
    double high = 0;
    const auto valueAt = [&example](int position) {
        return position >= 0 && std::cmp_less(position, example.attribution.size())
            ? example.attribution[static_cast<std::size_t>(position)]
            : 0.0;
    };
    int largest = -1;
    for (const int position : positions) {
        low = std::min(low, valueAt(position));
        high = std::max(high, valueAt(position));
        if (position >= 0 && (largest < 0 || std::fabs(valueAt(position)) > std::fabs(valueAt(largest))))
            largest = position;
    }
    high += std::max(0.0, leastRange - (high - low));
    const double range = high - low;
    const double zero = plot.top() + plot.height() * high / range;
    const double pitch = plot.width() / static_cast<double>(std::max<std::size_t>(positions.size(), 1));
    for (std::size_t i = 0; i < positions.size(); ++i) {
        const double height = plot.height() * valueAt(positions[i]) / range;
        const QRectF bar(
            plot.left() + (static_cast<double>(i) + 0.25) * pitch, zero - std::max(height, 0.0), 0.5 * pitch,
            std::fabs(height));
        painter.fillRect(bar, height >= 0 ? colours.pos : colours.neg);
        if (positions[i] != largest)
            continue;
        painter.setFont(Theme::mono(TextStyle::Axis));
        painter.setPen(colours.text);
        const double x = std::clamp(bar.center().x() - 24, area.left(), area.right() - 48);
        painter.drawText(QRectF(x, bar.top() - 13, 48, 12), Qt::AlignCenter, signedText(valueAt(largest), 2));
    }
    painter.setPen(QPen(colours.lineStrong, 1));
    painter.drawLine(QPointF(plot.left(), zero), QPointF(plot.right(), zero));
    paintTokens(painter, tokens, positions, labels, colours);
    painter.restore();
}

} // namespace headwaters
