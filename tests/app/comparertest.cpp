#include "app/comparer.h"

#include "app/bundledmodel.h"
#include "app/figureexport.h"
#include "app/viewarea.h"
#include "app/windowtesting.h"
#include "core/files/npz.h"
#include "widgets/atlas/atlasview.h"
#include "widgets/atlas/comparedwalls.h"
#include "widgets/atlas/rankbar.h"
#include "widgets/atlas/wallwidget.h"
#include "widgets/common/errorbar.h"
#include "widgets/common/segmentedcontrol.h"
#include "widgets/common/viewheader.h"
#include "widgets/compare/compareeditor.h"
#include "widgets/compare/comparerow.h"
#include "widgets/export/exportdialog.h"
#include "widgets/head/headmap.h"
#include "widgets/head/headpane.h"
#include "widgets/head/headpanes.h"
#include "widgets/head/headview.h"
#include "widgets/prompt/promptdock.h"
#include "widgets/prompt/prompteditor.h"

#include <QAbstractButton>
#include <QApplication>
#include <QLineEdit>
#include <QPointer>
#include <QTemporaryDir>
#include <QTest>

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

using Shown = Comparison::Shown;

const QString otherPrompt = u"When Mary and John went to the store, Mary gave a drink to"_s;

void settleComparison(OffscreenWindow& offscreen)
{
    Comparer& comparer = offscreen.window().comparer();
    const RunModel& b = comparer.comparison().b();
    const bool settled =
        QTest::qWaitFor([&] { return comparer.isSettled() && b.state() == RunModel::State::Ready; }, 60000);
    INFO(
        "A " << offscreen.document().isSettled() << ", B " << static_cast<int>(b.state()) << ", busy "
             << comparer.isBusy());
    REQUIRE(settled);
    QApplication::processEvents();
}

/// Starts a comparison as a person does: the menu, typing over B's prompt, Ctrl+Enter in it.
void comparePrompts(OffscreenWindow& offscreen, const QString& text)
{
    MainWindow& window = offscreen.window();
    window.actions().comparePrompt->trigger();
    offscreen.waitUntil([&] { return window.comparer().comparison().b().tokenizer() != nullptr; });
    PromptEditor& editor = window.compareEditor().editor();
    REQUIRE(editor.prompt() == offscreen.document().request().text);
    editor.selectAll();
    QTest::keyClicks(&editor, text);
    QTest::keyClick(&editor, Qt::Key_Return, Qt::ControlModifier);
    settleComparison(offscreen);
}

void choose(CompareRow& row, Shown shown)
{
    const auto buttons = row.choices().findChildren<QAbstractButton*>();
    buttons[static_cast<int>(shown)]->click();
}

ExportDialog* exportDialog(MainWindow& window)
{
    window.actions().exportFigure->trigger();
    auto* dialog = window.findChild<ExportDialog*>();
    REQUIRE(dialog);
    return dialog;
}

const NamedTensor& tensorNamed(const std::vector<NamedTensor>& tensors, const QString& name)
{
    for (const NamedTensor& tensor : tensors) {
        if (tensor.name == name)
            return tensor;
    }
    FAIL("no tensor " << name.toStdString());
    return tensors.front();
}

} // namespace

TEST_CASE("two prompts are compared side by side in the Atlas, with one selection")
{
    const auto offscreen = openedWindow();
    MainWindow& window = offscreen->window();
    CHECK_FALSE(window.compareEditor().isVisible());
    CHECK_FALSE(window.actions().stopComparing->isEnabled());
    comparePrompts(*offscreen, otherPrompt);

    Comparison& comparison = window.comparer().comparison();
    CHECK(comparison.shown() == Shown::SideBySide);
    CHECK(comparison.b().result()->request.text == otherPrompt);
    CHECK(offscreen->document().runModel().result()->request.text == firstPrompt());
    CHECK(window.compareEditor().isVisible());
    CHECK(window.compareEditor().heading() == u"B: same model"_s);
    ComparedWalls& walls = *window.atlas().comparedWalls();
    CHECK(window.atlas().wall().isVisible());
    CHECK(walls.wallOfB().isVisible());
    CHECK(walls.wallOfB().layers() == comparison.b().result()->layers);
    CHECK(window.atlas().header().title() == u"Atlas · attention · after softmax · A | B"_s);

    // B speaks of A's pair of tokens.
    CHECK(comparison.b().effects()->target == offscreen->document().runModel().effects()->target);
    CHECK(comparison.b().effects()->logitDifference == Approx(-7.906450).margin(1e-3));
    CHECK(offscreen->document().runModel().compared() == comparison.b().result());

    WallWidget& wallB = walls.wallOfB();
    const HeadIndex head{2, 3};
    QTest::mouseClick(
        wallB.viewport(), Qt::LeftButton, {}, wallB.wallLayout().cellRect(head).center().toPoint());
    CHECK(offscreen->document().selection().locked().head == head);
    settleComparison(*offscreen);
    CHECK(comparison.b().detail()->head == head);
    CHECK(offscreen->document().runModel().detail()->head == head);
}

