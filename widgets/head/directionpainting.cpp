#include "widgets/head/directionpainting.h"

#include "widgets/common/tokenchip.h"
#include "widgets/head/mapgeometry.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace headwaters {

namespace {

constexpr double lineHeight = 1.5; // em
constexpr double widestSlot = 2; // em

QString tr(const char* text)
{
    return QCoreApplication::translate("Directions", text);
}

QFont bold(QFont font)
{
    font.setWeight(QFont::DemiBold);
    return font;
}

/// Text with its own colour; what does not fit ends in an ellipsis.
void text(
    QPainter& painter, const QRectF& area, Qt::Alignment alignment, const QString& words, const QFont& font,
    const QColor& ink)
{
    painter.setFont(font);
    painter.setPen(ink);
    const QFontMetricsF metrics(font, painter.device());
    painter.drawText(
        area, alignment | Qt::AlignVCenter | Qt::TextDontClip | Qt::TextSingleLine,
        metrics.elidedText(words, Qt::ElideRight, area.width() + 1));
}

/// Extremes of both strips, so that bars can be compared across them.
struct BarScale {
    double low = 0;
    double high = 0;

    explicit BarScale(const ScoreRow& row)
    {
        for (const std::vector<double>* parts : {&row.dimensions, &row.directions}) {
            for (const double part : *parts) {
                low = std::min(low, part);
                high = std::max(high, part);
            }
        }
    }
    [[nodiscard]] double extent() const { return high > low ? high - low : 1; }
};

void paintBars(
    QPainter& painter, const QRectF& area, double slot, const std::vector<double>& parts,
    const BarScale& scale, const Colours& colours, double unit)
{
    const double zero = area.top() + area.height() * scale.high / scale.extent();
    const double gap = std::min(2 * unit, slot / 5);
    for (std::size_t at = 0; at < parts.size(); ++at) {
        const double length = area.height() * parts[at] / scale.extent();
        const QRectF bar(area.left() + static_cast<double>(at) * slot + gap / 2, zero, slot - gap, -length);
        painter.fillRect(bar.normalized(), parts[at] < 0 ? colours.neg : colours.pos);
    }
    painter.fillRect(
        QRectF(area.left(), zero - unit / 2, slot * static_cast<double>(parts.size()), unit),
        colours.lineStrong);
}

void paintHeader(
    QPainter& painter, const QRectF& area, const DirectionContent& content, const FigureStyle& style,
    const QString& kind)
{
    const Colours& colours = style.palette.colours;
    const double em = fontSize(style.mono);
    const QFont title = bold(style.words);
    const QString name = tr("Score row");
    text(painter, area, Qt::AlignLeft, name, title, colours.text);
    double x = area.left() + QFontMetricsF(title, painter.device()).horizontalAdvance(name) + em;
    const auto word = [&](const QString& words, const QFont& font, const QColor& ink) {
        text(painter, {x, area.top(), area.right() - x, area.height()}, Qt::AlignLeft, words, font, ink);
        x += QFontMetricsF(font, painter.device()).horizontalAdvance(words) + 0.6 * em;
    };
    const auto chip = [&](const QString& label) {
        const QFont font = labelFont(style, label);
        const double width = QFontMetricsF(font, painter.device()).horizontalAdvance(label) + em;
        painter.setPen(Qt::NoPen);
        painter.setBrush(colours.sunken);
        painter.drawRoundedRect(
            QRectF(x, area.top() + 0.05 * em, width, area.height() - 0.1 * em), 0.35 * em, 0.35 * em);
        painter.setBrush(Qt::NoBrush);
        x += 0.5 * em;
        word(label, font, colours.text);
        x += 0.5 * em;
    };
    if (!content.destination.isEmpty()) {
        chip(shortLabel(content.destination));
        word(tr("reads"), style.words, colours.text2);
        chip(shortLabel(content.source));
    }
    if (content.row
        && area.right() - x > QFontMetricsF(style.words, painter.device()).horizontalAdvance(kind))
        text(painter, area, Qt::AlignRight, kind, style.words, colours.text3);
}

void paintCurve(
    QPainter& painter, const SpectrumLayout& layout, const std::vector<double>& values, const QColor& ink,
    bool isDotted, double unit)
{
    QPainterPath path;
    for (int at = 0; at < static_cast<int>(values.size()); ++at) {
        const QPointF point = layout.point(values, at);
        if (at == 0)
            path.moveTo(point);
        else
            path.lineTo(point);
    }
    QPen pen(ink, 1.2 * unit, Qt::SolidLine, Qt::FlatCap);
    if (isDotted)
        pen.setDashPattern({1.5, 2});
    painter.strokePath(path, pen);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ink);
    for (int at = 0; at < static_cast<int>(values.size()); ++at)
        painter.drawEllipse(layout.point(values, at), 1.7 * unit, 1.7 * unit);
    painter.setBrush(Qt::NoBrush);
}

