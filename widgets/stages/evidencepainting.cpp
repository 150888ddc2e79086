#include "widgets/stages/evidencepainting.h"

#include "core/heads/reportviews.h"
#include "widgets/common/numberformat.h"

#include <QCoreApplication>
#include <QFontMetricsF>

#include <algorithm>
#include <cmath>

namespace headwaters {

namespace {

constexpr int bins = 40;

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
