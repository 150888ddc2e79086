#include "widgets/head/headmap.h"
#include "tests/support/testing.h"
#include "tests/widgets/head/smallhead.h"
#include "tests/widgets/support/samplerun.h"
#include "widgets/head/mappainting.h"

#include <QApplication>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

using namespace headwaters;

namespace {

std::shared_ptr<const HeadContent> sampleContent(int size, SinkSettings sinks = {})
{
    return std::make_shared<HeadContent>(HeadContent::of(
        HeadSource::of(*plainRun(size), *sampleDetail({5, 5}, size), Quantity::Pattern, {}, {}),
        std::move(sinks)));
}

/// A map on the screen.
struct Shown {
    explicit Shown(std::shared_ptr<const HeadContent> content, QSize size = {430, 520})
    {
        theme.setMode(Theme::Mode::Light);
        map.resize(size);
        map.setContent(std::move(content));
        map.show();
        QApplication::processEvents();
    }

    QColor colourAt(MapCell cell)
    {
        return map.grab().toImage().pixelColor(map.cellRect(cell).center().toPoint());
    }

    Theme theme;
    HeadMap map{theme};
};

bool isNear(const QColor& a, const QColor& b)
{
    return std::abs(a.red() - b.red()) <= 1 && std::abs(a.green() - b.green()) <= 1
        && std::abs(a.blue() - b.blue()) <= 1;
}

} // namespace

TEST_CASE("a cell has the colour of its value in the palette", "[head]")
{
    Shown shown(sampleContent(15));
    const Palette& palette = shown.theme.palette();
    for (const MapCell cell : {MapCell{0, 0}, MapCell{1, 0}, MapCell{3, 2}, MapCell{14, 2}, MapCell{14, 9}}) {
        const double value = static_cast<double>(shown.map.content()->map.at(cell.query, cell.key));
        CHECK(isNear(shown.colourAt(cell), palette.sequential.at(value)));
    }
    CHECK(isNear(shown.colourAt({9, 12}), palette.colours.panel)); // masked
}

TEST_CASE("a theme change recolours the map", "[head]")
{
    Shown shown(sampleContent(15));
    shown.theme.setMode(Theme::Mode::Dark);
    QApplication::processEvents();
    CHECK(isNear(shown.colourAt({14, 2}), shown.theme.palette().sequential.at(0.997)));
    CHECK(isNear(shown.colourAt({2, 12}), shown.theme.colours().panel));
}

TEST_CASE("a click names the pair under the mouse", "[head]")
{
    Shown shown(sampleContent(15));
    QSignalSpy clicked(&shown.map, &HeadMap::clicked);
    QTest::mouseClick(&shown.map, Qt::LeftButton, {}, shown.map.cellRect({14, 2}).center().toPoint());
    REQUIRE(clicked.size() == 1);
    CHECK(clicked[0][0].toInt() == 14);
    CHECK(clicked[0][1].toInt() == 2);
    QTest::mouseClick(&shown.map, Qt::LeftButton, {}, shown.map.cellRect({3, 9}).center().toPoint());
    CHECK(clicked.size() == 1); // masked
}

TEST_CASE("cell borders belong to one cell each", "[head]")
{
    Shown shown(sampleContent(15));
    const QRectF cell = shown.map.cellRect({14, 2});
    CHECK(shown.map.cellAt(cell.topLeft()) == MapCell{14, 2});
    CHECK(shown.map.cellAt(cell.topLeft() - QPointF(0.5, 0)) == MapCell{14, 1});
    CHECK(cell.width() == std::floor(cell.width()));
}

TEST_CASE("hovering previews a pair and leaving ends it", "[head]")
{
    Shown shown(sampleContent(15));
    QSignalSpy hovered(&shown.map, &HeadMap::hovered);
    QTest::mouseMove(&shown.map, shown.map.cellRect({7, 4}).center().toPoint());
    REQUIRE(hovered.size() >= 1);
    CHECK(hovered.last()[0].value<std::optional<int>>() == 7);
    CHECK(hovered.last()[1].value<std::optional<int>>() == 4);
    QEvent leave(QEvent::Leave);
    QApplication::sendEvent(&shown.map, &leave);
    CHECK_FALSE(hovered.last()[0].value<std::optional<int>>());
}