/// `QK ── OV ··`, at the right end.
void paintLegend(QPainter& painter, const QRectF& area, const FigureStyle& style)
{
    const Colours& colours = style.palette.colours;
    const double em = fontSize(style.mono);
    const double unit = hairline(style);
    const QFontMetricsF metrics(style.words, painter.device());
    double x = area.right();
    for (const auto& [name, ink, isDotted] :
         {std::tuple(tr("OV"), colours.lineStrong, true), std::tuple(tr("QK"), colours.bar, false)}) {
        x -= metrics.horizontalAdvance(name);
        text(
            painter, {x, area.top(), area.right() - x, area.height()}, Qt::AlignLeft, name, style.words,
            colours.text2);
        QPen pen(ink, 2 * unit, Qt::SolidLine, Qt::FlatCap);
        if (isDotted)
            pen.setDashPattern({1, 1});
        painter.setPen(pen);
        painter.drawLine(QPointF(x - 1.7 * em, area.center().y()), QPointF(x - 0.4 * em, area.center().y()));
        x -= 2.3 * em;
    }
}

} // namespace

double ScoreRowLayout::height(const FigureStyle& style)
{
    return 12.5 * fontSize(style.mono);
}

ScoreRowLayout
ScoreRowLayout::of(const QRectF& area, const DirectionContent& content, const FigureStyle& style)
{
    const double em = fontSize(style.mono);
    const double line = lineHeight * em;
    // Where both strips would be lines, the directions have all the height.
    const double half = (area.height() - 1.8 * em - 2 * line) / 2;
    const bool isLow = half < 2 * em;
    const double bars = isLow ? std::max(em, area.height() - 1.8 * em - line) : half;
    ScoreRowLayout layout;
    double y = area.top();
    const auto next = [&](double height) {
        const QRectF part(area.left(), y, area.width(), height);
        y += height;
        return part;
    };
    layout.header = next(1.8 * em);
    if (!isLow) {
        layout.dimensions = next(bars).adjusted(0, 0.2 * em, 0, -0.2 * em);
        layout.dimensionSum = next(line);
    }
    layout.directions = next(bars).adjusted(0, 0.2 * em, 0, -0.2 * em);
    layout.directionSum = next(line);
    const auto count =
        static_cast<double>(std::max<std::size_t>(content.row ? content.row->directions.size() : 0, 1));
    layout.slot = std::min(area.width() / count, widestSlot * em);
    return layout;
}

std::optional<int> ScoreRowLayout::directionAt(QPointF point, int dHead) const
{
    const double top = dimensionSum.isEmpty() ? directions.top() : dimensionSum.top();
    if (point.y() < top || point.y() > directionSum.bottom() || slot <= 0)
        return std::nullopt;
    const int at = static_cast<int>(std::floor((point.x() - directions.left()) / slot));
    return at >= 0 && at < dHead ? std::optional(at) : std::nullopt;
}

