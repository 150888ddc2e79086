#include "widgets/stages/evidencepainting.h"

#include "core/heads/reportviews.h"
#include "widgets/common/numberformat.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainterPath>

#include <algorithm>
#include <cmath>
#include <set>

namespace headwaters {

namespace {

constexpr int bins = 40;
constexpr double leastRange = 0.05; ///< logits: what rounds to zero looks like it
constexpr double tokenGap = 3; ///< neighbouring tokens stay apart

QString tr(const char* text)
{
    return QCoreApplication::translate("StagesInspector", text);
}

/// The axis of a measure: from the least to the largest of all that is drawn, 0 and the rule included.
struct Axis {
    double low = 0;
    double high = 1;
    QRectF plot;

    [[nodiscard]] double at(double value) const
    {
        return plot.left() + plot.width() * std::clamp((value - low) / (high - low), 0.0, 1.0);
    }
};

Axis axisOf(const Evidence& evidence, const QRectF& plot)
{
    Axis axis{0, 0, plot};
    const auto take = [&axis](double value) {
        if (std::isfinite(value)) {
            axis.low = std::min(axis.low, value);
            axis.high = std::max(axis.high, value);
        }
    };
    for (const std::vector<float>* values : {&evidence.nulls, &evidence.units}) {
        for (const float value : *values)
            take(static_cast<double>(value));
    }
    for (const double value : {evidence.score, evidence.threshold, evidence.low, evidence.high})
        take(value);
    if (axis.high <= axis.low)
        axis.high = axis.low + 1;
    return axis;
}

void paintBins(
    QPainter& painter, const Axis& axis, const std::vector<float>& values, int most, const QColor& fill,
    const QPen& outline)
{
    const std::vector<int> counts = histogram(values, axis.low, axis.high, bins);
    painter.setBrush(fill);
    painter.setPen(outline);
    const double width = axis.plot.width() / bins;
    for (int bin = 0; bin < bins; ++bin) {
        const int count = counts[static_cast<std::size_t>(bin)];
        if (count == 0)
            continue;
        const double height = axis.plot.height() * std::log1p(count) / std::log1p(most);
        painter.drawRect(QRectF(
            axis.plot.left() + bin * width + 0.5, axis.plot.bottom() - height, std::max(1.0, width - 1),
            height));
    }
}

int mostInBin(const Axis& axis, const Evidence& evidence)
{
    int most = 1;
    for (const std::vector<float>* values : {&evidence.nulls, &evidence.units}) {
        for (const int count : histogram(*values, axis.low, axis.high, bins))
            most = std::max(most, count);
    }
    return most;
}

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

QString unitsWord(const Evidence& evidence)
{
    return evidence.access == Access::Weights ? tr("%1 units") : tr("%1 prompts");
}

} // namespace

QString evidenceText(const Evidence& evidence)
{
    if (evidence.samples == 0)
        return tr("not measured for this head");
    QStringList parts;
    parts << tr("%1 where the rule asks for %2")
                 .arg(numberText(evidence.score, 2), numberText(evidence.threshold, 2));
    QString null = tr("null %1").arg(numberText(evidence.null, 2));
    if (evidence.hasZ)
        null += tr(", z\u00a0%1").arg(numberText(evidence.z, 1)); // the number stays with its letter
    null += tr(", q\u00a0%1").arg(evidence.q < 0.001 ? tr("below 0.001") : numberText(evidence.q, 3));
    parts << null << unitsWord(evidence).arg(evidence.samples);
    return parts.join(QStringLiteral("; "));
}

void paintEvidence(
    QPainter& painter, const QRectF& area, const Evidence& evidence, const StageColour& fill,
    const Colours& colours)
{
    painter.save();
    const Axis axis = axisOf(evidence, area.adjusted(2, 22, -6, -66));
    const int most = mostInBin(axis, evidence);
    paintBins(painter, axis, evidence.nulls, most, colours.histogram, QPen(colours.lineStrong, 1));
    paintBins(painter, axis, evidence.units, most, fill.fill, Qt::NoPen);
    painter.setPen(QPen(colours.lineStrong, 1));
    painter.drawLine(axis.plot.bottomLeft(), axis.plot.bottomRight());

    const double rule = axis.at(evidence.threshold);
    QPen dashed(colours.text2, 1);
    dashed.setDashPattern({4, 3});
    painter.setPen(dashed);
    painter.drawLine(QPointF(rule, axis.plot.top()), QPointF(rule, axis.plot.bottom()));
    const double mean = axis.at(evidence.score);
    painter.setPen(QPen(colours.text, 2));
    if (evidence.samples > 0)
        painter.drawLine(QPointF(mean, axis.plot.top() - 4), QPointF(mean, axis.plot.bottom()));

    // The two labels stand on either side, so that they never lie on each other.
    const bool meanRight = evidence.score >= evidence.threshold;
    const QString ruleText = tr("rule ≥ %1").arg(numberText(evidence.threshold, 2));
    const QString meanText = tr("mean %1").arg(numberText(evidence.score, 2));
    const auto label = [&](const QString& text, double x, bool right, const QFont& font, const QColor& ink) {
        painter.setFont(font);
        painter.setPen(ink);
        const double width = QFontMetricsF(font).horizontalAdvance(text) + 2;
        const double left = std::clamp(right ? x + 5 : x - 5 - width, area.left(), area.right() - width);
        painter.drawText(QRectF(left, area.top() + 2, width, 16), Qt::AlignVCenter, text);
    };
    label(ruleText, rule, !meanRight, Theme::font(TextStyle::Caption), colours.text2);
    if (evidence.samples > 0)
        label(meanText, mean, meanRight, Theme::font(TextStyle::Caption, 600), colours.text);

    painter.setFont(Theme::mono(TextStyle::Axis));
    painter.setPen(colours.text2);
    const QRectF ticks(axis.plot.left(), axis.plot.bottom() + 3, axis.plot.width(), 14);
    painter.drawText(ticks, Qt::AlignLeft, numberText(axis.low, 2));
    painter.drawText(ticks, Qt::AlignRight, numberText(axis.high, 2));

    painter.setFont(Theme::font(TextStyle::Caption));
    painter.setPen(colours.text2);
    QRectF text(area.left(), ticks.bottom(), area.width(), 15);
    painter.drawText(
        text, Qt::AlignVCenter,
        QFontMetricsF(painter.font()).elidedText(evidence.measure, Qt::ElideRight, text.width()));
    text.translate(0, 15);
    painter.setPen(colours.text3);
    painter.drawText(
        QRectF(text.left(), text.top(), text.width(), 32), Qt::TextWordWrap, evidenceText(evidence));
    painter.restore();
}

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

void paintCausal(
    QPainter& painter, const QRectF& area, const Evidence& evidence, const QString& head,
    const StageColour& fill, const Colours& colours)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(Theme::font(TextStyle::Caption));
    painter.setPen(colours.text2);
    painter.drawText(
        QRectF(area.left(), area.top(), area.width(), 16), Qt::AlignVCenter,
        QFontMetricsF(painter.font()).elidedText(evidence.measure, Qt::ElideRight, area.width()));
    const double labelWidth = 96;
    Evidence drawn = evidence;
    drawn.threshold = 0; // the axis is that of the effects
    const Axis axis =
        axisOf(drawn, QRectF(area.left() + labelWidth, area.top() + 18, area.width() - labelWidth - 4, 44));
    const double zero = axis.at(0);
    const double value = axis.at(evidence.score);
    painter.fillRect(
        QRectF(std::min(zero, value), axis.plot.top() + 3, std::fabs(value - zero), 14), fill.fill);
    painter.setPen(QPen(colours.lineStrong, 1));
    painter.drawLine(QPointF(zero, axis.plot.top()), QPointF(zero, axis.plot.bottom()));
    for (const float null : evidence.nulls) {
        QColor dot = colours.histogram;
        painter.setBrush(dot);
        painter.drawEllipse(QPointF(axis.at(static_cast<double>(null)), axis.plot.top() + 33), 4, 4);
    }
    painter.setFont(Theme::mono(TextStyle::Axis));
    painter.setPen(colours.text);
    painter.drawText(
        QRectF(area.left(), axis.plot.top() + 2, labelWidth - 6, 16), Qt::AlignRight | Qt::AlignVCenter,
        QStringLiteral("%1 %2").arg(head, signedText(evidence.score, 2)));
    painter.setFont(Theme::font(TextStyle::Caption));
    painter.setPen(colours.text2);
    painter.drawText(
        QRectF(area.left(), axis.plot.top() + 25, labelWidth - 6, 16), Qt::AlignRight | Qt::AlignVCenter,
        tr("%1 controls").arg(evidence.nulls.size()));
    painter.restore();
}

