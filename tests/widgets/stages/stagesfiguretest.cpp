#include "widgets/stages/stagesfigure.h"

#include "support/testing.h"
#include "widgets/export/figureformats.h"
#include "widgets/export/figurepage.h"
#include "widgets/stages/stagetext.h"
#include "widgets/support/gallery.h"
#include "widgets/support/samplescan.h"
#include "widgets/theme/stagecolours.h"

#include <QDir>
#include <QImage>

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

std::unique_ptr<StagesFigure> figureOf(const StagesShown& shown, const SampleShape& shape = {})
{
    StagesModel model;
    model.finishScan(sampleScan(shape));
    model.setShown(shown);
    return std::make_unique<StagesFigure>(
        model.report(), model.shown(), stageGrid(model), stagesTitle(shown, {}));
}

} // namespace

TEST_CASE("The figure's data are what is shown")
{
    const auto figure = figureOf({});
    const FigureData data = figure->data();
    REQUIRE(data.table.rows.size() == 36);
    const QStringList row = data.table.rows[2 * 6 + 2];
    CHECK(row[0] == u"2"_s);
    CHECK(row[3] == u"confirmed"_s);
    CHECK(row[9] == u"induction"_s);
    CHECK(row[10] == u"0.81"_s);
    CHECK(row[11] == u"LR"_s);
    REQUIRE(data.tensors.size() == 2);
    CHECK(data.tensors[0].shape == std::vector<std::int64_t>{6, 6, 4});
    CHECK(data.tensors[0].values.size() == 144);
    CHECK(data.tensors[1].values[14] == Approx(0.81));
}

TEST_CASE("A difference comes with its numbers")
{
    StagesShown shown;
    shown.mode = StagesShown::Mode::Difference;
    shown.b.task = u"general"_s;
    const auto figure = figureOf(shown);
    const FigureData data = figure->data();
    REQUIRE(data.tensors.size() == 3);
    CHECK(data.tensors[2].name == u"change"_s);
    CHECK(figure->caption().contains(u"largest change of a stage's strength"_s));
    CHECK(figure->fileStem() == u"stages-difference"_s);
}

TEST_CASE("Caption and provenance say what was scanned and how")
{
    const auto figure = figureOf({});
    CHECK(figure->title() == u"Stages · strength by head"_s);
    CHECK(figure->caption().startsWith(u"The 36 heads of demo-6x6: rows are layers"_s));
    CHECK(figure->caption().contains(u"agrees on 19 of 20 labelled heads"_s));
    CHECK(figure->provenance().settings.front() == u"causal tier, 3 seeds from 1, 1450 prompts"_s);
    CHECK(figure->provenance().origin == Origin::Derived);
}

TEST_CASE("The figure fits a page, deep models too")
{
    const FigureStyle style{
        loadPalette(false, SequentialMap::Viridis), Theme::font(TextStyle::Caption),
        Theme::mono(TextStyle::Caption)};
    for (const SampleShape& shape : {SampleShape{6, 6}, SampleShape{30, 9}}) {
        const auto figure = figureOf({}, shape);
        const double height = figure->heightForWidth(500, style);
        CHECK(height < 1000);
        QImage page(500, static_cast<int>(height), QImage::Format_RGB32);
        page.fill(Qt::white);
        QPainter painter(&page);
        figure->paint(painter, page.rect(), style);
        painter.end();
        QDir().mkpath(u"gallery"_s);
        page.save(u"gallery/stages-figure-%1.png"_s.arg(shape.nLayers));
        // The disc of 0.2 is of one stage.
        CHECK(page.allGray() == false);
    }
}

TEST_CASE("The page is drawn in the set of stage colours that is chosen")
{
    StagesShown shown;
    shown.mode = StagesShown::Mode::Type; // discs of one stage
    const auto figure = figureOf(shown);
    const auto has = [&figure](StageSet set, const QColor& colour) {
        FigureOptions options;
        options.stages = set;
        const QImage page = toImage(FigurePage(*figure, options));
        for (int y = 0; y < page.height(); ++y)
            for (int x = 0; x < page.width(); ++x)
                if (page.pixelColor(x, y).rgb() == colour.rgb())
                    return true;
        return false;
    };
    const QColor survey = stageColours(false, StageSet::Survey)[2].fill;
    const QColor safe = stageColours(false, StageSet::Safe)[2].fill;
    CHECK(has(StageSet::Survey, survey));
    CHECK_FALSE(has(StageSet::Survey, safe));
    CHECK(has(StageSet::Safe, safe));
    CHECK_FALSE(has(StageSet::Safe, survey));
}

TEST_CASE("Stage colours are read in four sets, with ink that can be read")
{
    for (const bool dark : {false, true}) {
        for (const StageSet set : {StageSet::Survey, StageSet::Safe}) {
            for (const StageColour& colour : stageColours(dark, set)) {
                CHECK(colour.fill.isValid());
                CHECK(colour.edge.isValid());
                CHECK(contrastRatio(colour.ink, colour.fill) >= 4.5);
            }
        }
    }
    CHECK(stageColours(false, StageSet::Survey)[0].fill == QColor(u"#E8842B"_s));
    CHECK(stageColours(true, StageSet::Safe)[0].fill == QColor(u"#DD6A10"_s));
}