void paintScoreRow(
    QPainter& painter, const QRectF& area, const DirectionContent& content, const FigureStyle& style)
{
    const Colours& colours = style.palette.colours;
    const double unit = hairline(style);
    const ScoreRowLayout layout = ScoreRowLayout::of(area, content, style);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, true);
    paintHeader(
        painter, layout.header, content, style,
        layout.dimensions.isEmpty() ? tr("q · k by singular direction") : tr("q · k by dimension"));
    if (!content.row) {
        painter.setFont(style.words);
        painter.setPen(colours.text3);
        QRectF rest = area;
        rest.setTop(layout.header.bottom());
        painter.drawText(rest, Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, content.message);
        painter.restore();
        return;
    }
    const ScoreRow& row = *content.row;
    const BarScale scale(row);
    if (!layout.dimensions.isEmpty()) {
        paintBars(painter, layout.dimensions, layout.slot, row.dimensions, scale, colours, unit);
        text(
            painter, layout.dimensionSum, Qt::AlignLeft, DirectionContent::sumText(row.dimensionSum()),
            style.mono, colours.text2);
        text(
            painter, layout.dimensionSum, Qt::AlignRight, tr("the same sum by singular direction"),
            style.words, colours.text3);
    }
    paintBars(painter, layout.directions, layout.slot, row.directions, scale, colours, unit);
    if (content.direction && static_cast<std::size_t>(*content.direction) < row.directions.size()) {
        const QRectF slot(
            layout.directions.left() + *content.direction * layout.slot, layout.directions.top(), layout.slot,
            layout.directions.height());
        painter.setPen(QPen(colours.mark, (content.isLocked ? 2 : 1) * unit));
        painter.drawRoundedRect(slot.adjusted(-unit, -2 * unit, unit, 2 * unit), 2 * unit, 2 * unit);
    }
    text(
        painter, layout.directionSum, Qt::AlignLeft, DirectionContent::sumText(row.directionSum()),
        style.mono, colours.text2);
    text(
        painter, layout.directionSum, Qt::AlignRight, content.residualText(), style.mono,
        row.isWithinTolerance() ? colours.ok : colours.danger);
    painter.restore();
}

SpectrumLayout SpectrumLayout::of(const QRectF& area, const FigureStyle& style)
{
    const double em = fontSize(style.mono);
    SpectrumLayout layout;
    layout.title = {area.left(), area.top(), area.width(), 1.8 * em};
    layout.plot = area.adjusted(0.5 * em, 2.2 * em, -0.5 * em, -1.9 * em);
    return layout;
}

QPointF SpectrumLayout::point(const std::vector<double>& values, int direction) const
{
    const double count = std::max(static_cast<double>(values.size()) - 1, 1.0);
    const double largest = values.empty() || values.front() <= 0 ? 1 : values.front();
    return {
        plot.left() + plot.width() * direction / count,
        plot.bottom() - plot.height() * values[static_cast<std::size_t>(direction)] / largest};
}

std::optional<int> SpectrumLayout::directionAt(QPointF point, int dHead) const
{
    if (dHead < 1 || point.y() < title.bottom() || point.x() < plot.left() - 8
        || point.x() > plot.right() + 8)
        return std::nullopt;
    const double at = (point.x() - plot.left()) / std::max(plot.width(), 1.0) * (dHead - 1);
    return std::clamp(static_cast<int>(std::lround(at)), 0, dHead - 1);
}