QString causalText(const Evidence& evidence)
{
    if (evidence.samples == 0)
        return tr("Not measured for this head.");
    if (evidence.finding == Finding::Yes || evidence.finding == Finding::Weak)
        return tr("Larger than for the controls: q %1.")
            .arg(evidence.q < 0.001 ? tr("below 0.001") : numberText(evidence.q, 3));
    const auto asMuch = std::count_if(evidence.nulls.begin(), evidence.nulls.end(), [&evidence](float null) {
        return static_cast<double>(null) >= evidence.score;
    });
    const bool isAboveAll = !evidence.nulls.empty() && asMuch == 0;
    if (evidence.score < evidence.threshold && (evidence.significant || isAboveAll))
        return tr("Larger than for the controls, but below the rule's %1.")
            .arg(numberText(evidence.threshold, 2));
    if (isAboveAll)
        return tr("Larger than for the controls, but not surely: q %1.").arg(numberText(evidence.q, 3));
    const QString shared = evidence.nulls.empty()
        ? tr("No larger than for the controls: other heads may share the job")
        : tr("No larger than for %1 of %2 controls: other heads may share the job")
              .arg(asMuch)
              .arg(evidence.nulls.size());
    return shared + (evidence.required ? tr(".") : tr(", so the type rests on its other evidence."));
}

QString togetherText(const Confirmation& confirmation)
{
    QString measure = confirmation.measure;
    if (!measure.isEmpty())
        measure[0] = measure[0].toUpper();
    return tr("%1 %2. %3")
        .arg(
            measure, confirmationText(confirmation),
            confirmation.isConfirmed() ? tr("So the type is confirmed.")
                                       : tr("So the type is not confirmed."));
}

} // namespace headwaters
