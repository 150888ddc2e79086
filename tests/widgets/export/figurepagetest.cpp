#include "widgets/export/figurepage.h"

#include "tests/support/testing.h"
#include "widgets/export/testfigure.h"

#include <QImage>

using namespace headwaters;

namespace {

QImage drawn(const FigurePage& page, double scale = 2)
{
    QImage image((page.units() * scale).toSize(), QImage::Format_RGB32);
    image.fill(Qt::magenta);
    QPainter painter(&image);
    page.paint(painter, QRectF(image.rect()));
    return image;
}

} // namespace

TEST_CASE("pages are as wide as a column, two columns or a slide")
{
    const TestFigure figure;
    const FigurePage column(figure, defaultOptions(PageWidth::OneColumn));
    CHECK(column.millimetres().width() == Approx(85).margin(0.2));
    CHECK(column.points().width() == 241);
    const FigurePage columns(figure, defaultOptions(PageWidth::TwoColumns));
    CHECK(columns.millimetres().width() == Approx(176).margin(0.2));
    const FigurePage slide(figure, defaultOptions(PageWidth::Slide));
    CHECK(slide.points() == QSizeF(720, 405));
    CHECK(slide.millimetres().height() == Approx(143).margin(0.2));
}

TEST_CASE("the height of a column follows from what stands in it")
{
    const TestFigure figure;
    FigureOptions options;
    const double whole = FigurePage(figure, options).points().height();
    CHECK(whole > 241); // a square map and text below
    CHECK(whole == std::ceil(whole));
    options.caption = false;
    const double withoutCaption = FigurePage(figure, options).points().height();
    CHECK(withoutCaption < whole);
    options.provenance = false;
    CHECK(FigurePage(figure, options).points().height() < withoutCaption);

    const TestFigure longPrompt(QStringLiteral("word ").repeated(1000));
    CHECK(FigurePage(longPrompt, options).points().height() > 2 * whole);
}

TEST_CASE("text is as large as asked for and never below seven eighths of it")
{
    const TestFigure figure;
    for (const double points : {6.0, 8.0, 12.0}) {
        FigureOptions options;
        options.points = points;
        const FigurePage page(figure, options);
        CHECK(FigurePage::baseSize / page.unitsPerPoint() == Approx(points));
        CHECK(page.smallestText() >= 7.0 / 8.0 * points);
        CHECK(page.smallestText() < points);
    }
}

TEST_CASE("the page has the panel colour of its theme")
{
    const TestFigure figure;
    for (const bool dark : {false, true}) {
        FigureOptions options;
        options.dark = dark;
        const QImage image = drawn(FigurePage(figure, options));
        const QRgb panel = loadPalette(dark, SequentialMap::Viridis).colours.panel.rgb();
        for (const QPoint& corner :
             {QPoint(0, 0), QPoint(image.width() - 1, 0), QPoint(0, image.height() - 1),
              QPoint(image.width() - 1, image.height() - 1)})
            CHECK(image.pixel(corner) == panel);
    }
}

TEST_CASE("a map is drawn without smoothing: only colours of its table")
{
    const TestFigure figure;
    FigureOptions options;
    options.legend = false;
    const FigurePage page(figure, options);
    const QImage image = drawn(page, 4);
    const ColourMap map = loadPalette(false, SequentialMap::Viridis).sequential;
    // Cell (14, 2) in the lower left of the map: a square of one colour around its middle.
    int found = 0;
    const QRgb expected = map.table().at(static_cast<int>(std::lround(255 * TestFigure::value(14, 14))));
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            found += image.pixel(x, y) == expected ? 1 : 0;
    }
    const double cell = (page.units().width() - 24) / 15 * 4;
    CHECK(found > 0.5 * cell * cell);
}

TEST_CASE("a square figure fills the height of its slide")
{
    const TestFigure figure;
    const QImage image = drawn(FigurePage(figure, defaultOptions(PageWidth::Slide)), 1);
    const QRgb frame = loadPalette(false, SequentialMap::Viridis).colours.panel.rgb();
    int lowestInk = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width() / 2; ++x)
            lowestInk = image.pixel(x, y) != frame ? y : lowestInk;
    }
    CHECK(lowestInk > image.height() - 30);
}

TEST_CASE("a prompt of a thousand words stays on its slide")
{
    const TestFigure longPrompt(QStringLiteral("word ").repeated(1000));
    const FigurePage page(longPrompt, defaultOptions(PageWidth::Slide));
    CHECK(page.points() == QSizeF(720, 405));
    CHECK(page.smallestText() < 10);
    const QImage image = drawn(page);
    const QRgb panel = image.pixel(0, 0);
    for (int x = 0; x < image.width(); ++x)
        CHECK(image.pixel(x, image.height() - 4) == panel);
}

TEST_CASE("control characters are written out and line breaks kept")
{
    CHECK(printable(QStringLiteral("a\r\nb\rc\td\x01")) == QStringLiteral("a\nb\nc d\\x01"));
}
