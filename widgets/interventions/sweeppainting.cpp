#include "widgets/common/cellpainting.h"
#include "widgets/common/numberformat.h"
#include "widgets/export/figurescale.h"
#include "widgets/interventions/interventiontexts.h"
#include "widgets/interventions/sweepfigure.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QImage>

#include <algorithm>
#include <cmath>

namespace headwaters {

namespace {

// In units of the screen's base size of 12.
constexpr double screenSize = 12;
constexpr double largestCell = 40; // on paper
constexpr double largestOnScreen = 72;
constexpr double smallestCell = 5;
constexpr double borderedCell = 8;
constexpr double textCell = 24;
constexpr double smallestNumber = 0.005; // of smaller ones cells would say 0.00 throughout
constexpr double gapBeside = 28;
constexpr double legendHeight = 44;
constexpr double legendWidth = 150;

QString tr(const char* text)
{
    return QCoreApplication::translate("Interventions", text);
}

bool standsUpright(const SweepPicture& picture)
{
    return picture.map->request.axes != SweepAxes::LayerByHead;
}

double labelWidth(const SweepPicture& picture, const FigureStyle& style)
{
    const QFontMetricsF metrics(smaller(style.mono));
    double widest = 0;
    for (int row = 0; row < picture.map->size.rows; ++row)
        widest = std::max(widest, metrics.horizontalAdvance(picture.rowLabel(row)));
    return std::min(widest, 90 * unitOf(style, screenSize)) + 8 * unitOf(style, screenSize);
}

double topHeight(const SweepPicture& picture, const FigureStyle& style)
{
    const double unit = unitOf(style, screenSize);
    if (!standsUpright(picture))
        return 40 * unit;
    const QFontMetricsF metrics(smaller(style.mono));
    double widest = 0;
    for (const QString& token : picture.tokens)
        widest = std::max(widest, metrics.horizontalAdvance(token));
    return 24 * unit + std::min(widest, 70 * unit) + 4 * unit;
}

class SweepPainter {
public:
    SweepPainter(QPainter& painter, const SweepPicture& picture, const FigureStyle& style)
        : m_painter(painter),
          m_picture(picture),
          m_style(style),
          m_unit(unitOf(style, screenSize)),
          m_bound(picture.bound())
    {
    }

    void cells(const QRectF& area, double cell, bool ofControl)
    {
        const SweepSize size = m_picture.map->size;
        auto values = m_picture.values(ofControl);
        values.resize(static_cast<std::size_t>(size.rows * size.columns));
        QImage image(size.columns, size.rows, QImage::Format_ARGB32);
        image.fill(Qt::transparent);
        QVector<QRectF> empty, measured;
        for (int row = 0; row < size.rows; ++row) {
            for (int column = 0; column < size.columns; ++column) {
                const int drawn = SweepGeometry::drawnRow(*m_picture.map, row);
                const auto& value = values[static_cast<std::size_t>(row * size.columns + column)];
                const QRectF box(area.left() + column * cell, area.top() + drawn * cell, cell, cell);
                if (value) {
                    image.setPixelColor(column, drawn, colourOf(*value));
                    measured << box;
                } else if (isToCome(row, column)) {
                    empty << box;
                }
            }
        }
        paintCells(m_painter, image, area, cell, m_unit, m_style.palette.colours.panel);
        m_painter.setPen(QPen(m_style.palette.colours.line, 1 * m_unit));
        m_painter.setBrush(Qt::NoBrush);
        const double inset = cell >= 8 * m_unit ? 1.5 * m_unit : 0.5 * m_unit;
        for (const QRectF& one : empty)
            m_painter.drawRect(one.adjusted(inset, inset, -inset, -inset));
        // A zero has the panel's colour: its border says that it was measured.
        for (const QRectF& one : measured) {
            if (cell >= borderedCell * m_unit)
                m_painter.drawRect(one.adjusted(0.5 * m_unit, 0.5 * m_unit, -0.5 * m_unit, -0.5 * m_unit));
        }
    }

    void numbers(const QRectF& area, double cell)
    {
        if (cell < textCell * m_unit || m_bound < smallestNumber)
            return;
        const SweepSize size = m_picture.map->size;
        const auto values = m_picture.values(false);
        QFont font = smaller(m_style.mono);
        const int decimals = decimalsOf(2);
        m_painter.setFont(font);
        for (int row = 0; row < size.rows; ++row) {
            for (int column = 0; column < size.columns; ++column) {
                const auto& value = values[static_cast<std::size_t>(row * size.columns + column)];
                if (!value)
                    continue;
                const int drawn = SweepGeometry::drawnRow(*m_picture.map, row);
                m_painter.setPen(inkOn(colourOf(*value)));
                const QString text =
                    m_picture.isSigned() ? signedText(*value, decimals) : numberText(*value, decimals);
                m_painter.drawText(
                    QRectF(area.left() + column * cell, area.top() + drawn * cell, cell, cell),
                    Qt::AlignCenter, text);
            }
        }
    }

