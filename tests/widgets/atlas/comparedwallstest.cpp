#include "widgets/atlas/comparedwalls.h"

#include "support/testing.h"
#include "widgets/atlas/atlasview.h"
#include "widgets/atlas/differencelayers.h"
#include "widgets/atlas/differencetable.h"
#include "widgets/atlas/rankbar.h"
#include "widgets/atlas/wallwidget.h"
#include "widgets/common/viewheader.h"
#include "widgets/support/samplerun.h"

#include <QApplication>

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

using Shown = Comparison::Shown;

/// The sample's head `head` minus its mirror in layer 5, so that every head differs a little else.
std::shared_ptr<const LayerDifference> layerOf(int layer)
{
    auto difference = std::make_shared<LayerDifference>();
    difference->layer = layer;
    for (int head = 0; head < 6; ++head) {
        const auto a = sampleDetail({layer, head});
        const auto b = sampleDetail({5 - layer, head});
        difference->heads.push_back(headDifference({layer, head}, a->pattern, b->pattern, 15));
    }
    return difference;
}

/// The Atlas with a comparison of the sample run with itself.
struct Compared {
    Compared()
    {
        fillSample(a);
        selection.setModelShape(6, 6);
        selection.setTokenCount(15);
        view.setComparison(comparison);
        comparison.start();
        comparison.selectionB().setModelShape(6, 6);
        comparison.b().setModel(sampleModel(), sampleTokenizer());
        comparison.selectionB().setTokenCount(15);
        comparison.b().finishRun(sampleRun());
        view.resize(900, 700);
        view.show();
        QApplication::processEvents();
    }

    void addDifferences()
    {
        for (int layer = 0; layer < 6; ++layer)
            comparison.addDifference(layerOf(layer));
    }

    Theme theme;
    RunModel a;
    Selection selection;
    Comparison comparison{a, selection};
    AtlasView view{theme, selection, a};
};

} // namespace

TEST_CASE("pictures of a difference run from -bound to +bound about the middle of the map", "[atlas]")
{
    auto layer = std::make_shared<LayerDifference>();
    layer->heads.push_back({{0, 0}, {2, {0, 0, 0.5F, -0.25F}}, 0.25F, 0.5F});
    const DifferenceLayers made = differenceLayers({layer, nullptr});
    CHECK(made.bound == 0.5);
    CHECK(made.boundText() == u"+0.50"_s);
    REQUIRE(made.layers.size() == 2);
    CHECK(made.layers[1] == nullptr);
    const Thumbnail& thumbnail = made.layers[0]->heads[0].thumbnail;
    // Zero lies between the two middle steps of the map, which have the same colour.
    CHECK(thumbnail.values == std::vector<std::uint8_t>{128, 128, 255, 64});
    const Theme theme;
    const QVector<QRgb>& table = theme.palette().diverging.table();
    CHECK(table[127] == table[128]);
    CHECK(QColor(table[128]) == theme.colours().panel);
}

TEST_CASE("where a picture shrinks, the difference farthest from zero stays, whatever its sign", "[atlas]")
{
    const Thumbnail thumbnail{
        4, {128, 128, 200, 128, 128, 20, 128, 190, 128, 128, 128, 128, 128, 140, 128, 128}};
    CHECK(reduced(thumbnail, 2, 127.5).values == std::vector<std::uint8_t>{20, 200, 140, 128});
    CHECK(reduced(thumbnail, 2).values == std::vector<std::uint8_t>{128, 200, 140, 128});
}

TEST_CASE("heads rank by the mean of |A - B|, unknown ones in no order", "[atlas]")
{
    auto layer = std::make_shared<LayerDifference>();
    layer->layer = 1;
    for (const float mean : {0.01F, 0.3F, 0.2F})
        layer->heads.push_back({{1, static_cast<int>(layer->heads.size())}, {}, mean, mean});
    const HeadRanking ranking = rankDifferences(2, 3, {nullptr, layer});
    CHECK(ranking.order() == std::vector<HeadIndex>{{1, 1}, {1, 2}, {1, 0}});
    CHECK_FALSE(ranking.score({0, 0}));
    CHECK(thresholdText(ranking, 2) == u"mean |A − B| ≥ 0.2000"_s);
    CHECK(scoreAxis(ranking).low == 0);
    CHECK(scoreAxis(ranking).high == 0.5);
}

