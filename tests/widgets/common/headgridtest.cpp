#include "widgets/common/headgrid.h"

#include "support/testing.h"
#include "widgets/export/figureformats.h"

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

/// Two layers of three heads with the numbers 0 to 0.5; the last head is marked, the first has no number.
HeadGrid map()
{
    HeadGrid map;
    map.nLayers = 2;
    map.nHeads = 3;
    for (int head = 0; head < 6; ++head) {
        map.values.emplace_back(head / 10.0);
        map.marked.push_back(head == 5);
    }
    map.values[0].reset();
    map.high = 0.5;
    map.quantity = u"share"_s;
    map.markText = u"is marked"_s;
    return map;
}

QByteArray drawn(const HeadGrid& map)
{
    const HeadGridFigure figure(map, {u"Title"_s, u"Caption."_s, u"stem"_s, {}}, {});
    return toSvg(FigurePage(figure, defaultOptions(PageWidth::OneColumn)));
}

FigureStyle style()
{
    FigureStyle style;
    style.palette = loadPalette(false, SequentialMap::Viridis);
    style.words.setPixelSize(12);
    style.mono.setPixelSize(12);
    return style;
}

} // namespace

TEST_CASE("A map of heads says its numbers, its scale and what its dots mean")
{
    const QByteArray svg = drawn(map());
    for (const auto* text : {">L0<", ">L1<", ">0.50<", ">0.10<", ">share<", ">is marked<"})
        CHECK(svg.contains(text));
    HeadGrid unmarked = map();
    unmarked.marked.clear();
    CHECK_FALSE(drawn(unmarked).contains(">is marked<"));
}

TEST_CASE("A bound is a tick with its words")
{
    HeadGrid bounded = map();
    CHECK_FALSE(drawn(bounded).contains("what chance gives"));
    bounded.bound = 0.3;
    bounded.boundText = u"what chance gives"_s;
    CHECK(drawn(bounded).contains("what chance gives"));
    CHECK(headGridHeight(bounded, 300, style()) > headGridHeight(map(), 300, style()));
}

TEST_CASE("A signed map reaches as far to both sides")
{
    HeadGrid changes = map();
    changes.isSigned = true;
    changes.values[1] = -0.25;
    const QByteArray svg = drawn(changes);
    CHECK(svg.contains(QStringLiteral(">−0.25<").toUtf8()));
    CHECK(svg.contains(QStringLiteral(">−0.50<").toUtf8()));
    CHECK(svg.contains(">+0.50<"));
}

TEST_CASE("Colours go from the low end to the high one, late layers stand at the top")
{
    QImage image(200, static_cast<int>(headGridHeight(map(), 200, style())), QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    HeadGrid plain = map();
    plain.marked.clear();
    plain.low = 0.1;
    paintHeadGrid(painter, plain, QRectF(0, 0, 200, image.height()), style());
    painter.end();
    // Cells of 40 begin at (34, 22); the corners of a cell are free of its number.
    const auto cell = [&](int row, int column) { return image.pixelColor(38 + 40 * column, 27 + 40 * row); };
    const ColourMap colours = loadPalette(false, SequentialMap::Viridis).sequential;
    CHECK(cell(0, 2) == colours.at(1)); // layer 1, head 2: 0.5
    CHECK(cell(1, 1) == colours.at(0)); // layer 0, head 1: 0.1
    CHECK(cell(1, 0) == QColor(Qt::white)); // no number
}