TEST_CASE("the walls of a comparison zoom and scroll together")
{
    const auto offscreen = openedWindow();
    MainWindow& window = offscreen->window();
    comparePrompts(*offscreen, otherPrompt);
    WallWidget& a = window.atlas().wall();
    WallWidget& b = window.atlas().comparedWalls()->wallOfB();
    const double fitted = a.wallLayout().cell();
    for (int i = 0; i < 3; ++i)
        a.zoomIn();
    const auto isSame = [&] { return a.wallLayout().cell() == b.wallLayout().cell(); };
    CHECK(QTest::qWaitFor([&] { return a.wallLayout().cell() > 1.5 * fitted && isSame(); }, 5000));
    QTest::qWait(400); // the glide ends
    const double large = b.wallLayout().cell();
    CHECK(isSame());
    b.zoomOut();
    CHECK(QTest::qWaitFor([&] { return a.wallLayout().cell() < large && isSame(); }, 5000));
    CHECK(a.wallLayout().scroll() == b.wallLayout().scroll());
}

TEST_CASE("A - B of all heads is ranked by its size and exported as it is shown")
{
    const auto offscreen = openedWindow();
    MainWindow& window = offscreen->window();
    comparePrompts(*offscreen, otherPrompt);
    Comparison& comparison = window.comparer().comparison();
    CHECK(comparison.differences().empty());
    choose(*window.atlas().compareRow(), Shown::Difference);
    settleComparison(*offscreen);
    REQUIRE(comparison.differences().size() == 6);
    CHECK(window.atlas().header().title() == u"Atlas · attention · after softmax · A − B"_s);
    CHECK(window.atlas().rankBar().rankBy() == RankBy::Difference);
    WallWidget& wall = window.atlas().comparedWalls()->wallOfDifference();
    CHECK(wall.isVisible());
    CHECK(wall.picture().ranking.order().front() == HeadIndex{0, 2});
    CHECK(*wall.picture().ranking.score({0, 2}) == Approx(0.0165206).margin(2e-6));
    CHECK(wall.picture().scale.high == u"+0.99"_s);
    CHECK(wall.picture().scale.low == u"−0.99"_s);

    QTemporaryDir folder;
    REQUIRE(exportDialog(window)->save(folder.filePath(u"wall.npz"_s)));
    const auto tensors = readNpz(folder.filePath(u"wall.npz"_s));
    CHECK(tensorNamed(tensors, u"mean_absolute_difference"_s).values[2] == Approx(0.0165206).margin(2e-6));
    const std::vector<std::int64_t> shape{6, 6, 15, 15};
    CHECK(tensorNamed(tensors, u"difference"_s).shape == shape);
    CHECK(tensorNamed(tensors, u"a"_s).shape == shape);

    choose(*window.atlas().compareRow(), Shown::A);
    CHECK(window.atlas().rankBar().rankBy() == RankBy::ReceivedMass);
}

