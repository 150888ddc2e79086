#include "widgets/export/svgcells.h"

#include "tests/support/testing.h"

#include <QBuffer>
#include <QImage>
#include <QPainter>
#include <QSvgGenerator>
#include <QSvgRenderer>

using namespace headwaters;

namespace {

// 3 x 2 pixels: two red and a half transparent blue, then green, nothing, green.
QImage flag()
{
    QImage image(3, 2, QImage::Format_ARGB32);
    image.fill(Qt::red);
    image.setPixel(2, 0, qRgba(0, 0, 255, 128));
    image.setPixel(0, 1, qRgb(0, 255, 0));
    image.setPixel(1, 1, 0);
    image.setPixel(2, 1, qRgb(0, 255, 0));
    return image;
}

QByteArray svgOf(const QImage& image)
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setViewBox(QRectF(0, 0, 80, 60));
    QPainter painter(&generator);
    painter.drawImage(QRectF(10, 10, 60, 40), image);
    painter.end();
    return buffer.data();
}

} // namespace

TEST_CASE("an unsmoothed image becomes one path a colour, runs merged")
{
    QByteArray svg = svgOf(flag());
    REQUIRE(svg.contains("<image "));
    drawImagesAsCells(svg);
    CHECK_FALSE(svg.contains("<image "));
    CHECK(svg.contains("translate(10,10) scale(20,20)"));
    CHECK(svg.contains("<path fill=\"#ff0000\" d=\"M0 0h2v1h-2z\"/>"));
    CHECK(svg.contains("<path fill=\"#00ff00\" d=\"M0 1h1v1h-1zM2 1h1v1h-1z\"/>"));
    CHECK(svg.contains("<path fill=\"#0000ff\" fill-opacity=\"0.502\" d=\"M2 0h1v1h-1z\"/>"));

    QSvgRenderer renderer(svg);
    REQUIRE(renderer.isValid());
    QImage drawn(80, 60, QImage::Format_ARGB32);
    drawn.fill(Qt::white);
    QPainter painter(&drawn);
    renderer.render(&painter);
    painter.end();
    CHECK(drawn.pixel(11, 11) == qRgb(255, 0, 0));
    CHECK(drawn.pixel(48, 28) == qRgb(255, 0, 0));
    CHECK(drawn.pixel(60, 40) == qRgb(0, 255, 0));
    CHECK(drawn.pixel(40, 40) == qRgb(255, 255, 255));
}

TEST_CASE("images with more pixels than allowed stay images")
{
    QByteArray svg = svgOf(flag());
    const QByteArray before = svg;
    drawImagesAsCells(svg, 5);
    CHECK(svg == before);
}
