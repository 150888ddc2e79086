#include "widgets/stages/stagedepth.h"

#include "support/testing.h"
#include "widgets/common/accessible.h"
#include "widgets/stages/stagelegend.h"
#include "widgets/support/gallery.h"
#include "widgets/support/samplescan.h"

using namespace headwaters;
using namespace Qt::StringLiterals;

TEST_CASE("The text of the depths names means and order, and that it is a check only")
{
    StageDepths depths;
    depths.mean[1] = 0.375;
    depths.mean[2] = 0.625;
    depths.asExpected = true;
    const QString text = stageDepthsText(depths);
    CHECK(text.contains(u"KR –, ICI .38, LR .63, EP –"_s));
    CHECK(text.contains(u"Here that order holds."_s));
    CHECK(text.endsWith(u"A check only: depth is never evidence for a stage."_s));
    CHECK(depthOrderText(depths) == u"check: in the survey's order"_s);
    depths.asExpected = false;
    CHECK(stageDepthsText(depths).contains(u"Here that order does not hold."_s));
    CHECK(depthOrderText(depths) == u"check: not in the survey's order"_s);
    depths.asExpected.reset();
    CHECK_FALSE(stageDepthsText(depths).contains(u"Here"_s));
    CHECK(depthOrderText(depths).isEmpty());
}

TEST_CASE("The legend says where the stages lie, and says nothing without a scan")
{
    const Dressed dressed(false);
    StagesModel model;
    StageLegend legend(dressed.theme, model);
    CHECK(describedValue(&legend).isEmpty());
    model.finishScan(sampleScan());
    CHECK(describedValue(&legend).contains(u"Mean relative depth by strength"_s));
    CHECK(legend.toolTip().contains(u"The survey broadly expects KR and ICI"_s));
}

TEST_CASE("A stage's dot stands under the layer where its strength lies")
{
    const Dressed dressed(false);
    const StageStyle style = StageStyle::screen(dressed.theme);
    std::vector<StageStrengths> layers(5, StageStrengths{});
    layers[1] = {0, 0, 0, 0.5}; // expression preparation, all of it in the second of five layers
    QImage page(190, static_cast<int>(stageDepthHeight), QImage::Format_RGB32);
    page.fill(style.palette.colours.panel);
    QPainter painter(&page);
    paintStageDepth(painter, page.rect(), layers, stageDepths(layers), style);
    painter.end();
    // Letters 26 wide, five layers over the rest: the middle of the second; the last row of four above the
    // text.
    const double x = 26 + 1.5 * (190 - 26) / 5.0;
    const double y = stageDepthHeight - 15 - 6;
    CHECK(page.pixelColor(static_cast<int>(x), static_cast<int>(y)).rgb() == style.stage(3).fill.rgb());
    CHECK(page.pixelColor(150, static_cast<int>(y)).rgb() != style.stage(3).fill.rgb());
}
