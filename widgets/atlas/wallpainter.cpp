#include "widgets/atlas/wallpainter.h"

#include "widgets/atlas/rolepainter.h"
#include "widgets/atlas/scorestrip.h"
#include "widgets/atlas/walllegend.h"
#include "widgets/theme/metrics.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace headwaters {

namespace {

constexpr double smallestNumberedCell = 40; ///< at this size the number goes
constexpr double smallestBorderedCell = 20; ///< below, the border turns pale

/// One pass over the wall; holds what its parts share.
class Pass {
public:
    Pass(
        QPainter& painter, const WallLayout& layout, const WallPicture& picture, WallImages& images,
        const WallStyle& style, const QRectF& exposed)
        : m_painter(painter),
          m_layout(layout),
          m_picture(picture),
          m_images(images),
          m_style(style),
          m_colours(style.palette.colours),
          m_exposed(exposed),
          m_unit(layout.unit())
    {
    }

    void paintGroups();
    void paintHeads();
    /// How many were drawn.
    int paintCells();

private:
    void paintGroup(int group, const QRectF& place);
    void paintCell(HeadIndex head);
    void paintMarks(HeadIndex head);
    void paintNumber(HeadIndex head, bool kept);
    void paintOutline(HeadIndex head, double width, double gap);
    void paintPadlock(HeadIndex head);

    [[nodiscard]] QPen pen(const QColor& colour, double width = 1) const
    {
        return {colour, width * m_unit, Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin};
    }