TEST_CASE("the Head view shows the difference of the quantity in force, locked in both runs")
{
    const auto offscreen = openedWindow();
    MainWindow& window = offscreen->window();
    comparePrompts(*offscreen, otherPrompt);
    window.views().setCurrentView(&window.head());
    offscreen->document().selection().lock({HeadIndex{5, 1}, 14, 2});
    settleComparison(*offscreen);
    HeadPanes& panes = *window.head().panes();
    REQUIRE(panes.isVisible());
    CHECK(panes.a().title() == u"A · L5H1 · attention · after softmax"_s);
    CHECK(panes.b().title() == u"B · L5H1 · attention · after softmax"_s);
    QTest::mouseClick(
        panes.b().map(), Qt::LeftButton, {}, panes.b().map()->cellRect({9, 4}).center().toPoint());
    CHECK(offscreen->document().selection().locked().destination == 9);
    CHECK(offscreen->document().selection().locked().source == 4);

    choose(*window.head().compareRow(), Shown::Difference);
    settleComparison(*offscreen);
    REQUIRE(window.head().content());
    CHECK(window.head().title() == u"L5H1 · attention · after softmax · A − B"_s);
    const auto a = offscreen->document().runModel().detail();
    const auto b = window.comparer().comparison().b().detail();
    const auto check = [&](Quantity quantity) {
        const AttentionMap mapA = attentionMap(*a, quantity);
        const AttentionMap mapB = attentionMap(*b, quantity);
        const AttentionMap& shown = window.head().content()->map;
        REQUIRE(shown.quantity == quantity);
        for (int query = 0; query < 15; ++query) {
            for (int key = 0; key <= query; ++key)
                CHECK(shown.at(query, key) == mapA.at(query, key) - mapB.at(query, key));
        }
    };
    check(Quantity::Pattern);
    window.head().setQuantity(Quantity::Effect);
    check(Quantity::Effect);
    // Position 10 is the name that differs.
    CHECK(window.head().content()->source.labels[10] == u"·John/·Mary"_s);

    QTemporaryDir folder;
    REQUIRE(exportDialog(window)->save(folder.filePath(u"head.npz"_s)));
    const auto tensors = readNpz(folder.filePath(u"head.npz"_s));
    CHECK(tensorNamed(tensors, u"difference"_s).values == window.head().content()->map.values);
    CHECK(tensorNamed(tensors, u"a"_s).values == attentionMap(*a, Quantity::Effect).values);
    CHECK(tensorNamed(tensors, u"b"_s).values == attentionMap(*b, Quantity::Effect).values);
}

TEST_CASE("another length turns A - B off and the view says why")
{
    const auto offscreen = openedWindow();
    MainWindow& window = offscreen->window();
    comparePrompts(*offscreen, u"Tom likes Anna"_s);
    CHECK(window.atlas().compareRow()->blockedReason().contains(u"15 tokens"_s));
    CHECK(window.head().compareRow()->blockedReason().contains(u"7 tokens"_s));
    const auto buttons = window.atlas().compareRow()->choices().findChildren<QAbstractButton*>();
    CHECK_FALSE(buttons[3]->isEnabled());
    CHECK(buttons[3]->toolTip().contains(u"15 tokens"_s));
    window.comparer().comparison().show(Shown::Difference);
    QApplication::processEvents();
    CHECK_FALSE(window.atlas().figure());
    CHECK_FALSE(window.actions().exportFigure->isEnabled());
    window.comparer().comparison().show(Shown::SideBySide);
    CHECK(window.actions().exportFigure->isEnabled());
}

TEST_CASE("another model stands beside the open one, each with a head of its own")
{
    const auto offscreen = openedWindow();
    MainWindow& window = offscreen->window();
    offscreen->document().selection().lock({HeadIndex{5, 1}, 14, 2});
    window.comparer().compareModel(testData(u"gpt2-tiny"_s));
    settleComparison(*offscreen);
    Comparison& comparison = window.comparer().comparison();
    CHECK(comparison.b().model().name == u"gpt2-tiny"_s);
    CHECK(offscreen->document().runModel().model().name == u"demo"_s);
    CHECK(comparison.b().result()->request.text == firstPrompt());
    CHECK(window.compareEditor().heading() == u"B: gpt2-tiny"_s);
    CHECK_FALSE(comparison.selectionB().locked().head);

    window.views().setCurrentView(&window.head());
    QApplication::processEvents();
    CHECK_FALSE(window.head().panes()->b().content());
    QLineEdit& field = *window.head().compareRow()->headField();
    field.setFocus();
    field.selectAll();
    QTest::keyClicks(&field, u"1.0"_s);
    QTest::keyClick(&field, Qt::Key_Return);
    CHECK(comparison.selectionB().locked().head == HeadIndex{1, 0});
    CHECK(offscreen->document().selection().locked().head == HeadIndex{5, 1});
    settleComparison(*offscreen);
    REQUIRE(window.head().panes()->b().content());
    CHECK(window.head().panes()->b().title() == u"B · L1H0 · attention · after softmax"_s);
    CHECK(window.head().panes()->a().title() == u"A · L5H1 · attention · after softmax"_s);
    CHECK(window.head().figure());
}

