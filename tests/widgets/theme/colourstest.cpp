#include "widgets/theme/colours.h"
#include "tests/support/testing.h"

#include <cmath>
#include <limits>

using namespace headwaters;

TEST_CASE("the palette holds the values of tokens.json")
{
    const Palette light = loadPalette(false, SequentialMap::Viridis);
    const Palette dark = loadPalette(true, SequentialMap::Viridis);
    CHECK(light.colours.accent == QColor(QStringLiteral("#00697A")));
    CHECK(light.colours.histogram == QColor(QStringLiteral("#C6D0D2")));
    CHECK(dark.colours.window == QColor(QStringLiteral("#0E1214")));
    CHECK_FALSE(light.colours.dark);
    CHECK(dark.colours.dark);
}

TEST_CASE("the low end of every sequential map and the middle of the diverging one are the panel")
{
    for (const bool dark : {false, true}) {
        for (const SequentialMap map : {SequentialMap::Viridis, SequentialMap::Cividis}) {
            const Palette palette = loadPalette(dark, map);
            CHECK(palette.sequential.at(0) == palette.colours.panel);
            CHECK(palette.diverging.at(0.5) == palette.colours.panel);
            CHECK(palette.diverging.table()[127] == palette.colours.panel.rgb());
            CHECK(palette.diverging.table()[128] == palette.colours.panel.rgb());
        }
    }
}

TEST_CASE("a map of 256 steps passes through its stops and mixes in sRGB between them")
{
    const ColourMap map({QColor(0, 0, 0), QColor(255, 0, 0), QColor(255, 255, 255)});
    REQUIRE(map.table().size() == 256);
    CHECK(map.at(0) == QColor(0, 0, 0));
    CHECK(map.at(1) == QColor(255, 255, 255));
    CHECK(map.at(51 / 255.0) == QColor(102, 0, 0)); // a fifth of the whole is two fifths of the first half
    CHECK(map.at(-3) == map.at(0));
    CHECK(map.at(7) == map.at(1));
    CHECK(map.at(std::numeric_limits<double>::quiet_NaN()) == map.at(0));
    const Palette palette = loadPalette(false, SequentialMap::Viridis);
    CHECK(palette.sequential.at(1) == QColor(QStringLiteral("#450C5E")));
}

TEST_CASE("the two sides of the diverging map are equally long")
{
    const ColourMap map({Qt::red, Qt::black, Qt::blue}, ColourMap::Kind::Diverging);
    for (int step = 0; step < 128; ++step)
        CHECK(qRed(map.table()[127 - step]) == qBlue(map.table()[128 + step]));
    CHECK(map.at(0) == QColor(Qt::red));
    CHECK(map.at(1) == QColor(Qt::blue));
}

TEST_CASE("sequential maps are monotone in luminance")
{
    for (const bool dark : {false, true}) {
        for (const SequentialMap map : {SequentialMap::Viridis, SequentialMap::Cividis}) {
            const ColourMap sequential = loadPalette(dark, map).sequential;
            double before = contrastRatio(sequential.at(0), Qt::black);
            for (int step = 1; step < 256; ++step) {
                const double now = contrastRatio(sequential.at(step / 255.0), Qt::black);
                // Rounding to 8 bits may move a step by one level against the trend.
                CHECK((dark ? now - before : before - now) > -0.06);
                before = now;
            }
        }
    }
}

TEST_CASE("text on every cell of every map has a contrast of 4.5 to 1")
{
    for (const bool dark : {false, true}) {
        for (const SequentialMap map : {SequentialMap::Viridis, SequentialMap::Cividis}) {
            const Palette palette = loadPalette(dark, map);
            for (const ColourMap& colourMap : {palette.sequential, palette.diverging}) {
                for (int step = 0; step < 256; ++step) {
                    const double t = step / 255.0;
                    CHECK(contrastRatio(colourMap.at(t), colourMap.inkAt(t)) >= 4.5);
                }
            }
        }
    }
}

TEST_CASE("text reads on the surfaces it stands on, lines that carry meaning on panel and window")
{
    for (const bool dark : {false, true}) {
        const Colours c = loadPalette(dark, SequentialMap::Viridis).colours;
        for (const QColor& ground : {c.window, c.panel, c.sunken, c.hover, c.accentWeak}) {
            CHECK(contrastRatio(c.text, ground) >= 4.5);
            CHECK(contrastRatio(c.text2, ground) >= 4.5);
            CHECK(contrastRatio(c.text3, ground) >= 4.5);
        }
        for (const QColor& ground : {c.window, c.panel}) {
            for (const QColor& ink : {c.accent, c.danger, c.warn, c.ok, c.pos, c.neg, c.querySide})
                CHECK(contrastRatio(ink, ground) >= 4.5);
            for (const QColor& line : {c.lineStrong, c.bar, c.keySide, c.headFill, c.mlpFill, c.embFill})
                CHECK(contrastRatio(line, ground) >= 3.0);
        }
        CHECK(contrastRatio(c.onAccent, c.accent) >= 4.5);
        CHECK(contrastRatio(c.onAccent, c.accentHover) >= 4.5);
        CHECK(contrastRatio(c.onTooltip, c.tooltip) >= 4.5);
        CHECK(contrastRatio(c.danger, c.dangerWeak) >= 4.5);
        CHECK(contrastRatio(c.text, c.dangerWeak) >= 4.5);
    }
}

TEST_CASE("contrast is the WCAG ratio")
{
    CHECK(contrastRatio(Qt::black, Qt::white) == Approx(21.0));
    CHECK(contrastRatio(Qt::white, Qt::white) == Approx(1.0));
    // The table of the visual guide: text3 on panel and window.
    CHECK(contrastRatio(QColor(0x5D696E), QColor(0xFFFFFF)) == Approx(5.66).margin(0.005));
    CHECK(contrastRatio(QColor(0x5D696E), QColor(0xF1F4F4)) == Approx(5.12).margin(0.005));
}