    QPainter& m_painter;
    const WallLayout& m_layout;
    const WallPicture& m_picture;
    WallImages& m_images;
    const WallStyle& m_style;
    const Colours& m_colours;
    QRectF m_exposed;
    double m_unit;
};

/// Every how many rows or columns a label fits.
int labelStep(double pitch, double room)
{
    return std::max(1, static_cast<int>(std::ceil(room / pitch)));
}

void Pass::paintGroups()
{
    const QRectF place = m_layout.groupHeads();
    const HeadGroups& groups = m_layout.shape().groups;
    if (!groups.isGrouped() || !place.intersects(m_exposed))
        return;
    m_painter.save();
    if (!m_layout.largestScroll().isNull())
        m_painter.setClipRect(place, Qt::IntersectClip);
    m_painter.setFont(m_style.axis);
    m_painter.setRenderHint(QPainter::Antialiasing, false);
    const IndexRange heads = m_layout.headsIn(place);
    for (int group = groups.of(heads.first); group < groups.count() && groups.first(group) < heads.end;
         ++group)
        paintGroup(group, place);
    m_painter.restore();
}

// A bracket that its label interrupts, in the middle of what is seen of it.
void Pass::paintGroup(int group, const QRectF& place)
{
    const QRectF bracket = m_layout.groupHead(group);
    const QRectF seen = bracket.intersected(place);
    const QFontMetricsF font(m_style.axis);
    const double room = seen.width() - 12 * m_unit;
    QString label = QCoreApplication::translate("Atlas", "kv %1").arg(group);
    if (font.horizontalAdvance(label) > room)
        label = QString::number(group);
    if (font.horizontalAdvance(label) > room)
        label.clear();

    const double y = bracket.top() + std::round(bracket.height() / 2 / m_unit) * m_unit;
    const double half = label.isEmpty() ? 0 : font.horizontalAdvance(label) / 2 + 4 * m_unit;
    const double middle = seen.center().x();
    const double right = bracket.right() - m_unit;
    m_painter.setPen(pen(m_colours.lineStrong));
    m_painter.drawLine(QPointF(bracket.left(), bracket.bottom() - m_unit), QPointF(bracket.left(), y));
    m_painter.drawLine(QPointF(right, bracket.bottom() - m_unit), QPointF(right, y));
    if (middle - half > bracket.left())
        m_painter.drawLine(QPointF(bracket.left(), y), QPointF(middle - half, y));
    if (middle + half < right)
        m_painter.drawLine(QPointF(middle + half, y), QPointF(right, y));
    m_painter.setPen(m_colours.text2);
    m_painter.drawText(
        QRectF(middle - half, y - 7 * m_unit, 2 * half, 14 * m_unit), Qt::AlignCenter | Qt::TextDontClip,
        label);
}

void Pass::paintHeads()
{
    const QFontMetricsF font(m_style.mono);
    m_painter.setFont(m_style.mono);
    m_painter.setPen(m_colours.text2);

    if (const QRectF place = m_layout.columnHeads(); place.intersects(m_exposed)) {
        const QString last = QString::number(m_layout.nHeads() - 1);
        const QString word = QCoreApplication::translate("Atlas", "head %1");
        const bool words = font.horizontalAdvance(word.arg(last)) <= m_layout.pitchX() - 10 * m_unit;
        const int step = words ? 1 : labelStep(m_layout.pitchX(), font.horizontalAdvance(last) + 6 * m_unit);
        const IndexRange heads = m_layout.headsIn(place);
        for (int head = heads.first; head < heads.end; ++head) {
            const double x = m_layout.cellRect({0, head}).center().x();
            const QString label = words ? word.arg(head) : QString::number(head);
            // The score strip begins at the right end with a tick of its own.
            if (head % step != 0 || x < place.left() || x + font.horizontalAdvance(label) / 2 > place.right())
                continue;
            m_painter.drawText(
                QRectF(x - 40 * m_unit, place.top(), 80 * m_unit, 16 * m_unit), Qt::AlignCenter, label);
        }
    }

    if (const QRectF place = m_layout.rowHeads(); place.intersects(m_exposed)) {
        const int step = labelStep(m_layout.pitchY(), font.height());
        const IndexRange layers = m_layout.layersIn(place);
        for (int layer = layers.first; layer < layers.end; ++layer) {
            const double y = m_layout.cellRect({layer, 0}).center().y();
            if (layer % step != 0 || y < place.top() || y > place.bottom())
                continue;
            m_painter.drawText(
                QRectF(place.left(), y - 10 * m_unit, place.width() - 7 * m_unit, 20 * m_unit),
                Qt::AlignRight | Qt::AlignVCenter, QStringLiteral("L%1").arg(layer));
        }
    }
}

int Pass::paintCells()
{
    const double around = 5 * m_unit;
    // Right and below, the last gap has room for the outline.
    const QRectF place = m_layout.cells().adjusted(-around, -around, 0, 0);
    if (!place.intersects(m_exposed))
        return 0;
    const QRectF seen = place.intersected(m_exposed);
    const IndexRange layers = m_layout.layersIn(seen);
    const IndexRange heads = m_layout.headsIn(seen);
    int painted = 0;
    m_painter.save();
    if (!m_layout.largestScroll().isNull())
        m_painter.setClipRect(place, Qt::IntersectClip);
    for (int layer = layers.first; layer < layers.end; ++layer)
        for (int head = heads.first; head < heads.end; ++head)
            if (m_layout.cellRect({layer, head}).intersects(seen)) {
                paintCell({layer, head});
                ++painted;
            }
    m_painter.restore();

    // The padlock reaches further out than the cells.
    m_painter.save();
    if (!m_layout.largestScroll().isNull())
        m_painter.setClipRect(place.adjusted(0, 0, around, around), Qt::IntersectClip);
    const double gap = m_layout.cell() < 24 * m_unit ? 1 : 2;
    if (m_picture.hovered && m_picture.hovered != m_picture.locked)
        paintOutline(*m_picture.hovered, 1, gap);
    if (m_picture.locked) {
        paintOutline(*m_picture.locked, 2, gap);
        if (m_picture.padlock && m_layout.cell() >= 24 * m_unit)
            paintPadlock(*m_picture.locked);
    }
    m_painter.restore();
    return painted;
}

void Pass::paintCell(HeadIndex head)
{
    const QRectF border = m_layout.cellRect(head).adjusted(m_unit / 2, m_unit / 2, -m_unit / 2, -m_unit / 2);
    const double radius = std::min(3 * m_unit, 0.08 * m_layout.cell());
    const QImage& image = m_images.image(head);
    m_painter.setBrush(Qt::NoBrush);
    if (image.isNull()) {
        QPen dashed = pen(m_colours.line);
        dashed.setDashPattern({3, 3});
        m_painter.setPen(dashed);
        m_painter.setRenderHint(QPainter::Antialiasing, false);
        m_painter.drawRect(border);
        return;
    }

    const bool kept = m_picture.ranking.isKept(head, m_picture.top);
    const double opacity = m_painter.opacity();
    m_painter.setOpacity(kept ? opacity : metrics::opacityFaded * opacity);
    m_painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
    m_painter.setRenderHint(QPainter::Antialiasing, false);
    m_painter.drawImage(m_layout.imageRect(head), image, image.rect());
    m_painter.setRenderHint(QPainter::Antialiasing, true);
    // Around a small picture a strong border would be all that is seen.
    m_painter.setPen(
        pen(m_layout.cell() < smallestBorderedCell * m_unit ? m_colours.line : m_colours.lineStrong));
    if (!paintStageBorder(
            m_painter, border, radius, roleAt(m_picture.roles, head, m_layout.nHeads()), m_colours, m_unit))
        m_painter.drawRoundedRect(border, radius, radius);
    m_painter.setOpacity(opacity);

    paintMarks(head);
    paintNumber(head, kept);
}

void Pass::paintMarks(HeadIndex head)
{
    if (m_picture.marks.empty() || m_picture.tokenCount < 1)
        return;
    const QRectF image = m_layout.imageRect(head);
    const double inset = image.left() - m_layout.cellRect(head).left();
    const double step = image.width() / m_picture.tokenCount;
    const double thick = std::max(step, 2 * m_unit);
    const double opacity = m_painter.opacity();
    for (const int position : m_picture.marks) {
        const double from = position * step;
        const double centre = from + step / 2;
        // Ticks stand in the frame around the image, so that no value changes its colour.
        m_painter.fillRect(
            QRectF(image.left() + centre - thick / 2, image.bottom(), thick, inset), m_colours.mark);
        m_painter.fillRect(
            QRectF(image.left() - inset, image.top() + centre - thick / 2, inset, thick), m_colours.mark);
        if (step < 4 * m_unit)
            continue;
        // The row up to the diagonal and the column from there on, each between two thin lines.
        m_painter.setOpacity(metrics::opacityCrosshair * opacity);
        m_painter.setPen(pen(m_colours.mark));
        for (const double at : {from, from + step}) {
            m_painter.drawLine(
                QPointF(image.left(), image.top() + at),
                QPointF(image.left() + from + step, image.top() + at));
            m_painter.drawLine(
                QPointF(image.left() + at, image.top() + from), QPointF(image.left() + at, image.bottom()));
        }
        m_painter.setOpacity(opacity);
    }
}

void Pass::paintNumber(HeadIndex head, bool kept)
{
    if (m_layout.cell() <= smallestNumberedCell * m_unit)
        return;
    const QFontMetricsF font(m_style.mono);
    const QString number = head.text();
    // All cells have their number or none has.
    const QString widest = HeadIndex{m_layout.nLayers() - 1, m_layout.nHeads() - 1}.text();
    if (font.horizontalAdvance(widest) > 0.6 * m_layout.cell())
        return;
    const QRectF place = m_layout.cellRect(head).adjusted(0, 5 * m_unit, -6 * m_unit, 0);
    m_painter.setFont(m_style.mono);
    m_painter.setPen(kept ? m_colours.text : m_colours.text3);
    m_painter.drawText(place, Qt::AlignRight | Qt::AlignTop, number);
    paintRole(
        m_painter, place.adjusted(0, font.height(), 0, 0), roleAt(m_picture.roles, head, m_layout.nHeads()),
        m_style.axis, kept ? m_colours.text2 : m_colours.text3, m_unit);
}

void Pass::paintOutline(HeadIndex head, double width, double gap)
{
    const double out = (gap + width / 2) * m_unit;
    m_painter.setRenderHint(QPainter::Antialiasing, true);
    m_painter.setBrush(Qt::NoBrush);
    m_painter.setPen(pen(m_colours.mark, width));
    const double radius = std::min(6 * m_unit, 0.15 * m_layout.cell() + out);
    m_painter.drawRoundedRect(m_layout.cellRect(head).adjusted(-out, -out, out, out), radius, radius);
    if (width > 1 && m_picture.focusRing) {
        m_painter.setPen(pen(m_colours.accent, 2));
        m_painter.drawRoundedRect(
            m_layout.cellRect(head).adjusted(m_unit, m_unit, -m_unit, -m_unit), 3 * m_unit, 3 * m_unit);
    }
}

void Pass::paintPadlock(HeadIndex head)
{
    const QPointF centre = m_layout.cellRect(head).bottomRight();
    const double size = m_layout.cell() < 56 * m_unit ? 0.75 * m_unit : m_unit;
    m_painter.setRenderHint(QPainter::Antialiasing, true);
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(m_colours.mark);
    m_painter.drawEllipse(centre, 9 * size, 9 * size);

    QPainterPath shackle;
    shackle.moveTo(centre + QPointF(-2.2, -0.5) * size);
    shackle.lineTo(centre + QPointF(-2.2, -2) * size);
    shackle.arcTo(QRectF(centre + QPointF(-2.2, -4.2) * size, QSizeF(4.4, 4.4) * size), 180, -180);
    shackle.lineTo(centre + QPointF(2.2, -0.5) * size);
    m_painter.setBrush(Qt::NoBrush);
    m_painter.setPen({m_colours.panel, 1.3 * size});
    m_painter.drawPath(shackle);
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(m_colours.panel);
    m_painter.drawRoundedRect(QRectF(centre + QPointF(-3.6, -0.8) * size, QSizeF(7.2, 5) * size), size, size);
}

} // namespace

int paintWall(
    QPainter& painter, const WallLayout& layout, const WallPicture& picture, WallImages& images,
    const WallStyle& style, const QRectF& exposed)
{
    if (layout.nLayers() < 1 || layout.nHeads() < 1)
        return 0;
    painter.save();
    Pass pass(painter, layout, picture, images, style, exposed);
    pass.paintGroups();
    pass.paintHeads();
    const int painted = pass.paintCells();
    paintScoreStrip(painter, layout, picture, style, exposed);
    paintWallLegend(painter, layout, picture, style, exposed);
    painter.restore();
    return painted;
}

} // namespace headwaters
