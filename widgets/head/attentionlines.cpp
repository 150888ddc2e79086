#include "widgets/head/attentionlines.h"

#include "widgets/common/numberformat.h"

#include "widgets/head/mapgeometry.h"

#include <QFontMetricsF>

#include <algorithm>
#include <cmath>

namespace headwaters {

namespace {

std::vector<float> magnitudes(const AttentionMap& map)
{
    std::vector<float> values(map.values.size());
    std::transform(map.values.begin(), map.values.end(), values.begin(), [](float value) {
        return std::isfinite(value) ? std::abs(value) : 0.0F;
    });
    return values;
}

double share(const LineChoice& choice, double weight)
{
    return choice.largest > 0 ? std::clamp(weight / choice.largest, 0.0, 1.0) : 0;
}

double lineWidth(double share, const FigureStyle& style)
{
    return (0.6 + 2.6 * share) * hairline(style);
}

} // namespace

LineChoice LineChoice::of(const HeadContent& content, double share)
{
    const std::vector<int> none;
    const std::vector<int>& leftOut = content.sinks.mode == SinkMode::Show ? none : content.sinks.positions;
    const int size = content.size();
    LineChoice choice;
    if (content.map.isDifference) {
        choice.mass = QStringLiteral("of |A − B|");
        choice.lines = topLines(magnitudes(content.map), size, leftOut, share);
        choice.largest = choice.lines.empty() ? 0 : static_cast<double>(choice.lines.front().weight);
        return choice;
    }
    switch (content.map.quantity) {
    case Quantity::Pattern:
        choice.mass = QStringLiteral("of attention");
        choice.lines = topLines(content.map.values, size, leftOut, share);
        choice.largest = 1;
        return choice;
    case Quantity::Score:
        choice.mass = QStringLiteral("of attention");
        choice.largest = 1;
        if (content.source.pattern.empty())
            choice.note = QStringLiteral("Scores over several heads have no mass to share out.");
        else
            choice.lines = topLines(content.source.pattern, size, leftOut, share);
        return choice;
    case Quantity::ValueWeighted:
    case Quantity::Effect:
        break;
    }
    choice.mass = content.map.quantity == Quantity::Effect ? QStringLiteral("of |effect|")
                                                           : QStringLiteral("of weighted mass");
    choice.lines = topLines(magnitudes(content.map), size, leftOut, share);
    choice.largest = choice.lines.empty() ? 0 : static_cast<double>(choice.lines.front().weight);
    return choice;
}

QPainterPath LineFrame::curve(int query, int key) const
{
    const double middle = (left + right) / 2;
    QPainterPath path(QPointF(left, y(query)));
    path.cubicTo(middle, y(query), middle, y(key), right, y(key));
    return path;
}

double LineFrame::distance(const AttentionLine& line, QPointF point) const
{
    // Both control points lie at half the width, so x is monotone in t and a few halvings find t.
    double from = 0;
    double to = 1;
    const auto at = [](double a, double b, double c, double d, double t) {
        const double s = 1 - t;
        return a * s * s * s + 3 * b * s * s * t + 3 * c * s * t * t + d * t * t * t;
    };
    const double middle = (left + right) / 2;
    for (int i = 0; i < 16; ++i) {
        const double t = (from + to) / 2;
        (at(left, middle, middle, right, t) < point.x() ? from : to) = t;
    }
    const double height = at(y(line.query), y(line.query), y(line.key), y(line.key), from);
    return std::abs(height - point.y());
}

int paintLines(
    QPainter& painter, const LineFrame& frame, const HeadContent& content, const LineChoice& choice,
    const FigureStyle& style, int firstRow, int lastRow, int most)
{
    const Colours& colours = style.palette.colours;
    std::vector<AttentionLine> due;
    for (const AttentionLine& line : choice.lines) {
        if (line.query >= firstRow && line.query <= lastRow)
            due.push_back(line);
    }
    const auto count = std::min(due.size(), static_cast<std::size_t>(most));
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    // Faint lines first, so that strong ones are not crossed out.
    for (std::size_t i = count; i-- > 0;) {
        const AttentionLine& line = due[i];
        const double part = share(choice, static_cast<double>(line.weight));
        QColor colour = colours.bar;
        if (content.map.quantity == Quantity::Effect || content.map.isDifference)
            colour = content.map.at(line.query, line.key) < 0 ? colours.neg : colours.pos;
        colour.setAlphaF(static_cast<float>(0.15 + 0.55 * part));
        painter.setPen(QPen(colour, lineWidth(part, style)));
        painter.drawPath(frame.curve(line.query, line.key));
    }
    painter.restore();
    return static_cast<int>(due.size());
}

void paintInkLines(
    QPainter& painter, const LineFrame& frame, const LineChoice& choice, const FigureStyle& style, int row)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    for (auto line = choice.lines.rbegin(); line != choice.lines.rend(); ++line) {
        if (line->query != row)
            continue;
        const double part = share(choice, static_cast<double>(line->weight));
        QColor ink = style.palette.colours.mark;
        ink.setAlphaF(static_cast<float>(0.35 + 0.65 * part));
        painter.setPen(QPen(ink, lineWidth(part, style)));
        painter.drawPath(frame.curve(line->query, line->key));
    }
    painter.restore();
}

void paintLineLabels(
    QPainter& painter, const LineFrame& frame, const HeadContent& content, const FigureStyle& style,
    double width, double from, double to, std::optional<int> boldRow, std::optional<int> boldSource)
{
    const Colours& colours = style.palette.colours;
    const double gap = 6 * hairline(style);
    const double height = std::max(frame.pitch, 1.3 * fontSize(style.mono));
    painter.save();
    const auto write = [&](int position, const QRectF& box, Qt::Alignment side, bool bold) {
        const QString text = shortLabel(content.source.labels.value(position));
        const QFont font = labelFont(style, text, bold);
        painter.setFont(font);
        painter.setPen(bold ? colours.text : colours.text2);
        painter.drawText(
            box, static_cast<int>(side | Qt::AlignVCenter) | Qt::TextDontClip,
            QFontMetricsF(font, painter.device()).elidedText(text, Qt::ElideRight, box.width() + 0.5));
    };
    for (int position = 0; position < content.size(); ++position) {
        const double y = frame.y(position);
        if (y < from - height || y > to + height)
            continue;
        write(
            position, {frame.left - gap - width, y - height / 2, width, height}, Qt::AlignRight,
            position == boldRow);
        write(
            position, {frame.right + gap, y - height / 2, width, height}, Qt::AlignLeft,
            position == boldSource);
    }
    painter.restore();
}

} // namespace headwaters