TEST_CASE("the locked cell has an outline and a description", "[head]")
{
    Shown shown(sampleContent(15));
    shown.map.setShown(14, 2, true);
    QApplication::processEvents();
    CHECK(
        shown.map.accessibleDescription()
        == QStringLiteral("head 5.5, attention from ·to to ·Mary 0.997, locked"));
    const QRectF cell = shown.map.cellRect({14, 2});
    const QImage image = shown.map.grab().toImage();
    CHECK(isNear(
        image.pixelColor(qRound(cell.left()) - 1, qRound(cell.center().y())), shown.theme.colours().mark));
    CHECK(isNear(
        image.pixelColor(qRound(cell.left()) + 1, qRound(cell.center().y())), shown.theme.colours().panel));
}

TEST_CASE("the wheel zooms about the mouse and a double click shows the whole map", "[head]")
{
    Shown shown(sampleContent(200));
    const QPointF at = shown.map.cellRect({150, 40}).center();
    const auto before = shown.map.cellAt(at);
    REQUIRE(before);
    QWheelEvent wheel(
        at, shown.map.mapToGlobal(at), {}, {0, 960}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
    QApplication::sendEvent(&shown.map, &wheel);
    CHECK(shown.map.window().count == Approx(200 / std::pow(1.25, 8)));
    CHECK(shown.map.cellAt(at) == before);

    const MapWindow zoomed = shown.map.window();
    QTest::mousePress(&shown.map, Qt::LeftButton, {}, at.toPoint());
    QTest::mouseMove(&shown.map, at.toPoint() + QPoint(20, 15));
    QTest::mouseRelease(&shown.map, Qt::LeftButton, {}, at.toPoint() + QPoint(20, 15));
    CHECK(shown.map.window().left < zoomed.left);
    CHECK(shown.map.window().top < zoomed.top);

    QTest::mouseDClick(&shown.map, Qt::LeftButton, {}, at.toPoint());
    CHECK(shown.map.window() == MapWindow{0, 0, 200});
}

TEST_CASE("a map of one token is one cell", "[head]")
{
    Shown shown(sampleContent(1));
    QSignalSpy clicked(&shown.map, &HeadMap::clicked);
    QTest::mouseClick(&shown.map, Qt::LeftButton, {}, shown.map.cellRect({0, 0}).center().toPoint());
    REQUIRE(clicked.size() == 1);
    shown.map.zoomAt({50, 50}, 4);
    CHECK(shown.map.window().count == 1);
}

TEST_CASE("where a pixel holds several cells it shows and answers with the strongest", "[head]")
{
    auto content = std::make_shared<HeadContent>();
    content->map.size = 1024;
    content->map.values.assign(1024 * 1024, 0.0F);
    content->map.values[1000 * 1024 + 401] = 0.9F;
    for (int i = 0; i < 1024; ++i) {
        content->source.labels << QStringLiteral("a");
        content->source.texts << QStringLiteral("a");
    }
    content->source.map = content->map;
    Shown shown(content, {420, 460});
    REQUIRE(shown.map.cellRect({0, 0}).width() < 1);
    const QPointF at = shown.map.cellRect({1000, 401}).center();
    CHECK(shown.map.cellAt(at) == MapCell{1000, 401});
    CHECK(isNear(
        shown.map.grab().toImage().pixelColor(static_cast<int>(at.x()), static_cast<int>(at.y())),
        shown.theme.palette().sequential.at(0.9)));
}

TEST_CASE("faded sinks keep a third of their colour, removed ones none", "[head]")
{
    Shown faded(sampleContent(15, {SinkMode::Fade, {2}}));
    const Palette& palette = faded.theme.palette();
    const QColor full = palette.sequential.at(0.997);
    const QColor panel = palette.colours.panel;
    const int red = qRound(panel.red() + 0.34 * (full.red() - panel.red()));
    CHECK(std::abs(faded.colourAt({14, 2}).red() - red) <= 1);

    const auto removed = sampleContent(15, {SinkMode::Renormalise, {2}});
    CHECK(removed->colourAt(14, 2, palette) == panel);
}

TEST_CASE("NaN and infinite values are drawn as marks, not as colours", "[head]")
{
    HeadSource source = smallSource(Quantity::Score);
    source.map.values[3] = std::numeric_limits<float>::quiet_NaN();
    source.map.values[4] = std::numeric_limits<float>::infinity();
    Shown shown(std::make_shared<HeadContent>(HeadContent::of(source, {})));
    const QImage image = shown.map.grab().toImage();
    const QRectF nan = shown.map.cellRect({1, 0});
    CHECK(isNear(image.pixelColor(nan.center().toPoint()), shown.theme.colours().text3));
    CHECK(isNear(
        image.pixelColor((nan.center() + QPointF(nan.width() / 3, 0)).toPoint()),
        shown.theme.colours().panel));
    CHECK(shown.map.content()->colourAt(1, 1, shown.theme.palette()) == shown.theme.colours().panel);
}
