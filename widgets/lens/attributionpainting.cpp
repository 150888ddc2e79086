#include "widgets/lens/attributionpainting.h"

#include "widgets/common/numberformat.h"
#include "widgets/head/mapgeometry.h"

#include <QCoreApplication>
#include <QFontMetricsF>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace headwaters {

namespace {

// In em of the mono face.
constexpr double headHeight = 1.9;
constexpr double rowHeight = 1.82;
constexpr double othersHeight = 1.8;
constexpr double sumHeight = 2.3;
constexpr double widestName = 8.5;

QString tr(const char* text)
{
    return QCoreApplication::translate("Lens", text);
}

QString shortName(const AttributedPart& part)
{
    return part.kind == AttributedPart::Kind::Head ? part.head.text() : partName(part);
}

void text(
    QPainter& painter, const QRectF& area, int alignment, const QString& words, const QFont& font,
    const QColor& ink)
{
    painter.setFont(font);
    painter.setPen(ink);
    painter.drawText(
        area, alignment | Qt::AlignVCenter | Qt::TextSingleLine | Qt::TextDontClip,
        QFontMetricsF(font, painter.device()).elidedText(words, Qt::ElideRight, area.width() + 1));
}

} // namespace

AttributionLines AttributionLines::of(const LensContent& content, AttributionSplit split)
{
    AttributionLines lines;
    if (!content.attribution)
        return lines;
    const Attribution& attribution = *content.attribution;
    std::vector<AttributionLine> all;
    lines.whole = attribution.logitDifference;
    lines.biases = attribution.biases();
    lines.tolerance = attribution.tolerance();
    if (split == AttributionSplit::Parts) {
        for (const AttributedPart& part : attributedParts(attribution)) {
            using Kind = AttributedPart::Kind;
            if (part.kind == Kind::AttentionBias || part.kind == Kind::FinalNormShift)
                continue;
            AttributionLine line{shortName(part), part.value};
            if (part.kind == Kind::Head)
                line.head = part.head;
            all.push_back(line);
        }
    } else {
        const std::vector<double> totals = attribution.sourceTotals();
        for (int source = 0; source <= attribution.destination; ++source) {
            const double value = content.head ? attribution.bySource(*content.head, source)
                                              : totals[static_cast<std::size_t>(source)];
            all.push_back(
                {QStringLiteral("%1 %2").arg(source).arg(content.tokenAt(source)), value, {}, source});
        }
        if (content.head) {
            lines.whole = attribution.head(*content.head);
            lines.biases = 0;
            lines.head = content.head;
        } else {
            double rest = attribution.embedding + attribution.position;
            for (const double value : attribution.mlp)
                rest += value;
            all.push_back({tr("not attention"), rest});
        }
    }
    for (const AttributionLine& line : all) {
        lines.sum += line.value;
        if (line.value < 0)
            lines.suppressed.push_back(line);
        else if (line.value > 0)
            lines.promoted.push_back(line);
    }
    for (std::vector<AttributionLine>* side : {&lines.suppressed, &lines.promoted}) {
        std::stable_sort(
            side->begin(), side->end(), [](const AttributionLine& one, const AttributionLine& other) {
                return std::abs(one.value) > std::abs(other.value);
            });
    }
    return lines;
}

double AttributionLines::largest() const
{
    double value = 0;
    for (const std::vector<AttributionLine>* side : {&suppressed, &promoted}) {
        if (!side->empty())
            value = std::max(value, std::abs(side->front().value));
    }
    return value;
}

bool AttributionLines::isWithinTolerance() const
{
    return std::abs(residual()) <= tolerance;
}

double AttributionLayout::heightFor(int rows, const FigureStyle& style)
{
    return (headHeight + rowHeight * rows + othersHeight + sumHeight) * fontSize(style.mono);
}

