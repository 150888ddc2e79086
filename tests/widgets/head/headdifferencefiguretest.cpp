#include "widgets/head/headdifferencefigure.h"

#include "core/base/error.h"
#include "support/problem.h"
#include "support/testing.h"
#include "widgets/compare/sidebysidefigure.h"
#include "widgets/support/samplerun.h"

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

/// One side with a pattern of two tokens: the last looks at the first by `share`.
HeadFigureSide side(const QString& model, const QString& word, float share, SinkMode mode = SinkMode::Show)
{
    auto run = std::make_shared<RunResult>();
    run->request.text = u"I "_s + word;
    run->tokens = {{1, "I", false}, {2, (u' ' + word).toUtf8(), false}};
    HeadSource source;
    source.map.head = {5, 1};
    source.map.size = 2;
    source.map.values = {1, 0, share, 1 - share};
    source.pattern = source.map.values;
    source.labels = positionLabels(*run);
    source.texts = positionTexts(*run);
    ModelInfo info;
    info.name = model;
    info.sha256 = model.repeated(4);
    return {info, run, HeadContent::of(std::move(source), {mode, {0}})};
}

} // namespace

TEST_CASE("the difference of two heads is drawn about zero, with the tokens of both where they differ")
{
    const HeadContent content = HeadContent::difference(
        side(u"a"_s, u"see"_s, 0.75F).content, side(u"b"_s, u"hear"_s, 0.25F).content);
    CHECK(content.map.values == std::vector<float>{0, 0, 0.5F, -0.5F});
    CHECK(content.source.labels == QStringList{u"I"_s, u"·see/·hear"_s});
    CHECK(content.scale.diverging);
    CHECK(content.scale.low == -0.5);
    CHECK(content.scale.high == 0.5);
    CHECK(content.scale.lowText() == u"−0.50"_s);
    CHECK(content.scale.highText() == u"+0.50"_s);
    CHECK(content.scale.name() == u"attention, A − B"_s);
    CHECK(content.scale.position(0) == 0.5);
    CHECK(content.title() == u"L5H1 · attention · after softmax · A − B"_s);
    CHECK_FALSE(content.hasMasses());
    CHECK(content.describe(1, 0) == u"head 5.1, attention, A − B, from ·see/·hear to I +0.500"_s);
    CHECK(content.scale.cellTexts(-0.5) == QStringList{u"−0.50"_s, u"−.50"_s, u"−.5"_s});
}

TEST_CASE("small differences print their bound with more digits")
{
    const HeadContent content = HeadContent::difference(
        side(u"a"_s, u"see"_s, 0.5F).content, side(u"b"_s, u"see"_s, 0.4990234375F).content);
    CHECK(content.scale.highText() == u"+0.0010"_s);
    CHECK(content.source.labels == QStringList{u"I"_s, u"·see"_s});
}

TEST_CASE("sinks are renormalised on each side before the difference is taken")
{
    const HeadContent content = HeadContent::difference(
        side(u"a"_s, u"see"_s, 0.75F, SinkMode::Renormalise).content,
        side(u"b"_s, u"see"_s, 0.25F, SinkMode::Renormalise).content);
    // Without position 0 both rows are 1 at the token itself.
    CHECK(content.map.values == std::vector<float>{0, 0, 0, 0});
    CHECK(content.sinkText() == u"removed I and scaled rows to sum to 1 on both sides"_s);
}

TEST_CASE("the figure of a difference holds a, b and their difference, and names both runs")
{
    const HeadDifferenceFigure figure(
        side(u"demo"_s, u"see"_s, 0.75F), side(u"tiny"_s, u"hear"_s, 0.25F), {});
    const FigureData data = figure.data();
    REQUIRE(data.tensors.size() == 3);
    CHECK(data.tensors[0].name == u"a"_s);
    CHECK(data.tensors[0].values == std::vector<float>{1, 0, 0.75F, 0.25F});
    CHECK(data.tensors[1].name == u"b"_s);
    CHECK(data.tensors[1].values == std::vector<float>{1, 0, 0.25F, 0.75F});
    CHECK(data.tensors[2].name == u"difference"_s);
    CHECK(data.tensors[2].values == std::vector<float>{0, 0, 0.5F, -0.5F});
    REQUIRE(data.table.rows.size() == 3);
    CHECK(
        data.table.rows[1]
        == QStringList{
            u"1"_s, u"0"_s, u"·see"_s, u"I"_s, u"·hear"_s, u"I"_s, u"0.75"_s, u"0.25"_s, u"0.5"_s});

    const Provenance provenance = figure.provenance();
    CHECK(provenance.modelName == u"demo"_s);
    CHECK(provenance.prompt == u"I see"_s);
    REQUIRE(provenance.other);
    CHECK(provenance.other->modelName == u"tiny"_s);
    CHECK(provenance.other->modelSha256 == u"tinytinytinytiny"_s);
    CHECK(provenance.other->prompt == u"I hear"_s);
    CHECK(provenance.origin == Origin::Derived);
    CHECK(provenance.settings.contains(u"linear −0.50 to +0.50"_s));
    CHECK(figure.fileStem() == u"L5H1-pattern-a-minus-b"_s);
    CHECK(figure.caption().contains(u"+0.500, from ·see/·hear to I"_s));
    CHECK(figure.caption().contains(u"A is demo, B tiny."_s));
}

TEST_CASE("a difference of two different heads says both in its title")
{
    HeadFigureSide b = side(u"b"_s, u"see"_s, 0.25F);
    b.content.map.head = {3, 2};
    const HeadContent content = HeadContent::difference(side(u"a"_s, u"see"_s, 0.75F).content, b.content);
    CHECK(content.title() == u"L5H1 − L3H2 · attention · after softmax · A − B"_s);
    CHECK(content.subject() == u"head 5.1 of A and 3.2 of B"_s);
}

TEST_CASE("side by side keeps the numbers of both apart")
{
    const SideBySideFigure figure(
        std::make_unique<HeadFigure>(side(u"demo"_s, u"see"_s, 0.75F), HeadFigureOptions()),
        std::make_unique<HeadFigure>(side(u"tiny"_s, u"hear"_s, 0.25F), HeadFigureOptions()));
    const FigureData data = figure.data();
    REQUIRE(data.tensors.size() == 2);
    CHECK(data.tensors[0].name == u"a"_s);
    CHECK(data.tensors[1].name == u"b"_s);
    CHECK(data.tensors[1].values == std::vector<float>{1, 0, 0.25F, 0.75F});
    CHECK(data.table.header.first() == u"side"_s);
    REQUIRE(data.table.rows.size() == 6);
    CHECK(data.table.rows[0].first() == u"a"_s);
    CHECK(data.table.rows[5].first() == u"b"_s);
    CHECK(figure.title() == u"L5H1 · attention · after softmax · A | B"_s);
    CHECK(figure.provenance().other->prompt == u"I hear"_s);
    CHECK(figure.caption().startsWith(u"A: "_s));
}
