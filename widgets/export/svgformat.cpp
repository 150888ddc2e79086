#include "widgets/export/figureformats.h"

#include "widgets/export/svgcells.h"

#include <QBuffer>
#include <QSvgGenerator>

namespace headwaters {

namespace {

// Replaces the first `attribute="..."` behind `from`.
void setAttribute(QByteArray& svg, const QByteArray& attribute, const QByteArray& value)
{
    const QByteArray mark = ' ' + attribute + "=\"";
    const qsizetype begin = svg.indexOf(mark) + mark.size();
    svg.replace(begin, svg.indexOf('"', begin) - begin, value);
}

// QSvgGenerator names one family only and leaves the rest to luck.
void nameFallbackFonts(QByteArray& svg)
{
    svg.replace("font-family=\"Inter\"", "font-family=\"Inter, 'DejaVu Sans', sans-serif\"");
    svg.replace(
        "font-family=\"JetBrains Mono\"", "font-family=\"'JetBrains Mono', 'DejaVu Sans Mono', monospace\"");
}

// Control characters have no place in XML, not even escaped.
void dropControlCharacters(QByteArray& svg)
{
    for (char& c : svg) {
        if (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\r' && c != '\t')
            c = ' ';
    }
}

} // namespace

QByteArray toSvg(const FigurePage& page)
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    {
        QSvgGenerator generator;
        generator.setOutputDevice(&buffer);
        generator.setTitle(printable(page.figure().title()).toHtmlEscaped());
        generator.setDescription(description(page.figure(), page.options()).toHtmlEscaped());
        generator.setViewBox(QRectF(QPointF(), page.units()));
        generator.setSize(page.points().toSize()); // mended below: it holds whole pixels only
        QPainter painter(&generator);
        page.paint(painter);
    }
    QByteArray svg = buffer.data();
    setAttribute(svg, "width", QByteArray::number(page.millimetres().width(), 'f', 3) + "mm");
    setAttribute(svg, "height", QByteArray::number(page.millimetres().height(), 'f', 3) + "mm");
    nameFallbackFonts(svg);
    drawImagesAsCells(svg);
    svg.replace(
        "image-rendering=\"optimizeSpeed\"",
        "image-rendering=\"optimizeSpeed\" style=\"image-rendering:pixelated\"");
    dropControlCharacters(svg);
    return svg;
}

} // namespace headwaters
