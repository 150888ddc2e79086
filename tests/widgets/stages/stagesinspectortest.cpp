#include "widgets/stages/stagesinspector.h"

#include "support/testing.h"
#include "widgets/common/keyvaluerows.h"
#include "widgets/common/statepanel.h"
#include "widgets/inspector/cardsection.h"
#include "widgets/inspector/foldbutton.h"
#include "widgets/stages/evidencepainting.h"
#include "widgets/stages/evidencepictures.h"
#include "widgets/stages/examplepainting.h"
#include "widgets/support/gallery.h"
#include "widgets/support/samplescan.h"

#include <QApplication>
#include <QComboBox>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

struct InspectorFixture {
    explicit InspectorFixture(bool dark = false) : dressed(dark)
    {
        selection.setModelShape(6, 6);
        fillSample(run);
        model.finishScan(sampleScan());
    }

    Dressed dressed;
    Selection selection;
    RunModel run;
    StagesModel model;
    StagesInspector inspector{dressed.theme, model, selection, run};
};

} // namespace

TEST_CASE("A locked head shows the evidence of its strongest type and asks for the example")
{
    InspectorFixture fixture;
    QSignalSpy wanted(&fixture.model, &StagesModel::exampleWanted);
    CHECK_FALSE(fixture.inspector.head());
    fixture.selection.lockHead({2, 2});
    CHECK(fixture.inspector.head() == HeadIndex{2, 2});
    CHECK(fixture.inspector.type() == HeadType::Induction);
    CHECK(fixture.inspector.types().currentText() == u"Induction · confirmed"_s);
    CHECK(fixture.inspector.chips().texts().front().startsWith(u"LR ."_s));
    CHECK(fixture.inspector.plots().evidence().size() == 2);
    CHECK(fixture.inspector.causalPlots().evidence().size() == 1);
    CHECK(fixture.inspector.causalSection().note() == u"Larger than for the controls: q below 0.001."_s);
    CHECK(fixture.inspector.literatureSection().note().contains(u"GPT-2 small: 5.1"_s));
    REQUIRE(wanted.count() == 1);
    CHECK(fixture.inspector.exampleSection().note() == u"The example is being run."_s);
    fixture.model.setExample(sampleExample({2, 2}, HeadType::Induction));
    CHECK(fixture.inspector.exampleSection().note().startsWith(u"Arcs above 25"_s));
    CHECK(fixture.inspector.text().contains(u"attention to the token after the last copy\t0.81 where"_s));
}

TEST_CASE("Without evidence the inspector says whether a scan is missing, under way, or a head to be chosen")
{
    const Dressed dressed(false);
    Selection selection;
    RunModel run;
    StagesModel model;
    const StagesInspector inspector(dressed.theme, model, selection, run);
    const auto title = [&] { return inspector.findChild<StatePanel*>()->message().title; };
    CHECK(title() == u"No scan yet"_s);
    model.startScan();
    CHECK(title() == u"Scanning"_s);
    model.finishScan(sampleScan());
    CHECK(title() == u"No head chosen"_s);
}

TEST_CASE("A pair that gets little attention keeps its arc, and the note says how much it gets")
{
    InspectorFixture fixture;
    fixture.selection.lockHead({2, 2});
    auto example = std::make_shared<HeadExample>(*sampleExample({2, 2}, HeadType::Induction));
    example->pattern[14 * 15 + 2] = 0.08F;
    fixture.model.setExample(example);
    CHECK(pairShare(*example) == Approx(0.08));
    CHECK(fixture.inspector.exampleSection().note().endsWith(u"dashed: the pair, 8\u202f%"_s));
    const std::vector<int> positions{0, 2, 14};
    const QStringList labels{u"a"_s, u"b"_s, u"c"_s};
    const auto picture = [&](int source) {
        example->prompt.source = source;
        QImage page(240, arcsHeight, QImage::Format_RGB32);
        page.fill(Qt::white);
        QPainter painter(&page);
        const Colours& colours = fixture.dressed.theme.colours();
        paintArcs(painter, page.rect(), *example, positions, labels, colours.stages[2], colours);
        return page;
    };
    example->pattern.assign(15 * 15, 0);
    CHECK(picture(2) != picture(0)); // nothing else is drawn than the pair
    CHECK(picture(14) != picture(2)); // a loop
}

TEST_CASE("An effect that rounds to zero has a bar that can hardly be seen")
{
    const Dressed dressed(false);
    const Colours& colours = dressed.theme.colours();
    const auto barHeight = [&colours](double effect) {
        HeadExample example = *sampleExample({2, 2}, HeadType::Induction);
        example.attribution.assign(15, 0);
        example.attribution[2] = effect;
        QImage page(90, attributionHeight, QImage::Format_RGB32);
        page.fill(Qt::white);
        QPainter painter(&page);
        paintAttribution(painter, page.rect(), example, {0, 2, 14}, {}, colours);
        painter.end();
        int height = 0;
        for (int y = 0; y < page.height(); ++y)
            height += page.pixel(45, y) == colours.pos.rgb() ? 1 : 0;
        return height;
    };
    CHECK(barHeight(1.5) > 25);
    CHECK(barHeight(0.002) <= 2);
}