TEST_CASE("a model that cannot be opened is a sentence in the bar and leaves the open one alone")
{
    const auto offscreen = openedWindow();
    MainWindow& window = offscreen->window();
    window.comparer().compareModel(u"/no/such/folder"_s);
    CHECK(QTest::qWaitFor([&] { return !window.comparer().second(); }, 60000));
    CHECK(window.errorBar().isVisible());
    CHECK(window.errorBar().problem().summary.startsWith(u"B: "_s));
    CHECK(window.errorBar().problem().summary.contains(u"/no/such/folder"_s));
    CHECK_FALSE(window.comparer().comparison().isOn());
    CHECK(offscreen->document().runModel().state() == RunModel::State::Ready);
}

TEST_CASE("a run of B that gives way to a newer one never comes back")
{
    const auto offscreen = openedWindow();
    Comparer& comparer = offscreen->window().comparer();
    comparePrompts(*offscreen, otherPrompt);
    comparer.setPrompt(u"Mary "_s.repeated(120), true);
    CHECK(comparer.comparison().b().state() == RunModel::State::Stale);
    CHECK(offscreen->window().figureExport().blockedReason().contains(u"B's prompt"_s));
    comparer.run();
    comparer.setPrompt(u"Tom likes Anna"_s, true);
    comparer.run();
    settleComparison(*offscreen);
    CHECK(comparer.comparison().b().result()->request.text == u"Tom likes Anna"_s);
    QTest::qWait(50);
    CHECK(comparer.comparison().b().result()->request.text == u"Tom likes Anna"_s);
}

TEST_CASE("stopping the comparison frees the second side and shows the run in front alone")
{
    const auto offscreen = openedWindow();
    MainWindow& window = offscreen->window();
    comparePrompts(*offscreen, otherPrompt);
    const QPointer<Document> second = window.comparer().second();
    const std::weak_ptr<const RunResult> result = window.comparer().comparison().b().result();
    choose(*window.atlas().compareRow(), Shown::Difference);
    window.actions().stopComparing->trigger();
    CHECK(QTest::qWaitFor([&] { return !window.comparer().second(); }, 5000));
    QApplication::processEvents();
    CHECK(second.isNull());
    CHECK(result.expired());
    CHECK_FALSE(window.compareEditor().isVisible());
    CHECK_FALSE(window.atlas().compareRow()->isVisible());
    CHECK(window.atlas().wall().isVisible());
    CHECK_FALSE(window.atlas().comparedWalls()->wallOfB().isVisible());
    CHECK(window.atlas().header().title() == u"Atlas · attention · after softmax"_s);
    CHECK(window.atlas().rankBar().rankBy() == RankBy::ReceivedMass);
    CHECK_FALSE(offscreen->document().runModel().compared());
    CHECK(window.atlas().figure()->fileStem() == u"atlas-pattern"_s);
}

TEST_CASE("the pinned run becomes B, and D goes through what is shown")
{
    const auto offscreen = openedWindow();
    MainWindow& window = offscreen->window();
    CHECK_FALSE(window.actions().comparePinned->isEnabled());
    window.actions().pin->trigger();
    typePrompt(window, otherPrompt);
    window.actions().run->trigger();
    settle(*offscreen);
    window.actions().comparePinned->trigger();
    settleComparison(*offscreen);
    Comparison& comparison = window.comparer().comparison();
    CHECK(comparison.b().result()->request.text == firstPrompt());
    CHECK(window.compareEditor().prompt() == firstPrompt());

    window.activateWindow();
    window.views().setFocus();
    QApplication::processEvents();
    for (const Shown expected : {Shown::Difference, Shown::A, Shown::B, Shown::SideBySide}) {
        QTest::keyClick(window.focusWidget(), Qt::Key_D);
        CHECK(comparison.shown() == expected);
        QApplication::processEvents();
    }
}

TEST_CASE("another model in front ends the comparison")
{
    const auto offscreen = openedWindow();
    comparePrompts(*offscreen, otherPrompt);
    offscreen->document().openModel(testData(u"gpt2-tiny"_s));
    offscreen->waitUntil([&] { return offscreen->document().runModel().model().name == u"gpt2-tiny"_s; });
    CHECK_FALSE(offscreen->window().comparer().second());
    settle(*offscreen);
    CHECK(offscreen->window().atlas().wall().isVisible());
}
