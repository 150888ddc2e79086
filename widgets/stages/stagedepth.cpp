#include "widgets/stages/stagedepth.h"

#include "widgets/common/numberformat.h"
#include "widgets/stages/stagetext.h"

#include <QCoreApplication>

#include <algorithm>
#include <numeric>

namespace headwaters {

namespace {

constexpr double headHeight = 18;
constexpr double lettersWidth = 26;
constexpr double axisHeight = 15;
constexpr double meanHeight = 12; ///< of a stage's row
constexpr double dotRadius = 3.5;
constexpr double orderHeight = 15;

QString tr(const char* text)
{
    return QCoreApplication::translate("StageDepth", text);
}

/// A bar a layer, the stages stacked in their order.
void paintLayers(
    QPainter& painter, const QRectF& plot, const std::vector<StageStrengths>& layers, const StageStyle& style)
{
    double most = 0;
    for (const StageStrengths& layer : layers)
        most = std::max(most, std::accumulate(layer.begin(), layer.end(), 0.0));
    const double pitch = plot.width() / static_cast<double>(layers.size());
    for (std::size_t layer = 0; layer < layers.size() && most > 0; ++layer) {
        const double left = plot.left() + (static_cast<double>(layer) + 0.08) * pitch;
        double y = plot.bottom();
        for (std::size_t stage = 0; stage < stageCount; ++stage) {
            const double height = plot.height() * layers[layer][stage] / most;
            painter.fillRect(QRectF(left, y - height, 0.84 * pitch, height), style.stage(stage).fill);
            y -= height;
        }
    }
    painter.setPen(QPen(style.palette.colours.lineStrong, style.unit));
    painter.drawLine(plot.bottomLeft(), plot.bottomRight());
    painter.setFont(style.words);
    painter.setPen(style.palette.colours.text3);
    const QRectF below(plot.left(), plot.bottom() + 1, plot.width(), (axisHeight - 1) * style.unit);
    painter.drawText(below, Qt::AlignLeft | Qt::AlignVCenter, tr("first layer"));
    painter.drawText(below, Qt::AlignRight | Qt::AlignVCenter, tr("last"));
}

/// A row a stage with a dot at its mean depth; `first` and `last` are the middles of the outer layers.
void paintMeans(
    QPainter& painter, const QRectF& area, double first, double last, const StageDepths& depths,
    const StageStyle& style)
{
    const Colours& colours = style.palette.colours;
    for (std::size_t stage = 0; stage < stageCount; ++stage) {
        const double y = area.top() + (static_cast<double>(stage) + 0.5) * meanHeight * style.unit;
        painter.setFont(style.label);
        painter.setPen(depths.mean[stage] ? colours.text2 : colours.text3);
        painter.drawText(
            QRectF(area.left(), y - 0.5 * meanHeight * style.unit, area.width(), meanHeight * style.unit),
            Qt::AlignLeft | Qt::AlignVCenter, stageLetters(static_cast<Stage>(stage)));
        painter.setPen(QPen(colours.line, style.unit));
        painter.drawLine(QPointF(first, y), QPointF(last, y));
        if (!depths.mean[stage])
            continue;
        painter.setPen(QPen(style.stage(stage).edge, style.unit));
        painter.setBrush(style.stage(stage).fill);
        painter.drawEllipse(
            QPointF(first + (last - first) * *depths.mean[stage], y), dotRadius * style.unit,
            dotRadius * style.unit);
    }
}

} // namespace

void paintStageDepth(
    QPainter& painter, const QRectF& area, const std::vector<StageStrengths>& layers,
    const StageDepths& depths, const StageStyle& style)
{
    if (layers.empty())
        return;
    const double unit = style.unit;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    QFont heading = style.words;
    heading.setWeight(QFont::DemiBold);
    painter.setFont(heading);
    painter.setPen(style.palette.colours.text2);
    painter.drawText(
        QRectF(area.left(), area.top(), area.width(), headHeight * unit), Qt::AlignLeft | Qt::AlignVCenter,
        tr("Stages by depth, and their means"));
    const double below = (axisHeight + stageCount * meanHeight + orderHeight) * unit;
    const QRectF plot = area.adjusted(lettersWidth * unit, (headHeight + 2) * unit, 0, -below);
    paintLayers(painter, plot, layers, style);
    const double half = 0.5 * plot.width() / static_cast<double>(layers.size());
    const QRectF means(
        area.left(), plot.bottom() + axisHeight * unit, area.width(), stageCount * meanHeight * unit);
    paintMeans(painter, means, plot.left() + half, plot.right() - half, depths, style);
    painter.setFont(style.words);
    painter.setPen(style.palette.colours.text3);
    painter.drawText(
        QRectF(area.left(), means.bottom(), area.width(), orderHeight * unit),
        Qt::AlignLeft | Qt::AlignVCenter, depthOrderText(depths));
    painter.restore();
}

QString depthOrderText(const StageDepths& depths)
{
    if (!depths.asExpected)
        return {};
    return *depths.asExpected ? tr("check: in the survey's order") : tr("check: not in the survey's order");
}

QString stageDepthsText(const StageDepths& depths)
{
    QStringList means;
    for (std::size_t stage = 0; stage < stageCount; ++stage)
        means << QStringLiteral("%1 %2").arg(
            stageLetters(static_cast<Stage>(stage)),
            depths.mean[stage] ? strengthText(*depths.mean[stage]) : unknownText());
    QString text = tr("Mean relative depth by strength, 0 first and 1 last layer: %1.")
                       .arg(means.join(QStringLiteral(", ")));
    text += u'\n'
        + tr("The survey broadly expects KR and ICI in shallow to middle layers, LR in the middle, EP deep.");
    if (depths.asExpected)
        text +=
            u' ' + (*depths.asExpected ? tr("Here that order holds.") : tr("Here that order does not hold."));
    return text + u'\n' + tr("A check only: depth is never evidence for a stage.");
}

} // namespace headwaters