TEST_CASE("The causal check says what the heads of a type cost together, and what random ones do")
{
    InspectorFixture fixture;
    ScanReport report = *sampleScan();
    report.confirmations = {
        {.type = HeadType::Induction,
         .heads = {{2, 2}, {3, 1}},
         .task = u"repeated-tokens"_s,
         .measure = u"logit of the right next token"_s,
         .prompts = 8,
         .clean = 20,
         .without = 5,
         .random = std::vector<double>(20, 19.5)}};
    fixture.model.finishScan(std::make_shared<const ScanReport>(report));
    fixture.selection.lockHead({2, 2});
    const QString together =
        u"Logit of the right next token without 2.2, 3.1: 20.00 to 5.00; 19.50 on average "
        "without as many random heads, 19.50 at worst. So the type is confirmed."_s;
    CHECK(fixture.inspector.causalSection().note().endsWith(together));
    CHECK(fixture.inspector.text().contains(together));
}

TEST_CASE("Another type of the head shows why it was not found or cannot be measured")
{
    InspectorFixture fixture;
    fixture.selection.lockHead({2, 2});
    QComboBox& types = fixture.inspector.types();
    Q_EMIT types.activated(types.findText(u"Correct letter · not measurable"_s));
    CHECK(fixture.inspector.type() == HeadType::CorrectLetter);
    CHECK(fixture.inspector.sentence().contains(
        u"Not measurable on this model: it gets 26 % of 32 prompts right, and chance is 25 %."_s));
    CHECK(fixture.inspector.plots().evidence().empty());
    CHECK(fixture.inspector.causalSection().note().startsWith(u"Not made"_s));
    fixture.selection.lockHead({0, 2});
    CHECK(fixture.inspector.type() == HeadType::CorrectLetter); // as chosen
}

TEST_CASE("Cards fold by a click on their heading and stay folded for other heads")
{
    InspectorFixture fixture;
    fixture.inspector.resize(288, 2000); // room for all
    fixture.inspector.show();
    fixture.selection.lockHead({2, 2});
    fixture.model.setExample(sampleExample({2, 2}, HeadType::Induction));
    CardSection& example = fixture.inspector.exampleSection();
    CHECK_FALSE(example.isFolded());
    CHECK_FALSE(fixture.inspector.literatureSection().isFolded());
    const int tall = example.sizeHint().height();
    QTest::mouseClick(&example, Qt::LeftButton, {}, QPoint(120, 16));
    CHECK(example.isFolded());
    CHECK(example.sizeHint().height() < tall / 2);
    fixture.selection.lockHead({0, 2});
    CHECK(example.isFolded());
    QTest::mouseClick(&example.foldButton(), Qt::LeftButton);
    CHECK_FALSE(example.isFolded());
}

TEST_CASE("Where cards do not fit the last ones fold, but none that the person unfolded")
{
    InspectorFixture fixture;
    fixture.inspector.resize(288, 700);
    fixture.inspector.show();
    fixture.selection.lockHead({2, 2});
    fixture.model.setExample(sampleExample({2, 2}, HeadType::Induction));
    CardSection& literature = fixture.inspector.literatureSection();
    CHECK(literature.isFolded());
    CHECK_FALSE(fixture.inspector.plots().isHidden());
    QTest::mouseClick(&literature.foldButton(), Qt::LeftButton);
    CHECK_FALSE(literature.isFolded());
    fixture.inspector.resize(288, 600);
    CHECK_FALSE(literature.isFolded());
    CHECK(fixture.inspector.causalSection().isFolded());
}

TEST_CASE("Beside the grid the cards stand in two columns")
{
    InspectorFixture fixture;
    fixture.inspector.resize(560, 900);
    fixture.inspector.show();
    fixture.selection.lockHead({2, 2});
    fixture.model.setExample(sampleExample({2, 2}, HeadType::Induction));
    fixture.inspector.setBesideGrid(true);
    QApplication::processEvents();
    CHECK(fixture.inspector.plots().parentWidget()->parentWidget()->x() == 0);
    CHECK(fixture.inspector.exampleSection().x() >= 250);
    CHECK(
        fixture.inspector.exampleSection().y()
        == fixture.inspector.plots().parentWidget()->parentWidget()->y());
    fixture.inspector.setBesideGrid(false);
    QApplication::processEvents();
    CHECK(fixture.inspector.exampleSection().x() == 0);
}

