#include "widgets/compare/sidebysidefigure.h"

#include <QFontMetricsF>

#include <algorithm>
#include <utility>

namespace headwaters {

namespace {

constexpr double narrowest = 52; ///< em of width from which the two stand beside each other
constexpr double gap = 2; ///< em between them
constexpr double headingHeight = 1.9; ///< em

double emOf(const FigureStyle& style)
{
    const QFont& font = style.words;
    return font.pixelSize() > 0 ? font.pixelSize() : font.pointSizeF();
}

} // namespace

/// Where a figure and the line above it stand, for A and B.
struct SideBySideFigure::Places {
    QRectF headings[2];
    QRectF figures[2];
    double height = 0;
};

SideBySideFigure::SideBySideFigure(std::unique_ptr<Figure> a, std::unique_ptr<Figure> b)
    : m_a(std::move(a)),
      m_b(std::move(b))
{
}

QString SideBySideFigure::title() const
{
    const QString a = m_a->title();
    const QString b = m_b->title();
    return a == b ? QStringLiteral("%1 · A | B").arg(a) : QStringLiteral("A: %1 | B: %2").arg(a, b);
}

QString SideBySideFigure::caption() const
{
    return QStringLiteral("A: %1 B: %2").arg(m_a->caption(), m_b->caption());
}

Provenance SideBySideFigure::provenance() const
{
    return comparedProvenance(m_a->provenance(), m_b->provenance());
}

QString SideBySideFigure::fileStem() const
{
    return m_a->fileStem() + QStringLiteral("-a-and-b");
}

SideBySideFigure::Places SideBySideFigure::places(const QRectF& area, const FigureStyle& style) const
{
    const double em = emOf(style);
    const bool isNarrow = area.width() < narrowest * em;
    const double width = isNarrow ? area.width() : (area.width() - gap * em) / 2;
    const Figure* figures[2] = {m_a.get(), m_b.get()};
    Places places;
    QPointF corner = area.topLeft();
    for (int side = 0; side < 2; ++side) {
        places.headings[side] = QRectF(corner, QSizeF(width, headingHeight * em));
        places.figures[side] = QRectF(
            places.headings[side].bottomLeft(), QSizeF(width, figures[side]->heightForWidth(width, style)));
        places.height = std::max(places.height, places.figures[side].bottom() - area.top());
        corner = isNarrow ? places.figures[side].bottomLeft() + QPointF(0, gap * em)
                          : corner + QPointF(width + gap * em, 0);
    }
    return places;
}

double SideBySideFigure::heightForWidth(double width, const FigureStyle& style) const
{
    return places({0, 0, width, 1e6}, style).height;
}

QString SideBySideFigure::heading(const QString& side, const Figure& figure) const
{
    const Provenance from = figure.provenance();
    return QStringLiteral("%1 · %2 · “%3”").arg(side, from.modelName, from.prompt.simplified());
}

void SideBySideFigure::paint(QPainter& painter, const QRectF& area, const FigureStyle& style) const
{
    const Places at = places(area, style);
    const Figure* figures[2] = {m_a.get(), m_b.get()};
    const QString sides[2] = {QStringLiteral("A"), QStringLiteral("B")};
    for (int side = 0; side < 2; ++side) {
        painter.save();
        QFont font = style.words;
        font.setWeight(QFont::DemiBold);
        painter.setFont(font);
        painter.setPen(style.palette.colours.text);
        // The end of a prompt is where two of a kind differ.
        painter.drawText(
            at.headings[side], Qt::AlignLeft | Qt::AlignTop | Qt::TextDontClip,
            QFontMetricsF(font, painter.device())
                .elidedText(
                    heading(sides[side], *figures[side]), Qt::ElideMiddle, at.headings[side].width()));
        painter.restore();
        figures[side]->paint(painter, at.figures[side], style);
    }
}

FigureData SideBySideFigure::data() const
{
    FigureData a = m_a->data();
    FigureData b = m_b->data();
    FigureData both;
    const auto add = [&both](FigureData& from, const QString& side) {
        const bool isAlone = from.tensors.size() == 1;
        for (NamedTensor& tensor : from.tensors) {
            tensor.name = isAlone ? side : side + u'_' + tensor.name;
            both.tensors.push_back(std::move(tensor));
        }
        for (QStringList& row : from.table.rows) {
            row.prepend(side);
            both.table.rows.push_back(std::move(row));
        }
    };
    both.table.header = QStringList(QStringLiteral("side")) + a.table.header;
    add(a, QStringLiteral("a"));
    add(b, QStringLiteral("b"));
    return both;
}

} // namespace headwaters