AttributionLayout
AttributionLayout::of(const QRectF& area, const AttributionLines& lines, const FigureStyle& style)
{
    const double em = fontSize(style.mono);
    AttributionLayout layout;
    layout.area = area;
    layout.axis = area.center().x();
    layout.head = headHeight * em;
    layout.row = rowHeight * em;
    const double room = area.height() - heightFor(0, style);
    const auto most = static_cast<int>(std::max(lines.suppressed.size(), lines.promoted.size()));
    layout.rows = std::clamp(static_cast<int>(std::floor(room / layout.row)), 0, most);
    double names = 0;
    for (const auto* side : {&lines.suppressed, &lines.promoted}) {
        for (std::size_t at = 0; at < side->size() && at < static_cast<std::size_t>(layout.rows); ++at) {
            const QString& name = (*side)[at].name;
            names = std::max(names, QFontMetricsF(labelFont(style, name)).horizontalAdvance(name));
        }
    }
    layout.names = std::min(names + 0.2 * em, std::min(widestName * em, area.width() / 5));
    layout.values = QFontMetricsF(style.mono).horizontalAdvance(QStringLiteral("+00.00")) + 0.2 * em;
    layout.bar = std::max(0.0, area.width() / 2 - layout.names - layout.values - 2.2 * em);
    return layout;
}

QRectF AttributionLayout::rowRect(bool isPromoted, int at) const
{
    const double half = area.width() / 2;
    return {isPromoted ? axis : area.left(), area.top() + head + at * row, half, row};
}

std::optional<std::pair<bool, int>> AttributionLayout::at(QPointF point, const AttributionLines& lines) const
{
    if (row <= 0 || !area.contains(point))
        return std::nullopt;
    const bool isPromoted = point.x() >= axis;
    const int line = static_cast<int>(std::floor((point.y() - area.top() - head) / row));
    const auto count = static_cast<int>((isPromoted ? lines.promoted : lines.suppressed).size());
    if (line < 0 || line >= std::min(rows, count))
        return std::nullopt;
    return std::pair(isPromoted, line);
}

