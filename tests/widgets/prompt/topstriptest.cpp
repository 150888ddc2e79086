#include "widgets/prompt/topstrip.h"
#include "tests/support/testing.h"
#include "tests/widgets/support/gallery.h"
#include "tests/widgets/support/samplerun.h"
#include "widgets/common/elidedlabel.h"
#include "widgets/common/numberformat.h"
#include "widgets/prompt/modelchip.h"
#include "widgets/prompt/runstate.h"
#include "widgets/prompt/tokenfield.h"

#include <QApplication>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace headwaters;

namespace {

struct Bench {
    explicit Bench(int width = 1280) : strip(dressed.theme, model)
    {
        fillSample(model);
        strip.resize(width, 44);
        strip.show();
        QApplication::setActiveWindow(&strip);
    }

    TokenField* field(const char* name) const { return strip.findChild<TokenField*>(QLatin1String(name)); }
    TokenField* target() const { return field("targetField"); }
    TokenField* rival() const { return field("rivalField"); }

    void type(TokenField* into, const QString& text)
    {
        into->setFocus();
        into->selectAll();
        QTest::keyClick(into, Qt::Key_Delete);
        QTest::keyClicks(into, text);
        QTest::keyClick(into, Qt::Key_Return);
    }

    Dressed dressed{false};
    RunModel model;
    TopStrip strip;
};

} // namespace

TEST_CASE("the strip names model, run and logit difference")
{
    Bench bench;
    CHECK(
        bench.strip.findChild<ModelChip*>()->details()
        == countText(3'043'200) + QStringLiteral(" parameters · float32 · CPU"));
    CHECK(bench.strip.findChild<RunStateLabel*>()->text() == QStringLiteral("Run 1 ready"));
    // 14.2 - 9.6
    CHECK(
        bench.strip.findChild<ElidedLabel*>(QStringLiteral("logitDifference"))->text()
        == QStringLiteral("+4.60"));
    CHECK(bench.target()->shownText() == QStringLiteral("·Mary"));
    CHECK(bench.rival()->shownText() == QStringLiteral("·John"));
    CHECK_FALSE(bench.strip.target());
}

TEST_CASE("the run state follows the run through all its states")
{
    Bench bench;
    const auto* state = bench.strip.findChild<RunStateLabel*>();
    bench.model.setStale(true);
    CHECK(state->text() == QStringLiteral("From run 1"));
    CHECK(state->iconName() == QStringLiteral("warning"));
    bench.model.startRun();
    bench.model.addLayer(bench.model.result()->layers[0]);
    CHECK(state->text() == QStringLiteral("Running · 1 of 6 layers"));
    bench.model.failRun({Problem::Kind::Failed, QStringLiteral("The weights hold a NaN."), {}});
    CHECK(state->text() == QStringLiteral("Run failed"));
    CHECK(state->iconName() == QStringLiteral("error"));
    CHECK(state->toolTip().contains(QStringLiteral("NaN")));
    CHECK(state->accessibleName() == state->text());
}

TEST_CASE("a typed token is chosen with Enter and told once")
{
    Bench bench;
    QSignalSpy chosen(&bench.strip, &TopStrip::tokensChosen);
    bench.type(bench.target(), QStringLiteral(" Hugo"));
    CHECK(bench.strip.target() == 14);
    CHECK(bench.target()->error().isEmpty());
    CHECK(chosen.count() == 1);
    bench.type(bench.target(), QString());
    CHECK_FALSE(bench.strip.target());
    CHECK(chosen.count() == 2);
}

TEST_CASE("a word of two tokens is refused in words and the last good value stays")
{
    Bench bench;
    bench.type(bench.target(), QStringLiteral("#14"));
    QSignalSpy chosen(&bench.strip, &TopStrip::tokensChosen);
    bench.type(bench.target(), QStringLiteral(" Mary and"));
    CHECK(bench.target()->error().contains(QStringLiteral("target")));
    CHECK(bench.target()->accessibleDescription() == bench.target()->error());
    CHECK(bench.strip.target() == 14);
    CHECK(chosen.isEmpty());
    QTest::keyClick(bench.target(), Qt::Key_Escape);
    CHECK(bench.target()->error().isEmpty());
    CHECK(bench.target()->text() == QStringLiteral("·Hugo"));
}

