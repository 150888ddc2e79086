#include "widgets/head/mapgeometry.h"

#include "widgets/theme/theme.h"

#include <QFontMetricsF>

#include <algorithm>
#include <cmath>

namespace headwaters {

namespace {

constexpr int longestLabel = 12;
constexpr double fewestCells = 4;
constexpr double fewestWholePixels = 6; ///< below, rounding a cell down would waste more than a seventh

double widestLabel(const QStringList& labels, const QFontMetricsF& metrics)
{
    double widest = 0;
    for (const QString& label : labels)
        widest = std::max(widest, metrics.horizontalAdvance(shortLabel(label)));
    return widest;
}

/// The places around a map of a given label width, as distances in multiples of the label font's size `em`,
/// so that paper and screen look alike.
struct Spacing {
    double labels = 0; ///< label width without its gap
    double gap = 0;
    double strip = 0;
    double caption = 0;
    double scale = 0;

    double leftSide() const { return labels + gap; }
    double rightSide() const { return strip > 0 ? strip + gap : 0; }
    double above() const { return strip > 0 ? caption + gap / 2 + strip + gap : 0; }
    double below() const { return labels + gap + (scale > 0 ? scale + gap : 0); }
};

} // namespace

MapWindow MapWindow::within(int size) const
{
    const double kept = std::clamp(count, std::min<double>(fewestCells, size), static_cast<double>(size));
    return {std::clamp(left, 0.0, size - kept), std::clamp(top, 0.0, size - kept), kept};
}

MapWindow MapWindow::zoomed(double factor, QPointF about, int size) const
{
    const double x = std::clamp(about.x(), 0.0, 1.0);
    const double y = std::clamp(about.y(), 0.0, 1.0);
    const double kept =
        std::clamp(count / factor, std::min<double>(fewestCells, size), static_cast<double>(size));
    return MapWindow{left + x * (count - kept), top + y * (count - kept), kept}.within(size);
}

std::optional<MapCell> MapFrame::cellAt(QPointF point) const
{
    if (size <= 0 || !area.contains(point))
        return std::nullopt;
    const int key = static_cast<int>(std::floor(window.left + (point.x() - area.left()) / cell()));
    const int query = static_cast<int>(std::floor(window.top + (point.y() - area.top()) / cell()));
    if (key < 0 || query < 0 || key >= size || query >= size)
        return std::nullopt;
    return MapCell{query, key};
}

int MapFrame::firstRow() const
{
    return std::max(0, static_cast<int>(std::floor(window.top)));
}

int MapFrame::lastRow() const
{
    return std::min(size, static_cast<int>(std::ceil(window.top + window.count))) - 1;
}

int MapFrame::firstColumn() const
{
    return std::max(0, static_cast<int>(std::floor(window.left)));
}

int MapFrame::lastColumn() const
{
    return std::min(size, static_cast<int>(std::ceil(window.left + window.count))) - 1;
}

double fontSize(const QFont& font)
{
    return font.pixelSize() > 0 ? font.pixelSize() : font.pointSizeF() * 96 / 72;
}

QFont labelFont(const FigureStyle& style, const QString& text, bool bold)
{
    QFont font = style.mono;
    if (!drawnUnshaped(text))
        font.setStyleStrategy(QFont::PreferDefault);
    if (bold)
        font.setWeight(QFont::Bold);
    return font;
}

QFont smallerFont(QFont font)
{
    if (font.pixelSize() > 0)
        font.setPixelSize(std::max(1, static_cast<int>(std::lround(0.9 * font.pixelSize()))));
    else
        font.setPointSizeF(0.9 * font.pointSizeF());
    return font;
}

double hairline(const FigureStyle& style)
{
    return fontSize(style.mono) / 11;
}

QString shortLabel(const QString& label)
{
    return label.size() <= longestLabel ? label : label.left(longestLabel - 1) + QChar(0x2026);
}

LabelPlan MapLayout::labelPlan(double cell, const FigureStyle& style)
{
    const double em = fontSize(style.mono);
    // 9 px cells for the 10 to 11 px of the screen.
    if (cell >= 0.81 * em)
        return {};
    for (int step = 10;; step *= 10) {
        for (const int factor : {1, 2, 5}) {
            if (cell * step * factor >= 1.4 * em)
                return {step * factor, true};
        }
    }
}

MapLayout MapLayout::fit(
    const QRectF& area, const HeadContent& content, const FigureStyle& style, const MapRequest& request)
{
    const double em = fontSize(style.mono);
    const QFontMetricsF metrics(style.mono);
    const int size = std::max(1, content.size());
    const bool strips = request.strips && content.hasMasses();

    // The labels decide the cell, the cell decides the labels: tokens first, position numbers if they do not
    // fit.
    Spacing spacing{
        widestLabel(content.source.labels, metrics), 0.7 * em, strips ? 2.4 * em : 0, 1.35 * em,
        request.legend ? 1.5 * em : 0};
    MapLayout layout;
    double side = 0;
    double cell = 0;
    const auto place = [&] {
        side = std::min(
            area.width() - spacing.leftSide() - spacing.rightSide(),
            area.height() - spacing.above() - spacing.below());
        cell = std::clamp(side / size, 1e-3, request.largestCell);
        if (request.wholeCells && cell >= fewestWholePixels)
            cell = std::floor(cell);
        side = std::max(cell * size, 1.0);
    };
    if (request.scaleInTriangle && request.legend && size >= 6) {
        layout.scaleInTriangle = true;
        spacing.scale = 0;
    }
    place();
    if (labelPlan(cell, style).numbers) {
        spacing.labels = metrics.horizontalAdvance(QString::number(size));
        place();
    }
    if (layout.scaleInTriangle && side < 15 * em) {
        layout.scaleInTriangle = false;
        spacing.scale = 1.5 * em;
        place();
    }

    double left = area.left() + spacing.leftSide();
    double top = area.top() + spacing.above();
    if (request.wholeCells) {
        left = std::ceil(left);
        top = std::ceil(top);
    }
    layout.map = {left, top, side, side};
    if (strips) {
        layout.received = {left, top - spacing.gap - spacing.strip, side, spacing.strip};
        layout.given = {left + side + spacing.gap, top, spacing.strip, side};
        layout.captions = {
            left, area.top(), std::max(side + spacing.rightSide(), area.right() - left), spacing.caption};
    }
    layout.rowLabels = {left - spacing.gap - spacing.labels, top, spacing.labels, side};
    layout.columnLabels = {left, top + side + spacing.gap, side, spacing.labels};
    if (spacing.scale > 0)
        layout.scale = {
            left, layout.columnLabels.bottom() + spacing.gap,
            std::max(side, area.right() - spacing.rightSide() - left), spacing.scale};
    layout.bounds = {
        area.left(), area.top(), left + side + spacing.rightSide() - area.left(),
        top + side + spacing.below() - area.top()};
    return layout;
}

} // namespace headwaters
