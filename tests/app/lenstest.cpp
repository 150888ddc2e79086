#include "app/cli/program.h"
#include "app/lensing.h"
#include "app/mainwindow.h"
#include "app/viewarea.h"
#include "app/windowtesting.h"
#include "widgets/lens/attributionview.h"
#include "widgets/lens/lenstableview.h"
#include "widgets/lens/lensview.h"

#include <QAction>
#include <QApplication>
#include <QJsonArray>
#include <QTest>

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

void settleLens(OffscreenWindow& offscreen)
{
    offscreen.waitUntil(
        [&] { return offscreen.document().isSettled() && offscreen.window().lensing().isSettled(); });
    QApplication::processEvents();
}

std::unique_ptr<OffscreenWindow> openedLens()
{
    auto offscreen = openedWindow();
    offscreen->window().views().setCurrentView(&offscreen->window().lens());
    QApplication::processEvents();
    settleLens(*offscreen);
    return offscreen;
}

/// The words of a verb for the prompt and the pair in the window.
QJsonObject verbAnswer(const QString& verb, OffscreenWindow& offscreen)
{
    const auto effects = offscreen.document().runModel().effects();
    const ProgramRun run = headwatersProgram(
        {verb, u"--json"_s, u"--prompt"_s, offscreen.document().runModel().result()->request.text,
         u"--target"_s, u"#%1"_s.arg(effects->target), u"--rival"_s, u"#%1"_s.arg(effects->rival)});
    checkSuccess(run);
    return run.json();
}

} // namespace

TEST_CASE("nothing is read for the lens while another view is in front")
{
    const auto offscreen = openedWindow();
    CHECK_FALSE(offscreen->window().lensing().model().lens());
    CHECK_FALSE(offscreen->window().lensing().isBusy());
}

TEST_CASE("the Lens view shows the numbers that the verbs print")
{
    const auto offscreen = openedLens();
    const auto content = offscreen->window().lens().content();
    REQUIRE(content->lens);
    REQUIRE(content->watch);
    REQUIRE(content->attribution);
    const QJsonArray rows = verbAnswer(u"lens"_s, *offscreen)["rows"_L1].toArray();
    REQUIRE(static_cast<std::size_t>(rows.size()) == content->lens->rows.size());
    for (std::size_t row = 0; row < content->lens->rows.size(); ++row) {
        CAPTURE(row);
        const QJsonObject expected = rows[static_cast<qsizetype>(row)].toObject();
        CHECK(content->lens->rows[row].hook() == expected["hook"_L1].toString());
        for (std::size_t position = 0; position < content->lens->positions.size(); ++position) {
            const std::size_t cell = content->lens->cell(row, position);
            const auto at = static_cast<qsizetype>(position);
            CHECK(content->lens->topId[cell] == expected["topId"_L1][at].toInt());
            CHECK(content->lens->words[0].rank[cell] == expected["targetRank"_L1][at].toInt());
            CHECK(content->lens->words[1].rank[cell] == expected["rivalRank"_L1][at].toInt());
        }
        // The watch stands after the last token, which is the locked destination.
        const qsizetype last = expected["targetRank"_L1].toArray().size() - 1;
        CHECK(content->watch->words[0].rank[row] == expected["targetRank"_L1][last].toInt());
    }
    const QJsonObject parts = verbAnswer(u"attribute"_s, *offscreen);
    CHECK(content->attribution->total == Approx(parts["total"_L1].toDouble()).epsilon(1e-6));
    for (int layer = 0; layer < 6; ++layer) {
        for (int head = 0; head < 6; ++head)
            CHECK(
                content->attribution->head({layer, head})
                == Approx(parts["heads"_L1][layer][head].toDouble()).margin(1e-6));
    }
    const AttributionLines& lines = offscreen->window().lens().attribution().lines();
    CHECK(lines.isWithinTolerance());
    const auto effects = offscreen->document().runModel().effects();
    CHECK(lines.whole == Approx(effects->logitDifference).epsilon(1e-4));
}

TEST_CASE("a locked position, another pair and another prompt bring their own lens")
{
    const auto offscreen = openedLens();
    MainWindow& window = offscreen->window();
    LensTableView& table = window.lens().table();
    QTest::mouseClick(table.viewport(), Qt::LeftButton, {}, table.cellRect(0, 10).center());
    settleLens(*offscreen);
    CHECK(window.lens().content()->watch->positions == std::vector<int>{10});
    CHECK(window.lens().content()->attribution->destination == 10);
    CHECK(window.lens().attribution().lines().isWithinTolerance());

    window.lensing().model().addWord(300);
    settleLens(*offscreen);
    CHECK(window.lens().content()->watch->words.size() == 3);

    const auto before = window.lens().content()->lens;
    offscreen->document().setPair(before->words[1].id, before->words[0].id);
    offscreen->waitUntil([&] {
        const auto effects = offscreen->document().runModel().effects();
        return effects && effects->target == before->words[1].id;
    });
    settleLens(*offscreen);
    CHECK(window.lens().content()->lens->words[0].id == before->words[1].id);
    CHECK(window.lens().content()->attribution->target == before->words[1].id);

    typePrompt(window, u"When Mary and John went to the store, Mary gave a drink to"_s);
    CHECK(window.lens().figure() == nullptr);
    window.actions().run->trigger();
    offscreen->waitUntil([&] { return offscreen->document().runModel().result()->run == 2; });
    settleLens(*offscreen);
    CHECK(window.lens().content()->lens->run == 2);
    CHECK(window.lens().figure() != nullptr);
}

TEST_CASE("what the lens shows can be exported")
{
    const auto offscreen = openedLens();
    MainWindow& window = offscreen->window();
    CHECK(window.views().currentView() == &window.lens());
    CHECK(window.actions().exportFigure->isEnabled());
    CHECK(window.lens().title().startsWith(u"Lens · top token"_s));
}
