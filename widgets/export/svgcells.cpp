#include "widgets/export/svgcells.h"

#include <QColor>
#include <QImage>

#include <map>
#include <vector>

namespace headwaters {

namespace {

struct EmbeddedImage {
    qsizetype begin = 0; ///< of the element in the SVG
    qsizetype end = 0;
    QImage pixels;
};

QByteArray attribute(const QByteArray& element, const QByteArray& name)
{
    const QByteArray mark = ' ' + name + "=\"";
    const qsizetype begin = element.indexOf(mark);
    return begin < 0
        ? QByteArray()
        : element.mid(begin + mark.size(), element.indexOf('"', begin + mark.size()) - begin - mark.size());
}

QImage imageOf(const QByteArray& element)
{
    const QByteArray link = attribute(element, "xlink:href");
    const QByteArray base64 = link.mid(link.indexOf(',') + 1);
    return QImage::fromData(QByteArray::fromBase64(base64), "PNG").convertToFormat(QImage::Format_ARGB32);
}

std::vector<EmbeddedImage> imagesIn(const QByteArray& svg)
{
    std::vector<EmbeddedImage> images;
    for (qsizetype begin = svg.indexOf("<image "); begin >= 0; begin = svg.indexOf("<image ", begin + 1)) {
        const qsizetype end = svg.indexOf("/>", begin) + 2;
        const QByteArray element = svg.mid(begin, end - begin);
        if (attribute(element, "image-rendering") == "optimizeSpeed")
            images.push_back({begin, end, imageOf(element)});
    }
    return images;
}

// Runs of one colour in a row become one rectangle: `M3 4h2v1h-2z` is columns 3 and 4 of row 4.
QByteArray cellsOf(const QImage& image)
{
    std::map<QRgb, QByteArray> paths;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width();) {
            const QRgb colour = image.pixel(x, y);
            int end = x + 1;
            while (end < image.width() && image.pixel(end, y) == colour)
                ++end;
            const QByteArray length = QByteArray::number(end - x);
            if (qAlpha(colour) > 0)
                paths[colour] += 'M' + QByteArray::number(x) + ' ' + QByteArray::number(y) + 'h' + length
                    + "v1h-" + length + 'z';
            x = end;
        }
    }
    QByteArray cells;
    for (const auto& [colour, path] : paths) {
        cells += "<path fill=\"" + QColor(colour).name().toLatin1() + '"';
        if (qAlpha(colour) < 255)
            cells += " fill-opacity=\"" + QByteArray::number(qAlpha(colour) / 255.0, 'g', 4) + '"';
        cells += " d=\"" + path + "\"/>\n";
    }
    return cells;
}

QByteArray groupOf(const QByteArray& element, const QImage& image)
{
    const auto scale = [&element](const char* name, int pixels) {
        return QByteArray::number(attribute(element, name).toDouble() / pixels, 'g', 9);
    };
    return "<g stroke=\"none\" shape-rendering=\"crispEdges\" transform=\"translate("
        + attribute(element, "x") + ',' + attribute(element, "y") + ") scale(" + scale("width", image.width())
        + ',' + scale("height", image.height()) + ")\">\n" + cellsOf(image) + "</g>";
}

} // namespace

void drawImagesAsCells(QByteArray& svg, qsizetype largest)
{
    const std::vector<EmbeddedImage> images = imagesIn(svg);
    qsizetype pixels = 0;
    for (const EmbeddedImage& image : images)
        pixels += qsizetype{image.pixels.width()} * image.pixels.height();
    if (pixels > largest)
        return;
    for (auto image = images.rbegin(); image != images.rend();
         ++image) { // the last first: offsets stay right
        if (image->pixels.isNull())
            continue;
        const QByteArray element = svg.mid(image->begin, image->end - image->begin);
        svg.replace(image->begin, image->end - image->begin, groupOf(element, image->pixels));
    }
}

} // namespace headwaters