TEST_CASE("the Atlas shows A, B, both or their difference", "[atlas]")
{
    Compared compared;
    ComparedWalls& walls = *compared.view.comparedWalls();
    CHECK(compared.view.wall().isVisible());
    CHECK(walls.wallOfB().isVisible());
    CHECK(compared.view.wall().width() == Approx(walls.wallOfB().width()).margin(2));

    compared.comparison.show(Shown::B);
    CHECK_FALSE(compared.view.wall().isVisible());
    CHECK(walls.wallOfB().isVisible());
    CHECK(compared.view.header().title().endsWith(u"· B"_s));

    compared.comparison.show(Shown::Difference);
    CHECK(walls.wallOfDifference().isVisible());
    CHECK_FALSE(compared.view.figure()); // nothing has arrived
    compared.addDifferences();
    CHECK(walls.wallOfDifference().picture().ranking.order().size() == 36);
    CHECK(walls.wallOfDifference().headText({0, 0}).contains(u"mean |A − B|"_s));
    const auto figure = compared.view.figure();
    REQUIRE(figure);
    CHECK(figure->title() == u"Atlas · attention · after softmax · A − B"_s);
    CHECK(figure->data().table.rows.size() == 36);
    CHECK(figure->provenance().other);

    compared.comparison.stop();
    CHECK(compared.view.wall().isVisible());
    CHECK_FALSE(walls.wallOfDifference().isVisible());
}

TEST_CASE("in A - B only the difference ranks, and what ranked before comes back", "[atlas]")
{
    Compared compared;
    RankBar& bar = compared.view.rankBar();
    bar.setRankBy(RankBy::Entropy);
    compared.comparison.show(Shown::Difference);
    CHECK(bar.rankBy() == RankBy::Difference);
    compared.addDifferences();
    compared.comparison.show(Shown::SideBySide);
    CHECK(bar.rankBy() == RankBy::Entropy);
    // The difference ranks the walls of both runs, too.
    bar.setRankBy(RankBy::Difference);
    CHECK(compared.view.wall().picture().ranking.by() == RankBy::Difference);
    CHECK(
        compared.view.wall().picture().ranking.order()
        == compared.view.comparedWalls()->wallOfB().picture().ranking.order());
    compared.comparison.stop();
    CHECK(bar.rankBy() == RankBy::ReceivedMass);
}

TEST_CASE("the table of a difference has one row a head, largest first, and locks the head", "[atlas]")
{
    Compared compared;
    compared.comparison.show(Shown::Difference);
    compared.addDifferences();
    compared.view.setTableShown(true);
    DifferenceTable& table = compared.view.comparedWalls()->tableOfDifference();
    REQUIRE(table.isVisible());
    const CsvTable csv = table.csv();
    REQUIRE(csv.rows.size() == 36);
    CHECK(csv.header[1] == u"mean |A − B|"_s);
    CHECK(csv.rows[0][1].toDouble() >= csv.rows[1][1].toDouble());
    table.selectRow(0);
    CHECK(compared.selection.locked().head->text() == csv.rows[0][0]);
}

TEST_CASE("B of another shape has a wall of its own, and no difference", "[atlas]")
{
    Compared compared;
    ModelInfo small = sampleModel();
    small.nLayers = 2;
    auto run = std::make_shared<RunResult>(*sampleRun(15, 2));
    run->layers.resize(2);
    compared.comparison.selectionB().setModelShape(2, 6);
    compared.comparison.b().setModel(small, sampleTokenizer());
    compared.comparison.b().finishRun(run);
    CHECK(compared.view.comparedWalls()->wallOfB().wallLayout().nLayers() == 2);
    compared.comparison.show(Shown::Difference);
    QApplication::processEvents();
    CHECK_FALSE(compared.view.comparedWalls()->wallOfDifference().isVisible());
    CHECK_FALSE(compared.view.figure());
}
