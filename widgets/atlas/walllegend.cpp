#include "widgets/atlas/walllegend.h"

#include "widgets/atlas/rolepainter.h"

#include <QCoreApplication>
#include <QFontMetricsF>

#include <algorithm>

namespace headwaters {

namespace {

/// Words that are set from the right end to the left, about one middle.
class FromRight {
public:
    FromRight(QPainter& painter, double right, double middle, double unit)
        : m_painter(painter),
          m_right(right),
          m_middle(middle),
          m_unit(unit)
    {
    }

    void text(const QString& label, const QFont& font, const QColor& ink, double gap)
    {
        const double width = QFontMetricsF(font).horizontalAdvance(label);
        m_painter.setFont(font);
        m_painter.setPen(ink);
        m_painter.drawText(
            QRectF(m_right - width - m_unit, m_middle - 10 * m_unit, width + 2 * m_unit, 20 * m_unit),
            Qt::AlignCenter, label);
        m_right -= width + gap * m_unit;
    }

    [[nodiscard]] double right() const { return m_right; }
    void moveTo(double right) { m_right = right; }

private:
    QPainter& m_painter;
    double m_right, m_middle, m_unit;
};

void paintRamp(QPainter& painter, const QRectF& bar, const ColourMap& map, const QPen& border)
{
    QImage ramp(256, 1, QImage::Format_Indexed8);
    ramp.setColorTable(map.table());
    for (int i = 0; i < 256; ++i)
        ramp.scanLine(0)[i] = static_cast<uchar>(i);
    painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
    painter.drawImage(bar, ramp, ramp.rect());
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(border);
    painter.drawRect(bar);
}

} // namespace

void paintWallLegend(
    QPainter& painter, const WallLayout& layout, const WallPicture& picture, const WallStyle& style,
    const QRectF& exposed)
{
    const QRectF place = layout.legend();
    if (!picture.legend || !place.intersects(exposed))
        return;
    const double unit = layout.unit();
    const Colours& colours = style.palette.colours;
    const double middle = place.bottom() - 17 * unit;
    const WallScale& scale = picture.scale;
    const QString name =
        scale.name.isEmpty() ? QCoreApplication::translate("Atlas", "attention") : scale.name;
    // From the right: the word, 1, the bar, 0.
    FromRight line(painter, place.right() - 12 * unit, middle, unit);
    line.text(name, style.words, colours.text3, 14);
    line.text(scale.high, style.mono, colours.text2, 12);
    const double left = place.left() + QFontMetricsF(style.mono).horizontalAdvance(scale.low) + 24 * unit;
    const double length = std::clamp(line.right() - left, 16 * unit, 110 * unit); // a narrow page has less
    const QRectF bar(line.right() - length, middle - 4 * unit, length, 8 * unit);
    paintRamp(
        painter, bar, scale.isDiverging ? style.palette.diverging : style.palette.sequential,
        {colours.line, unit, Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin});
    line.moveTo(bar.left() - 12 * unit);
    line.text(scale.low, style.mono, colours.text2, 12);
    if (!picture.roles.empty() && picture.note.isEmpty())
        paintRoleLegend(
            painter,
            QRectF(
                QPointF(place.left() + 12 * unit, middle - 10 * unit),
                QPointF(line.right(), middle + 10 * unit)),
            style.words, colours, unit);
}

void paintNote(
    QPainter& painter, const WallLayout& layout, const WallPicture& picture, const WallStyle& style)
{
    if (picture.note.isEmpty())
        return;
    const double unit = layout.unit();
    const QRectF place = layout.legend().adjusted(12 * unit, 10 * unit, -240 * unit, -7 * unit);
    painter.setFont(style.words);
    painter.setPen(style.palette.colours.text2);
    painter.drawText(
        place, Qt::AlignLeft | Qt::AlignVCenter,
        QFontMetricsF(style.words).elidedText(picture.note, Qt::ElideRight, place.width()));
}

} // namespace headwaters