    void labels(const QRectF& area, double cell)
    {
        m_painter.setFont(smaller(m_style.mono));
        m_painter.setPen(m_style.palette.colours.text2);
        const QFontMetricsF metrics(m_painter.font());
        const int every = std::max(1, static_cast<int>(std::ceil(metrics.height() * 0.85 / cell)));
        for (int row = 0; row < m_picture.map->size.rows; ++row) {
            const int drawn = SweepGeometry::drawnRow(*m_picture.map, row);
            if (row % every != 0)
                continue;
            const QRectF place(area.left() - 100 * m_unit, area.top() + drawn * cell, 94 * m_unit, cell);
            m_painter.drawText(
                place, Qt::AlignRight | Qt::AlignVCenter | Qt::TextDontClip,
                metrics.elidedText(m_picture.rowLabel(row), Qt::ElideRight, 90 * m_unit));
        }
        columnLabels(area, cell, every);
    }

    void columnLabels(const QRectF& area, double cell, int every)
    {
        const QFontMetricsF metrics(m_painter.font());
        for (int column = 0; column < m_picture.map->size.columns; ++column) {
            const double x = area.left() + (column + 0.5) * cell;
            const QString text =
                metrics.elidedText(m_picture.columnLabel(column), Qt::ElideRight, 70 * m_unit);
            if (!standsUpright(m_picture)) {
                const int wide = std::max(1, static_cast<int>(std::ceil(14 * m_unit / cell)));
                if (column % wide == 0)
                    m_painter.drawText(
                        QRectF(x - 20 * m_unit, area.top() - 18 * m_unit, 40 * m_unit, 14 * m_unit),
                        Qt::AlignCenter, text);
                continue;
            }
            if (column % every != 0)
                continue;
            m_painter.save();
            m_painter.translate(x, area.top() - 5 * m_unit);
            m_painter.rotate(-90);
            m_painter.drawText(
                QRectF(0, -8 * m_unit, 80 * m_unit, 16 * m_unit), Qt::AlignLeft | Qt::AlignVCenter, text);
            m_painter.restore();
        }
    }

    void heading(const QRectF& area, const QString& text, double top)
    {
        QFont font = m_style.words;
        font.setWeight(QFont::DemiBold);
        m_painter.setFont(font);
        m_painter.setPen(m_style.palette.colours.text);
        m_painter.drawText(
            QRectF(area.left(), top, std::max(area.width(), 120 * m_unit), 18 * m_unit),
            Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip, text);
    }

    void legend(const QRectF& place)
    {
        if (!m_style.legend || !(m_bound > 0))
            return;
        const bool isSigned = m_picture.isSigned();
        const ColourMap& map = isSigned ? m_style.palette.diverging : m_style.palette.sequential;
        QImage image(256, 1, QImage::Format_RGB32);
        for (int at = 0; at < 256; ++at)
            image.setPixelColor(at, 0, map.at(at / 255.0));
        const QRectF bar(place.left(), place.top() + 12 * m_unit, legendWidth * m_unit, 8 * m_unit);
        m_painter.drawImage(bar, image);
        m_painter.setPen(QPen(m_style.palette.colours.line, 1 * m_unit));
        m_painter.setBrush(Qt::NoBrush);
        m_painter.drawRect(bar);
        m_painter.setFont(smaller(m_style.mono));
        m_painter.setPen(m_style.palette.colours.text2);
        const QRectF ticks(bar.left(), bar.bottom() + 2 * m_unit, bar.width(), 16 * m_unit);
        const QString bound = boundText();
        m_painter.drawText(
            ticks, Qt::AlignLeft, isSigned ? QChar(0x2212) + bound.mid(1) : QStringLiteral("0"));
        m_painter.drawText(ticks, Qt::AlignRight, bound);
        if (isSigned)
            m_painter.drawText(ticks, Qt::AlignHCenter, QStringLiteral("0"));
        m_painter.setFont(smaller(m_style.words));
        m_painter.drawText(
            QRectF(bar.right() + 10 * m_unit, bar.top() - 5 * m_unit, 120 * m_unit, 18 * m_unit),
            Qt::AlignLeft | Qt::AlignVCenter, unit());
    }

    void lock(const QRectF& area, double cell)
    {
        if (!m_picture.locked || m_picture.map->request.axes != SweepAxes::LayerByHead)
            return;
        const int drawn = SweepGeometry::drawnRow(*m_picture.map, m_picture.locked->layer);
        const QRectF box(area.left() + m_picture.locked->head * cell, area.top() + drawn * cell, cell, cell);
        m_painter.setPen(QPen(m_style.palette.colours.mark, 2 * m_unit));
        m_painter.setBrush(Qt::NoBrush);
        m_painter.drawRoundedRect(box, 2 * m_unit, 2 * m_unit);
    }

private:
    /// The upper end of the scale, with its sign where there are two ends.
    [[nodiscard]] QString boundText() const
    {
        if (m_bound < smallestNumber)
            return (m_picture.isSigned() ? QStringLiteral("+") : QString())
                + QString::number(m_bound, 'g', 2);
        return m_picture.isSigned() ? signedText(m_bound, decimalsOf(3)) : numberText(m_bound, decimalsOf(3));
    }