void paintSpectrum(
    QPainter& painter, const QRectF& area, const DirectionContent& content, const FigureStyle& style)
{
    const Colours& colours = style.palette.colours;
    const double em = fontSize(style.mono);
    const double unit = hairline(style);
    const SpectrumLayout layout = SpectrumLayout::of(area, style);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, true);
    text(painter, layout.title, Qt::AlignLeft, tr("Spectrum"), bold(style.words), colours.text);
    if (!content.known) {
        painter.restore();
        return;
    }
    paintLegend(painter, layout.title, style);
    painter.setPen(QPen(colours.line, unit));
    const double base = layout.plot.bottom() + 0.3 * em;
    painter.drawLine(QPointF(area.left(), base), QPointF(area.right(), base));
    painter.drawLine(QPointF(area.left(), layout.title.bottom()), QPointF(area.left(), base));
    paintCurve(painter, layout, content.known->ov.singularValues, colours.lineStrong, true, unit);
    paintCurve(painter, layout, content.known->qk.singularValues, colours.bar, false, unit);
    if (content.direction && *content.direction < content.dHead()) {
        const QPointF at = layout.point(content.known->qk.singularValues, *content.direction);
        painter.setPen(QPen(colours.mark, unit));
        painter.drawLine(at, QPointF(at.x(), base + 0.3 * em));
        painter.setPen(QPen(colours.mark, (content.isLocked ? 2 : 1) * unit));
        painter.setBrush(colours.panel);
        painter.drawEllipse(at, 4.5 * unit, 4.5 * unit);
        const QString label = content.directionText();
        const double width = QFontMetricsF(style.mono, painter.device()).horizontalAdvance(label);
        const double x =
            std::clamp(at.x() - 0.5 * em, area.left(), std::max(area.left(), area.right() - width));
        text(
            painter, {x, base + 0.2 * em, width + em, 1.5 * em}, Qt::AlignLeft, label, style.mono,
            colours.text);
    }
    painter.restore();
}

void paintShares(
    QPainter& painter, const QRectF& area, const DirectionContent& content, const FigureStyle& style)
{
    const std::vector<double> ofScore = content.scoreShares();
    const std::vector<double>& shares = ofScore.empty() ? content.mapShares() : ofScore;
    if (shares.size() < 2)
        return;
    const Colours& colours = style.palette.colours;
    const double unit = hairline(style);
    const auto [least, most] = std::minmax_element(shares.begin(), shares.end());
    const double low = std::min(*least, 0.0);
    const double high = std::max(*most, 1.0);
    const auto y = [&](double share) { return area.bottom() - area.height() * (share - low) / (high - low); };
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, true);
    painter.setPen(QPen(colours.line, unit));
    for (const double level : {0.0, 1.0})
        painter.drawLine(QPointF(area.left(), y(level)), QPointF(area.right(), y(level)));
    QPainterPath path;
    for (std::size_t k = 0; k < shares.size(); ++k) {
        const QPointF point(
            area.left() + area.width() * static_cast<double>(k) / static_cast<double>(shares.size() - 1),
            y(shares[k]));
        if (k == 0)
            path.moveTo(point);
        else
            path.lineTo(point);
    }
    painter.strokePath(path, QPen(colours.text2, 1.2 * unit));
    painter.restore();
}

void paintWords(
    QPainter& painter, const QRectF& area, const DirectionContent& content, const FigureStyle& style)
{
    const Colours& colours = style.palette.colours;
    const double em = fontSize(style.mono);
    const double line = lineHeight * em;
    const double column = area.width() / 3;
    const QString number = content.direction ? QString::number(*content.direction) : QString();
    double x = area.left();
    painter.save();
    for (const auto& [name, words] :
         {std::pair(tr("query reads"), &content.query), std::pair(tr("key reads"), &content.key),
          std::pair(tr("writes (OV %1)").arg(number), &content.written)}) {
        const QRectF head(x, area.top(), column - em, line);
        text(painter, head, Qt::AlignLeft, name, style.words, colours.text3);
        double y = head.bottom();
        for (const QString& word : *words) {
            if (y + line > area.bottom() + 1)
                break;
            paintTokenLabel(
                painter, {x, y, column - em, line}, word, colours.text, colours.text3,
                labelFont(style, word));
            y += line;
        }
        x += column;
    }
    painter.restore();
}

} // namespace headwaters