namespace {

/// One side: names at the axis, bars away from it, values at the outer edge.
void paintSide(
    QPainter& painter, const AttributionLayout& layout, const AttributionLines& lines, bool isPromoted,
    const FigureStyle& style, std::optional<std::pair<bool, int>> lit, std::optional<HeadIndex> locked)
{
    const Colours& colours = style.palette.colours;
    const double em = fontSize(style.mono);
    const double largest = lines.largest();
    const std::vector<AttributionLine>& side = isPromoted ? lines.promoted : lines.suppressed;
    const auto count = std::min(static_cast<std::size_t>(layout.rows), side.size());
    const double gap = 0.7 * em;
    for (std::size_t at = 0; at < count; ++at) {
        const AttributionLine& line = side[at];
        const QRectF row = layout.rowRect(isPromoted, static_cast<int>(at));
        const bool isLocked = line.head && line.head == locked;
        if (isLocked || lit == std::pair(isPromoted, static_cast<int>(at)))
            painter.fillRect(row, isLocked ? colours.accentWeak : colours.hover);
        const double length = largest > 0 ? layout.bar * std::abs(line.value) / largest : 0;
        const double bars = isPromoted ? row.left() + gap + layout.names + 0.4 * em
                                       : row.right() - gap - layout.names - 0.4 * em;
        const QRectF bar(isPromoted ? bars : bars - length, row.center().y() - 0.45 * em, length, 0.9 * em);
        painter.fillRect(bar, isPromoted ? colours.pos : colours.neg);
        const QRectF name(
            isPromoted ? row.left() + gap : row.right() - gap - layout.names, row.top(), layout.names,
            row.height());
        text(
            painter, name, isPromoted ? Qt::AlignRight : Qt::AlignLeft, line.name,
            labelFont(style, line.name, isLocked), colours.text);
        const QRectF value = isPromoted
            ? QRectF(row.right() - layout.values, row.top(), layout.values, row.height())
            : QRectF(row.left(), row.top(), layout.values, row.height());
        text(
            painter, value, isPromoted ? Qt::AlignRight : Qt::AlignLeft, signedLogitText(line.value),
            style.mono, colours.text);
    }
    if (count == side.size())
        return;
    double rest = 0;
    for (std::size_t at = count; at < side.size(); ++at)
        rest += side[at].value;
    const QRectF row = layout.rowRect(isPromoted, layout.rows);
    const QString others =
        side.size() - count == 1 ? tr("1 other") : tr("%1 others").arg(side.size() - count);
    text(
        painter, row.adjusted(layout.values + gap, 0, -layout.values - gap, 0),
        isPromoted ? Qt::AlignRight : Qt::AlignLeft, others, style.words, colours.text3);
    text(
        painter, row, isPromoted ? Qt::AlignRight : Qt::AlignLeft, signedLogitText(rest), style.mono,
        colours.text2);
}

/// `sum +4.602  biases +0.014            output +4.617 ✓`
void paintSum(
    QPainter& painter, const AttributionLayout& layout, const AttributionLines& lines,
    const FigureStyle& style)
{
    const Colours& colours = style.palette.colours;
    const double em = fontSize(style.mono);
    const QRectF row(
        layout.area.left(), layout.rowRect(true, layout.rows).bottom() + 0.3 * em, layout.area.width(),
        1.8 * em);
    painter.fillRect(
        QRectF(row.left(), row.top() - hairline(style), row.width(), hairline(style)), colours.line);
    QFont bold = style.words;
    bold.setWeight(QFont::DemiBold);
    double x = row.left();
    const auto put = [&](const QString& words, const QFont& font, const QColor& ink) {
        const double width = QFontMetricsF(font, painter.device()).horizontalAdvance(words);
        text(painter, {x, row.top(), width + 1, row.height()}, Qt::AlignLeft, words, font, ink);
        x += width + 0.5 * em;
    };
    put(tr("sum"), bold, colours.text);
    put(signedText(lines.sum, 3), style.mono, colours.text);
    if (!lines.head) {
        x += 0.5 * em;
        put(tr("biases"), style.words, colours.text2);
        put(signedText(lines.biases, 3), style.mono, colours.text);
    }
    const bool isGood = lines.isWithinTolerance();
    const QString whole = signedText(lines.whole, 3);
    const QString mark = isGood ? QStringLiteral(" ✓")
                                : QStringLiteral(" ") + tr("residual %1").arg(lines.residual(), 0, 'g', 2);
    double right = row.right() - 0.4 * em; // a sign of another face may be wider than it says
    const auto putRight = [&](const QString& words, const QFont& font, const QColor& ink) {
        const double width = QFontMetricsF(font, painter.device()).horizontalAdvance(words);
        right -= width;
        text(painter, {right, row.top(), width + 1, row.height()}, Qt::AlignLeft, words, font, ink);
        right -= 0.5 * em;
    };
    putRight(mark, style.mono, isGood ? colours.ok : colours.danger);
    putRight(whole, style.mono, isGood ? colours.text : colours.danger);
    putRight(lines.head ? tr("head %1").arg(lines.head->text()) : tr("output"), style.words, colours.text2);
}

} // namespace

void paintAttribution(
    QPainter& painter, const AttributionLayout& layout, const AttributionLines& lines,
    const LensContent& content, const FigureStyle& style, std::optional<std::pair<bool, int>> lit,
    std::optional<HeadIndex> locked)
{
    const Colours& colours = style.palette.colours;
    const double em = fontSize(style.mono);
    const double half = layout.area.width() / 2 - em;
    painter.save();
    text(
        painter, {layout.area.left(), layout.area.top(), half, layout.head}, Qt::AlignLeft,
        tr("towards %1").arg(content.rival()), style.words, colours.text2);
    text(
        painter, {layout.axis + em, layout.area.top(), half, layout.head}, Qt::AlignLeft,
        tr("towards %1").arg(content.target()), style.words, colours.text2);
    for (const bool isPromoted : {false, true})
        paintSide(painter, layout, lines, isPromoted, style, lit, locked);
    painter.fillRect(
        QRectF(
            layout.axis - hairline(style) / 2, layout.area.top() + layout.head, hairline(style),
            layout.rows * layout.row),
        colours.lineStrong);
    paintSum(painter, layout, lines, style);
    painter.restore();
}

} // namespace headwaters