TEST_CASE("leaving a field with unreadable text brings the last good value back")
{
    Bench bench;
    bench.type(bench.target(), QStringLiteral("#14"));
    bench.target()->setFocus();
    QTest::keyClicks(bench.target(), QStringLiteral("qq"));
    bench.rival()->setFocus();
    CHECK(bench.target()->text() == QStringLiteral("·Hugo"));
    CHECK_FALSE(bench.target()->error().isEmpty());
    bench.target()->setFocus();
    QTest::keyClicks(bench.target(), QStringLiteral("x"));
    CHECK(bench.target()->error().isEmpty());
}

TEST_CASE("target and rival must differ")
{
    Bench bench;
    bench.type(bench.target(), QStringLiteral("#14"));
    bench.type(bench.rival(), QStringLiteral(" Hugo"));
    CHECK_FALSE(bench.rival()->error().isEmpty());
    CHECK_FALSE(bench.strip.rival());
}

TEST_CASE("swapping exchanges the tokens in force, and so does choosing the rival as target")
{
    Bench bench;
    QSignalSpy chosen(&bench.strip, &TopStrip::tokensChosen);
    QTest::mouseClick(bench.strip.findChild<QToolButton*>(QStringLiteral("swapTokens")), Qt::LeftButton);
    CHECK(bench.strip.target() == 4);
    CHECK(bench.strip.rival() == 2);
    CHECK(chosen.count() == 1);
    bench.strip.chooseTarget(2);
    CHECK(bench.strip.target() == 2);
    CHECK(bench.strip.rival() == 4);
    bench.strip.chooseRival(15);
    CHECK(bench.strip.target() == 2);
    CHECK(bench.strip.rival() == 15);
}

TEST_CASE("export says why it is off")
{
    Bench bench;
    auto* button = bench.strip.findChild<QPushButton*>(QStringLiteral("exportButton"));
    QSignalSpy wanted(&bench.strip, &TopStrip::exportRequested);
    bench.strip.setExportBlocked(QStringLiteral("Run the prompt first."));
    QTest::mouseClick(button, Qt::LeftButton);
    CHECK(wanted.isEmpty());
    CHECK(button->toolTip() == QStringLiteral("Run the prompt first."));
    bench.strip.setExportBlocked({});
    QTest::mouseClick(button, Qt::LeftButton);
    CHECK(wanted.count() == 1);
}

TEST_CASE("nothing overlaps at 960 pixels, even with long names")
{
    for (const int width : {960, 1100, 1280}) {
        Bench bench(width);
        ModelInfo model = sampleModel();
        model.name = QStringLiteral("a-model-with-a-rather-long-folder-name-350m");
        model.parameters = 354'823'168;
        bench.model.setModel(model, sampleTokenizer());
        bench.model.startRun();
        bench.model.finishRun(sampleRun(15, 1041));
        bench.strip.setTokens(TokenId(16), TokenId(17));
        bench.model.setStale(true);
        QCoreApplication::processEvents();
        QRect before;
        for (QWidget* child : bench.strip.findChildren<QWidget*>(Qt::FindDirectChildrenOnly)) {
            if (!child->isVisible() || child->isWindow() || child->inherits("QLabel"))
                continue;
            INFO(
                width << " " << child->objectName().toStdString() << " " << child->metaObject()->className());
            CHECK(bench.strip.rect().contains(child->geometry()));
            for (QWidget* other : bench.strip.findChildren<QWidget*>(Qt::FindDirectChildrenOnly)) {
                if (other != child && other->isVisible() && !other->inherits("QLabel"))
                    CHECK_FALSE(other->geometry().intersects(child->geometry()));
            }
        }
        CHECK(bench.target()->width() >= bench.target()->sizeHint().width());
    }
}

TEST_CASE("everything in the strip that takes the keyboard has a name")
{
    Bench bench;
    for (const QWidget* child : bench.strip.findChildren<QWidget*>()) {
        if (child->focusPolicy() == Qt::NoFocus || child->isWindow())
            continue;
        INFO(child->metaObject()->className());
        CHECK_FALSE(child->accessibleName().isEmpty());
    }
}