TEST_CASE("Types that are known by what they write show its tokens, suppression those it lowers first")
{
    InspectorFixture fixture;
    fixture.inspector.resize(288, 2000);
    fixture.inspector.show();
    fixture.selection.lockHead({5, 5});
    CHECK(fixture.inspector.writesSection().isHidden() == (fixture.inspector.type() != HeadType::NameMover));
    QComboBox& types = fixture.inspector.types();
    const auto choose = [&](HeadType type) {
        Q_EMIT types.activated(types.findData(static_cast<int>(type)));
        auto example = std::make_shared<HeadExample>(*sampleExample({5, 5}, type));
        example->raised = {{7, 3.25}, {8, 1.5}};
        example->lowered = {{9, 2.0}};
        fixture.model.setExample(example);
    };
    choose(HeadType::NameMover);
    const KeyValueRows& rows = fixture.inspector.writesSection().rows();
    CHECK_FALSE(fixture.inspector.writesSection().isHidden());
    REQUIRE(rows.count() == 3);
    CHECK(rows.row(0).labelText().startsWith(u"raises"_s));
    CHECK(rows.row(0).valueText() == u"+3.25"_s);
    CHECK(rows.row(2).valueText() == u"−2.00"_s);
    choose(HeadType::Induction);
    CHECK(fixture.inspector.writesSection().isHidden());
    ScanReport suppressing = *sampleScan();
    for (HeadReport& head : suppressing.heads) {
        for (TypeSummary& type : head.types) {
            if (type.type == HeadType::NameMover)
                type.type = HeadType::NegativeNameMover;
        }
    }
    fixture.model.finishScan(std::make_shared<const ScanReport>(suppressing));
    REQUIRE(types.findData(static_cast<int>(HeadType::NegativeNameMover)) >= 0);
    choose(HeadType::NegativeNameMover);
    CHECK(rows.row(0).labelText().startsWith(u"lowers"_s));
}

TEST_CASE("A head that is only passed over asks for no run")
{
    InspectorFixture fixture;
    QSignalSpy wanted(&fixture.model, &StagesModel::exampleWanted);
    fixture.selection.hoverHead(HeadIndex{0, 2});
    CHECK(fixture.inspector.head() == HeadIndex{0, 2});
    CHECK(wanted.count() == 0);
    CHECK(fixture.inspector.exampleSection().note() == u"Lock the head to see it on an example."_s);
}

TEST_CASE("An example shows the tokens around its pair")
{
    HeadExample example;
    example.prompt.ids.assign(100, 1);
    example.prompt.destination = 80;
    example.prompt.source = 20;
    const std::vector<int> positions = examplePositions(example, 8);
    CHECK(positions.size() <= 8);
    CHECK(std::count(positions.begin(), positions.end(), 80) == 1);
    CHECK(std::count(positions.begin(), positions.end(), 20) == 1);
    CHECK(std::count(positions.begin(), positions.end(), -1) == 1);
    CHECK(
        std::find(positions.begin(), positions.end(), 20)
        < std::find(positions.begin(), positions.end(), -1));
}

TEST_CASE("Evidence is told with its rule, null and units")
{
    Evidence evidence;
    CHECK(evidenceText(evidence) == u"not measured for this head"_s);
    evidence.samples = 32;
    evidence.score = 0.65;
    evidence.threshold = 0.4;
    evidence.null = 0.01;
    evidence.z = 8.21;
    evidence.q = 0.0031;
    CHECK(
        evidenceText(evidence)
        == u"0.65 where the rule asks for 0.40; null 0.01, z\u00a08.2, q\u00a00.003; 32 prompts"_s);
    evidence.hasZ = false;
    evidence.q = 0.00001;
    CHECK(evidenceText(evidence).contains(u"null 0.01, q\u00a0below 0.001"_s));
}

TEST_CASE("The causal check says in a sentence whether the head is missed more than the controls")
{
    Evidence evidence;
    evidence.access = Access::Causal;
    evidence.samples = 16;
    evidence.required = false;
    evidence.threshold = evidence.weakThreshold = 0.05;
    evidence.nulls = {0, 0.005F, 0.02F};
    evidence.score = 0.01;
    CHECK(
        causalText(evidence)
        == u"No larger than for 1 of 3 controls: other heads may share the job, so the type rests on its "
           u"other "
           "evidence."_s);
    evidence.score = 0.03;
    CHECK(causalText(evidence) == u"Larger than for the controls, but below the rule's 0.05."_s);
    evidence.score = 0.07;
    evidence.q = 0.2;
    CHECK(causalText(evidence) == u"Larger than for the controls, but not surely: q 0.200."_s);
    evidence.nulls = {};
    evidence.required = true;
    CHECK(causalText(evidence) == u"No larger than for the controls: other heads may share the job."_s);
    evidence.score = 0.4;
    evidence.q = 0.004;
    evidence.significant = true;
    evidence.finding = Finding::Yes;
    CHECK(causalText(evidence) == u"Larger than for the controls: q 0.004."_s);
}

TEST_CASE("The cards are drawn in both themes")
{
    for (const bool dark : {false, true}) {
        InspectorFixture fixture(dark);
        fixture.selection.lockHead({2, 2});
        fixture.model.setExample(sampleExample({2, 2}, HeadType::Induction));
        CHECK(
            !pictureOf(fixture.inspector, {288, 900}, dark ? "stages-evidence-dark" : "stages-evidence-light")
                 .isNull());
        fixture.inspector.setBesideGrid(true);
        CHECK(!pictureOf(
                   fixture.inspector, {560, 800},
                   dark ? "stages-evidence-wide-dark" : "stages-evidence-wide-light")
                   .isNull());
    }
}
