#include "app/directions.h"

#include "app/mainwindow.h"
#include "app/viewarea.h"
#include "app/windowtesting.h"
#include "widgets/head/directionpanels.h"
#include "widgets/head/firstdirections.h"
#include "widgets/head/headview.h"

#include <QApplication>
#include <QDir>
#include <QSlider>
#include <QTemporaryDir>
#include <QTest>

using namespace headwaters;

namespace {

/// The real window with the Head view in front and its directions there.
std::unique_ptr<OffscreenWindow> openedHead()
{
    auto offscreen = openedWindow();
    MainWindow& window = offscreen->window();
    window.activateWindow();
    window.views().setCurrentView(&window.head());
    window.views().setFocus();
    QApplication::processEvents();
    offscreen->waitUntil([&] { return offscreen->document().directions().isSettled(); });
    return offscreen;
}

void settleDirections(OffscreenWindow& offscreen)
{
    offscreen.waitUntil(
        [&] { return offscreen.document().isSettled() && offscreen.document().directions().isSettled(); });
    QApplication::processEvents();
}

} // namespace

TEST_CASE("the Head view of the real window fills with the directions of the head")
{
    const auto offscreen = openedHead();
    const DirectionModel& model = offscreen->document().directions().model();
    const Selection& selection = offscreen->document().selection();
    REQUIRE(model.head());
    CHECK(model.head()->explained.head == selection.locked().head);
    CHECK(model.head()->qk.singularValues.size() == 32);
    REQUIRE(model.row());
    CHECK(model.row()->isWithinTolerance());
    CHECK(selection.shown().direction == model.row()->leadingDirection());
    REQUIRE(model.reading());
    CHECK(model.reading()->direction == model.row()->leadingDirection());
    CHECK(model.reading()->key.size() == 5);
    const auto detail = offscreen->document().runModel().detail();
    const auto at = static_cast<std::size_t>(model.row()->destination * detail->size + model.row()->source);
    CHECK(model.row()->score == Approx(static_cast<double>(detail->scores[at])).margin(1e-5));
    CHECK_FALSE(offscreen->window().head().panels()->isDimmed());
}

TEST_CASE("nothing is computed while the Atlas is in front")
{
    const auto offscreen = openedWindow();
    CHECK_FALSE(offscreen->document().directions().model().isWanted());
    CHECK_FALSE(offscreen->document().directions().model().head());
}

TEST_CASE("the slider rebuilds the map, brackets step the direction, another head brings its own")
{
    const auto offscreen = openedHead();
    MainWindow& window = offscreen->window();
    DirectionModel& model = offscreen->document().directions().model();
    Selection& selection = offscreen->document().selection();
    window.head().panels()->first()->slider()->setValue(5);
    settleDirections(*offscreen);
    REQUIRE(model.partial());
    CHECK(model.partial()->k == 5);
    CHECK(window.head().title().endsWith(QStringLiteral("first 5 of 32 directions")));

    const int leading = *selection.shown().direction;
    QTest::keyClick(window.focusWidget(), leading < 31 ? Qt::Key_BracketRight : Qt::Key_BracketLeft);
    CHECK(selection.locked().direction == (leading < 31 ? leading + 1 : leading - 1));
    window.actions().previousDirection->trigger();
    settleDirections(*offscreen);
    CHECK(model.reading()->direction == *selection.locked().direction);

    selection.lock({HeadIndex{0, 0}, 3, 1});
    settleDirections(*offscreen);
    CHECK(model.row()->head == HeadIndex{0, 0});
    CHECK(model.row()->destination == 3);
    CHECK(model.partial()->head == HeadIndex{0, 0});
    CHECK(window.head().title().endsWith(QStringLiteral("first 5 of 32 directions")));
    selection.lock({HeadIndex{0, 0}, std::nullopt, std::nullopt});
    settleDirections(*offscreen);
    CHECK_FALSE(model.row());
    CHECK(selection.shown().direction == 0);
}

TEST_CASE("raw embeddings read other words, and another run brings new scores")
{
    const auto offscreen = openedHead();
    Document& document = offscreen->document();
    DirectionModel& model = document.directions().model();
    const auto before = model.reading();
    model.setEmbedding(EmbeddingKind::Raw);
    settleDirections(*offscreen);
    CHECK(model.reading()->embedding == EmbeddingKind::Raw);
    CHECK(model.reading()->key.front().value != before->key.front().value);

    const quint64 run = model.row()->run;
    document.setRequest(
        {QStringLiteral("When Mary and Anna went to the store, Anna gave a drink to"), true, {}, {}});
    document.run();
    offscreen->waitUntil([&] {
        return document.isSettled() && document.directions().isSettled() && model.row()
            && model.row()->run > run;
    });
    CHECK(model.row()->run == document.runModel().result()->run);
    CHECK(model.head()->explained.run == document.runModel().result()->run);
}

TEST_CASE("decompositions of all heads are kept once the hash is known, and read again")
{
    const QTemporaryDir folder;
    const auto kept = [&] { return QDir(folder.path()).entryList(QDir::Files).size(); };
    for (int time = 0; time < 2; ++time) {
        OffscreenWindow offscreen({1280, 800}, Theme::Mode::Light);
        offscreen.document().directions().useCache(DirectionCache(folder.path()));
        offscreen.window().setRequest({QStringLiteral("When Mary"), true, {}, {}});
        offscreen.openAndSettle(demoModel());
        offscreen.waitUntil([&] {
            QTest::qWait(5);
            return kept() == 2;
        });
        CHECK(kept() == 2);
    }
}
