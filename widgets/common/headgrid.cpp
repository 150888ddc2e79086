#include "widgets/common/headgrid.h"

#include "widgets/common/cellpainting.h"
#include "widgets/common/numberformat.h"
#include "widgets/export/figurescale.h"

#include <QFontMetricsF>
#include <QImage>

#include <algorithm>
#include <cmath>

namespace headwaters {

namespace {

// In units of the screen's base size of 12.
constexpr double screenSize = 12;
constexpr double largestCell = 40;
constexpr double smallestCell = 5;
constexpr double narrowestText = 1.05; ///< of a number's width: cells that are wider show it
constexpr double labelWidth = 34;
constexpr double topHeight = 22;
constexpr double lineHeight = 18;
constexpr double legendGap = 10;
constexpr double barWidth = 150;
constexpr double barHeight = 8;

bool hasMarks(const HeadGrid& map)
{
    return std::find(map.marked.begin(), map.marked.end(), true) != map.marked.end();
}

double cellSize(const HeadGrid& map, double width, double unit)
{
    const double room = width - (labelWidth + 4) * unit;
    return std::clamp(
        room / std::max(map.nHeads, 1), std::min(smallestCell * unit, room / std::max(map.nHeads, 1)),
        largestCell * unit);
}

double legendHeight(const HeadGrid& map, double unit)
{
    const int lines = 2 + (map.bound ? 1 : 0) + (hasMarks(map) ? 1 : 0);
    return (legendGap + lines * lineHeight) * unit;
}

class HeadGridPainter {
public:
    HeadGridPainter(QPainter& painter, const HeadGrid& map, const QRectF& area, const FigureStyle& style)
        : m_painter(painter),
          m_map(map),
          m_style(style),
          m_unit(unitOf(style, screenSize)),
          m_cell(cellSize(map, area.width(), m_unit)),
          m_area(
              area.left() + labelWidth * m_unit, area.top() + topHeight * m_unit, map.nHeads * m_cell,
              map.nLayers * m_cell)
    {
    }

    void cells()
    {
        QImage image(m_map.nHeads, m_map.nLayers, QImage::Format_ARGB32);
        image.fill(Qt::transparent);
        for (int layer = 0; layer < m_map.nLayers; ++layer) {
            for (int head = 0; head < m_map.nHeads; ++head) {
                if (const auto& value = valueOf(layer, head))
                    image.setPixelColor(head, m_map.nLayers - 1 - layer, colourOf(*value));
            }
        }
        paintCells(m_painter, image, m_area, m_cell, m_unit, m_style.palette.colours.panel);
    }

    void numbersAndMarks()
    {
        m_painter.setFont(smaller(m_style.mono));
        const double widest = QFontMetricsF(m_painter.font()).horizontalAdvance(text(m_map.high));
        const bool hasText = m_cell >= narrowestText * widest;
        for (int layer = 0; layer < m_map.nLayers; ++layer) {
            for (int head = 0; head < m_map.nHeads; ++head) {
                const std::optional<double>& value = valueOf(layer, head);
                if (!value)
                    continue;
                const QRectF cell = cellOf(layer, head);
                const QColor ink = inkOn(colourOf(*value));
                m_painter.setPen(ink);
                if (hasText)
                    m_painter.drawText(cell, Qt::AlignCenter, text(*value));
                if (isMarked(layer, head)) {
                    const QPointF place =
                        hasText ? QPointF(cell.right() - 6 * m_unit, cell.top() + 6 * m_unit) : cell.center();
                    dot(place, ink, hasText ? 2 * m_unit : std::min(2 * m_unit, m_cell / 5));
                }
            }
        }
    }

    void labels()
    {
        m_painter.setFont(smaller(m_style.mono));
        m_painter.setPen(m_style.palette.colours.text2);
        const double height = QFontMetricsF(m_painter.font()).height();
        const int everyRow = std::max(1, static_cast<int>(std::ceil(height * 0.85 / m_cell)));
        for (int layer = 0; layer < m_map.nLayers; layer += everyRow) {
            const QRectF cell = cellOf(layer, 0);
            m_painter.drawText(
                QRectF(cell.left() - labelWidth * m_unit, cell.top(), (labelWidth - 6) * m_unit, m_cell),
                Qt::AlignRight | Qt::AlignVCenter | Qt::TextDontClip, QStringLiteral("L%1").arg(layer));
        }
        const int everyColumn = std::max(1, static_cast<int>(std::ceil(14 * m_unit / m_cell)));
        for (int head = 0; head < m_map.nHeads; head += everyColumn) {
            const double x = m_area.left() + (head + 0.5) * m_cell;
            m_painter.drawText(
                QRectF(x - 20 * m_unit, m_area.top() - 18 * m_unit, 40 * m_unit, 14 * m_unit),
                Qt::AlignCenter, QString::number(head));
        }
    }

