#include "widgets/head/headcontent.h"
#include "tests/support/testing.h"
#include "tests/widgets/head/smallhead.h"
#include "tests/widgets/support/samplerun.h"

using namespace headwaters;

TEST_CASE("renormalising removes the sink columns and prints the share that went", "[head]")
{
    // On position 0 rest 1 + 0.5 + 0.2 of a mass of 3: 56.67 %.
    const HeadContent content = HeadContent::of(smallSource(), {SinkMode::Renormalise, {0}});
    CHECK(content.removedShare == Approx(1.7 / 3));
    CHECK(content.sinkText() == QStringLiteral("removed 57\u202F% of the mass on bos"));
    CHECK(content.map.at(0, 0) == 0.0F);
    CHECK(content.map.at(1, 1) == Approx(1.0F));
    CHECK(content.map.at(2, 1) == Approx(0.375F));
    CHECK(content.map.at(2, 2) == Approx(0.625F));
    CHECK(content.isRemoved(0));
    CHECK(content.received == std::vector<float>{0.0F, 1.375F, 0.625F});
    CHECK(content.given[2] == Approx(0.8F));
}

TEST_CASE("fading keeps every number", "[head]")
{
    const HeadContent content = HeadContent::of(smallSource(), {SinkMode::Fade, {0}});
    CHECK(content.map.values == smallMap().values);
    CHECK(content.isFaded(0));
    CHECK_FALSE(content.isFaded(1));
    CHECK(content.leftOutText() == QStringLiteral("bos left out"));
}

TEST_CASE("attention runs from 0 to 1, signed quantities are symmetric about zero", "[head]")
{
    CHECK(HeadContent::of(smallSource(), {}).scale.high == 1);
    AttentionMap scores = smallMap(Quantity::Score);
    scores.values[3] = -2.5F;
    scores.values[1] = -std::numeric_limits<float>::infinity();
    const MapScale scale = MapScale::of(scores, {});
    CHECK(scale.diverging);
    CHECK(scale.low == -2.5);
    CHECK(scale.high == 2.5);
    CHECK(scale.lowText() == QStringLiteral("\u22122.50"));
    CHECK(scale.highText() == QStringLiteral("+2.50"));
    CHECK(scale.position(0) == 0.5);
    CHECK(scale.valueText(-2.5) == QStringLiteral("\u22122.500"));
}

TEST_CASE("a bound taken without the sinks cuts them and says so", "[head]")
{
    HeadSource source = smallSource(Quantity::ValueWeighted);
    const HeadContent content = HeadContent::of(source, {SinkMode::Fade, {0}});
    CHECK(content.scale.high == 0.5);
    CHECK(content.scale.isCut(1.0));
    CHECK_FALSE(content.scale.isCut(0.5));
}

TEST_CASE("a map without any mass has a scale that shows its low end", "[head]")
{
    AttentionMap map = smallMap(Quantity::ValueWeighted);
    std::fill(map.values.begin(), map.values.end(), 0.0F);
    CHECK(MapScale::of(map, {}).position(0) == 0);
    map.quantity = Quantity::Effect;
    CHECK(MapScale::of(map, {}).position(0) == 0.5);
}

TEST_CASE("a cell is put into words", "[head]")
{
    const HeadContent content = HeadContent::of(smallSource(), {});
    CHECK(content.describe(2, 1) == QStringLiteral("head 5.1, attention from ·Mary to When 0.300"));
    CHECK(content.strongestSource(2) == 2);
    CHECK(content.strongestDestination(1) == 1);
    CHECK(
        HeadContent::of(smallSource(Quantity::Effect), {}).title().contains(QStringLiteral("·Mary − ·John")));
}

TEST_CASE("only a head or a mean of patterns has masses", "[head]")
{
    const auto run = sampleRun();
    AttentionMap map = attentionMap(*sampleDetail({5, 5}), Quantity::Pattern);
    map.nHeads = 6;
    for (const auto& [aggregation, known] :
         {std::pair{Aggregation::LayerMean, true}, std::pair{Aggregation::LayerMax, false},
          std::pair{Aggregation::ModelMean, true}}) {
        map.aggregation = aggregation;
        CHECK(HeadContent::of(HeadSource::of(*run, map, {}, {}), {}).hasMasses() == known);
    }
}

TEST_CASE("the beginning-of-text token is called bos", "[head]")
{
    const QStringList labels = positionLabels(*sampleRun());
    CHECK(labels.first() == QStringLiteral("bos"));
    CHECK(labels.at(2) == QStringLiteral("·Mary"));
    CHECK(positionTexts(*sampleRun()).at(2) == QStringLiteral(" Mary"));
}