    [[nodiscard]] QString unit() const
    {
        switch (m_picture.quantity) {
        case SweepQuantity::Change:
            return tr("logits");
        case SweepQuantity::Normalised:
            return tr("of the way");
        case SweepQuantity::Divergence:
            return tr("nats");
        case SweepQuantity::Probability:
            return tr("probability");
        case SweepQuantity::Rank:
            break;
        }
        return tr("rank, 0 is the first");
    }

    /// Ranks are whole; of small numbers so many that they differ.
    [[nodiscard]] int decimalsOf(int ofSmall) const
    {
        if (m_picture.quantity == SweepQuantity::Rank)
            return 0;
        if (m_picture.quantity == SweepQuantity::Probability)
            return 2;
        return m_bound >= 0.095 ? 1 : ofSmall;
    }

    [[nodiscard]] QColor colourOf(double value) const
    {
        if (!std::isfinite(value) || !(m_bound > 0))
            return m_style.palette.colours.panel;
        return m_picture.isSigned() ? m_style.palette.diverging.at(0.5 + 0.5 * value / m_bound)
                                    : m_style.palette.sequential.at(value / m_bound);
    }

    /// Whether a cell without a number will get one: no edge leads to a later token, no sender above.
    [[nodiscard]] bool isToCome(int row, int column) const
    {
        const SweepRequest& request = m_picture.map->request;
        if (request.axes == SweepAxes::DestinationBySource)
            return column <= row && row > 0;
        return request.change.operation != CausalOperation::Path || row < request.change.receiver.layer;
    }

    QPainter& m_painter;
    const SweepPicture& m_picture;
    const FigureStyle& m_style;
    double m_unit;
    double m_bound;
};

} // namespace

int SweepGeometry::drawnRow(const SweepMap& map, int row)
{
    return map.request.axes == SweepAxes::DestinationBySource ? row : map.size.rows - 1 - row;
}

SweepGeometry
SweepGeometry::of(const SweepPicture& picture, const QRectF& area, const FigureStyle& style, bool fitHeight)
{
    const double unit = unitOf(style, screenSize);
    const SweepSize size = picture.map->size;
    const double left = labelWidth(picture, style);
    const double top = topHeight(picture, style);
    const bool hasControl = picture.map->draws > 0;
    const double columns = size.columns * (hasControl ? 1.5 : 1.0);
    const double room = area.width() - left - (hasControl ? gapBeside * unit : 0) - 4 * unit;
    double cell = std::min((fitHeight ? largestOnScreen : largestCell) * unit, room / std::max(columns, 1.0));
    if (fitHeight)
        cell = std::min(cell, (area.height() - top - legendHeight * unit) / std::max(size.rows, 1));
    cell = std::max(cell, std::min(smallestCell * unit, room / std::max(columns, 1.0)));
    SweepGeometry geometry;
    geometry.cell = cell;
    geometry.map = {area.left() + left, area.top() + top, size.columns * cell, size.rows * cell};
    if (hasControl)
        geometry.control = {
            geometry.map.right() + gapBeside * unit, geometry.map.top(), size.columns * cell / 2,
            size.rows * cell / 2};
    geometry.legend = {
        geometry.map.left(), geometry.map.bottom(), area.right() - geometry.map.left(), legendHeight * unit};
    geometry.height = top + geometry.map.height() + legendHeight * unit;
    return geometry;
}

void paintSweep(
    QPainter& painter, const SweepPicture& picture, const SweepGeometry& geometry, const FigureStyle& style)
{
    painter.save();
    SweepPainter parts(painter, picture, style);
    const double top = geometry.map.top() - topHeight(picture, style);
    parts.heading(geometry.map, picture.name(), top);
    parts.cells(geometry.map, geometry.cell, false);
    parts.numbers(geometry.map, geometry.cell);
    parts.labels(geometry.map, geometry.cell);
    parts.lock(geometry.map, geometry.cell);
    if (picture.map->draws > 0) {
        const QFontMetricsF metrics(style.words);
        // Beside a narrow map its heading needs the room up to here.
        const bool clashes =
            geometry.map.left() + metrics.horizontalAdvance(picture.name()) * 1.08 > geometry.control.left();
        parts.heading(
            geometry.control, tr("Random control"), clashes ? top + 18 * unitOf(style, screenSize) : top);
        parts.cells(geometry.control, geometry.cell / 2, true);
        painter.setFont(smaller(style.words));
        painter.setPen(style.palette.colours.text3);
        painter.drawText(
            QRectF(
                geometry.control.left(), geometry.control.bottom() + 4 * unitOf(style, screenSize),
                std::max(geometry.control.width(), 140 * unitOf(style, screenSize)),
                16 * unitOf(style, screenSize)),
            Qt::AlignLeft | Qt::TextDontClip, tr("same size, %1 draws").arg(picture.map->draws));
    }
    parts.legend(geometry.legend);
    painter.restore();
}

} // namespace headwaters