    void legend()
    {
        if (!m_style.legend)
            return;
        QImage image(256, 1, QImage::Format_RGB32);
        const ColourMap& colours = m_map.isSigned ? m_style.palette.diverging : m_style.palette.sequential;
        for (int at = 0; at < 256; ++at)
            image.setPixelColor(at, 0, colours.at(at / 255.0));
        const double top = m_area.bottom() + legendGap * m_unit;
        const QRectF bar(m_area.left(), top, barWidth * m_unit, barHeight * m_unit);
        m_painter.drawImage(bar, image);
        m_painter.setPen(QPen(m_style.palette.colours.line, 1 * m_unit));
        m_painter.setBrush(Qt::NoBrush);
        m_painter.drawRect(bar);
        m_painter.setFont(smaller(m_style.mono));
        m_painter.setPen(m_style.palette.colours.text2);
        const QRectF ticks(bar.left(), bar.bottom() + 2 * m_unit, bar.width(), 16 * m_unit);
        m_painter.drawText(ticks, Qt::AlignLeft, text(lowest()));
        m_painter.drawText(ticks, Qt::AlignRight, text(m_map.high));
        if (m_map.isSigned)
            m_painter.drawText(ticks, Qt::AlignHCenter, QStringLiteral("0"));
        m_painter.setFont(smaller(m_style.words));
        line(bar.right() + 10 * m_unit, bar.top() - 5 * m_unit, m_map.quantity);
        notes(bar, ticks.bottom());
    }

private:
    /// The tick of the bound and what it and the dots say, a line each.
    void notes(const QRectF& bar, double top)
    {
        if (m_map.bound) {
            const double share = (*m_map.bound - lowest()) / std::max(m_map.high - lowest(), 1e-12);
            const double x = bar.left() + std::clamp(share, 0.0, 1.0) * bar.width();
            m_painter.setPen(QPen(m_style.palette.colours.text, 1.5 * m_unit));
            m_painter.drawLine(QPointF(x, bar.top() - 4 * m_unit), QPointF(x, bar.bottom() + 4 * m_unit));
            const double middle = top + lineHeight * m_unit / 2;
            m_painter.drawLine(
                QPointF(bar.left() + 4 * m_unit, middle - 6 * m_unit),
                QPointF(bar.left() + 4 * m_unit, middle + 6 * m_unit));
            m_painter.setPen(m_style.palette.colours.text2);
            line(bar.left() + 14 * m_unit, top, m_map.boundText);
            top += lineHeight * m_unit;
        }
        if (hasMarks(m_map)) {
            dot({bar.left() + 4 * m_unit, top + lineHeight * m_unit / 2}, m_style.palette.colours.text,
                2 * m_unit);
            m_painter.setPen(m_style.palette.colours.text2);
            line(bar.left() + 14 * m_unit, top, m_map.markText);
        }
    }

    void line(double left, double top, const QString& words)
    {
        m_painter.drawText(
            QRectF(left, top, 200 * m_unit, lineHeight * m_unit),
            Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip, words);
    }

    void dot(const QPointF& place, const QColor& colour, double radius)
    {
        m_painter.setRenderHint(QPainter::Antialiasing);
        m_painter.setPen(Qt::NoPen);
        m_painter.setBrush(colour);
        m_painter.drawEllipse(place, radius, radius);
    }

    [[nodiscard]] const std::optional<double>& valueOf(int layer, int head) const
    {
        return m_map.values[static_cast<std::size_t>(layer * m_map.nHeads + head)];
    }
    [[nodiscard]] bool isMarked(int layer, int head) const
    {
        return !m_map.marked.empty() && m_map.marked[static_cast<std::size_t>(layer * m_map.nHeads + head)];
    }
    [[nodiscard]] QRectF cellOf(int layer, int head) const
    {
        return {
            m_area.left() + head * m_cell, m_area.top() + (m_map.nLayers - 1 - layer) * m_cell, m_cell,
            m_cell};
    }
    [[nodiscard]] double lowest() const { return m_map.isSigned ? -m_map.high : m_map.low; }
    [[nodiscard]] QString text(double value) const
    {
        return m_map.isSigned ? signedText(value, m_map.decimals) : numberText(value, m_map.decimals);
    }
    [[nodiscard]] QColor colourOf(double value) const
    {
        const ColourMap& colours = m_map.isSigned ? m_style.palette.diverging : m_style.palette.sequential;
        const double range = m_map.high - lowest();
        return range > 0 ? colours.at(std::clamp((value - lowest()) / range, 0.0, 1.0))
                         : m_style.palette.colours.panel;
    }

    QPainter& m_painter;
    const HeadGrid& m_map;
    const FigureStyle& m_style;
    double m_unit;
    double m_cell;
    QRectF m_area;
};

} // namespace

double headGridHeight(const HeadGrid& map, double width, const FigureStyle& style)
{
    const double unit = unitOf(style, screenSize);
    return topHeight * unit + map.nLayers * cellSize(map, width, unit)
        + (style.legend ? legendHeight(map, unit) : 0);
}

void paintHeadGrid(QPainter& painter, const HeadGrid& map, const QRectF& area, const FigureStyle& style)
{
    painter.save();
    HeadGridPainter parts(painter, map, area, style);
    parts.cells();
    parts.numbersAndMarks();
    parts.labels();
    parts.legend();
    painter.restore();
}

} // namespace headwaters
