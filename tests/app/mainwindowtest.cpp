#include "app/mainwindow.h"

#include "app/bundledmodel.h"
#include "app/figureexport.h"
#include "app/panelarea.h"
#include "app/viewarea.h"
#include "app/windowtesting.h"
#include "core/files/npz.h"
#include "widgets/atlas/atlasview.h"
#include "widgets/atlas/wallwidget.h"
#include "widgets/common/errorbar.h"
#include "widgets/common/helppanel.h"
#include "widgets/export/exportdialog.h"
#include "widgets/head/headview.h"
#include "widgets/prompt/promptdock.h"
#include "widgets/prompt/topstrip.h"

#include <QActionGroup>
#include <QApplication>
#include <QComboBox>
#include <QDropEvent>
#include <QFile>
#include <QMimeData>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QWindow>

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

QPoint middleOf(WallWidget& wall, HeadIndex head)
{
    return wall.wallLayout().cellRect(head).center().toPoint();
}

QByteArray bytesOf(const QString& path)
{
    QFile file(path);
    REQUIRE(file.open(QIODevice::ReadOnly));
    return file.readAll();
}

ExportDialog* exportDialog(MainWindow& window)
{
    window.actions().exportFigure->trigger();
    auto* dialog = window.findChild<ExportDialog*>();
    REQUIRE(dialog);
    return dialog;
}

} // namespace

TEST_CASE("the window opens with the first example run, a head and a pair locked")
{
    const auto offscreen = openedWindow();
    const RunModel& model = offscreen->document().runModel();
    REQUIRE(model.state() == RunModel::State::Ready);
    CHECK(model.result()->request.text == firstPrompt());
    CHECK(model.layersArrived() == 6);
    CHECK(model.label(model.effects()->target) == u"·Mary"_s);
    CHECK(model.label(model.effects()->rival) == u"·John"_s);

    const SelectionState locked = offscreen->document().selection().locked();
    REQUIRE(locked.head);
    for (const auto& layer : model.effects()->heads) {
        for (const float effect : layer)
            CHECK(
                std::abs(effect) <= std::abs(model.effects()->heads[static_cast<std::size_t>(
                    locked.head->layer)][static_cast<std::size_t>(locked.head->head)]));
    }
    CHECK(locked.destination == 14);
    CHECK(model.detail()->head == locked.head);
    CHECK(offscreen->window().windowTitle().contains(u"demo"_s));
    CHECK(offscreen->window().errorBar().isHidden());
}

TEST_CASE("a prompt that is typed makes the run stale, Ctrl+Enter runs it")
{
    const auto offscreen = openedWindow();
    MainWindow& window = offscreen->window();
    Document& document = offscreen->document();
    typePrompt(window, u"Tom and Anna went home. Tom saw"_s);
    CHECK(document.runModel().state() == RunModel::State::Stale);
    CHECK_FALSE(window.actions().exportFigure->isEnabled());
    CHECK(window.figureExport().blockedReason().contains(u"run 1"_s));

    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return, Qt::ControlModifier);
    CHECK(document.runModel().state() == RunModel::State::Running);
    settle(*offscreen);
    CHECK(document.runModel().result()->run == 2);
    CHECK(document.runModel().result()->request.text == u"Tom and Anna went home. Tom saw"_s);
    CHECK(window.actions().exportFigure->isEnabled());
}

TEST_CASE("typing the old prompt again makes its run fresh")
{
    const auto offscreen = openedWindow();
    typePrompt(offscreen->window(), u"Something else"_s);
    CHECK(offscreen->document().runModel().state() == RunModel::State::Stale);
    typePrompt(offscreen->window(), firstPrompt());
    CHECK(offscreen->document().runModel().state() == RunModel::State::Ready);
}

TEST_CASE("hover previews a head, a click locks it, Esc releases the pair and then the head")
{
    const auto offscreen = openedWindow();
    Selection& selection = offscreen->document().selection();
    WallWidget& wall = offscreen->window().atlas().wall();
    const HeadIndex before = *selection.locked().head;
    const HeadIndex other{2, 3};
    REQUIRE(before != other);

    QTest::mouseMove(wall.viewport(), middleOf(wall, other));
    offscreen->waitUntil([&] { return selection.hovered().head == other; });
    CHECK(selection.shown().head == other);
    CHECK(selection.locked().head == before);
    offscreen->waitUntil([&] {
        const auto detail = offscreen->document().runModel().detail();
        return detail && detail->head == other;
    });

    QTest::mouseClick(wall.viewport(), Qt::LeftButton, {}, middleOf(wall, other));
    CHECK(selection.locked().head == other);
    CHECK(selection.isPairLocked());
    QTest::keyClick(&wall, Qt::Key_Escape);
    CHECK_FALSE(selection.isPairLocked());
    CHECK(selection.isHeadLocked());
    QTest::keyClick(&wall, Qt::Key_Escape);
    CHECK_FALSE(selection.isHeadLocked());
}

TEST_CASE("arrow keys step the head, Shift and arrows the pair, and the detail follows")
{
    const auto offscreen = openedWindow();
    Selection& selection = offscreen->document().selection();
    QWidget& wall = offscreen->window().atlas().wall();
    selection.lock({HeadIndex{3, 3}, 10, 5});
    QTest::keyClick(&wall, Qt::Key_Right);
    CHECK(selection.locked().head == HeadIndex{3, 4});
    QTest::keyClick(&wall, Qt::Key_Up);
    REQUIRE(selection.locked().head->head == 4);
    CHECK(std::abs(selection.locked().head->layer - 3) == 1);
    settle(*offscreen);
    CHECK(offscreen->document().runModel().detail()->head == selection.locked().head);

    QTest::keyClick(&wall, Qt::Key_Right, Qt::ShiftModifier);
    CHECK(selection.locked().source == 6);
    QTest::keyClick(&wall, Qt::Key_Down, Qt::ShiftModifier);
    CHECK(selection.locked().destination == 11);
    offscreen->window().actions().previousSource->trigger();
    CHECK(selection.locked().source == 5);
}

TEST_CASE("Q, S, A and T step quantity, sinks, aggregation and the table of the view in front")
{
    const auto offscreen = openedWindow();
    MainWindow& window = offscreen->window();
    window.activateWindow();
    window.views().setCurrentView(&window.head());
    window.views().setFocus();
    QApplication::processEvents();
    QWidget* focus = window.focusWidget();
    REQUIRE(focus);
    QTest::keyClick(focus, Qt::Key_Q);
    CHECK(window.head().quantity() == Quantity::Score);
    QTest::keyClick(focus, Qt::Key_S);
    CHECK(window.head().sinkMode() == SinkMode::Fade);
    QTest::keyClick(focus, Qt::Key_A);
    CHECK(window.head().aggregation() == Aggregation::LayerMean);
    offscreen->waitUntil([&] {
        const auto map = offscreen->document().runModel().aggregate();
        return map && map->aggregation == Aggregation::LayerMean && map->quantity == Quantity::Score;
    });
    QTest::keyClick(focus, Qt::Key_T);
    CHECK(window.head().isTableShown());

    typePrompt(window, u"Q s a t"_s);
    CHECK(window.promptDock().request().text == u"Q s a t"_s);
    CHECK(window.head().quantity() == Quantity::Score);
}

TEST_CASE("a run that is cancelled leaves the run before in front")
{
    const auto offscreen = openedWindow();
    Document& document = offscreen->document();
    typePrompt(offscreen->window(), u"Mary "_s.repeated(120));
    offscreen->window().actions().run->trigger();
    REQUIRE(document.runModel().state() == RunModel::State::Running);
    CHECK(offscreen->window().actions().cancel->isEnabled());
    offscreen->window().actions().cancel->trigger();
    offscreen->waitUntil([&] { return document.runModel().state() != RunModel::State::Running; });
    CHECK(document.runModel().state() == RunModel::State::Stale);
    CHECK(document.runModel().result()->run == 1);
    CHECK(offscreen->window().errorBar().isHidden());

    offscreen->window().actions().run->trigger();
    settle(*offscreen);
    CHECK(document.runModel().result()->tokens.size() > 100);
}

TEST_CASE("the table of tokens and effects follows another target")
{
    const auto offscreen = openedWindow();
    Document& document = offscreen->document();
    const TokenId grace = *document.runModel().tokenizer()->tokenWithText(u" Grace");
    offscreen->window().topStrip().chooseRival(grace);
    offscreen->waitUntil([&] { return document.runModel().effects()->rival == grace; });
    settle(*offscreen);
    CHECK(document.runModel().detail()->rival == grace);
    CHECK(document.runModel().effects()->logitDifference == Approx(15.906553 - 9.577724).margin(1e-3));
    CHECK(document.request().rival == grace);
    CHECK(offscreen->window().promptDock().request().rival == grace);
    CHECK(document.runModel().state() == RunModel::State::Ready);
}

TEST_CASE("what is exported equals what is shown, and is the same bytes twice")
{
    const auto offscreen = openedWindow();
    MainWindow& window = offscreen->window();
    QTemporaryDir folder;
    window.views().setCurrentView(&window.head());
    QApplication::processEvents();
    REQUIRE(exportDialog(window)->save(folder.filePath(u"map.npz"_s)));
    const auto tensors = readNpz(folder.filePath(u"map.npz"_s));
    const auto detail = offscreen->document().runModel().detail();
    const bool isThere = std::any_of(tensors.begin(), tensors.end(), [&](const NamedTensor& tensor) {
        return tensor.shape == std::vector<std::int64_t>{15, 15} && tensor.values == detail->pattern;
    });
    CHECK(isThere);

    for (const QString& ending : {u"pdf"_s, u"svg"_s, u"png"_s}) {
        const QString first = folder.filePath(u"first."_s + ending);
        const QString second = folder.filePath(u"second."_s + ending);
        QApplication::processEvents();
        REQUIRE(exportDialog(window)->save(first));
        QApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        REQUIRE(exportDialog(window)->save(second));
        QApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        CHECK(bytesOf(first).size() > 1000);
        CHECK(bytesOf(first) == bytesOf(second));
    }
}

TEST_CASE("a broken model is a sentence in the bar, and the window goes on with the model before")
{
    const auto offscreen = openedWindow();
    MainWindow& window = offscreen->window();
    Document& document = offscreen->document();
    QTemporaryDir folder;
    QFile config(folder.filePath(u"config.json"_s));
    REQUIRE(config.open(QIODevice::WriteOnly));
    config.write("{\"model_type\": \"gpt2\"");
    config.close();

    document.openModel(folder.path());
    CHECK(document.isOpening());
    CHECK_THROWS_AS(offscreen->waitUntil([] { return false; }), Error);
    CHECK_FALSE(document.isOpening());
    CHECK(window.errorBar().isVisible());
    CHECK(window.errorBar().problem().summary.contains(u"config.json"_s));
    CHECK(document.runModel().model().name == u"demo"_s);

    typePrompt(window, u"Tom likes Anna"_s);
    window.actions().run->trigger();
    CHECK(window.errorBar().isHidden());
    settle(*offscreen);
    CHECK(document.runModel().result()->request.text == u"Tom likes Anna"_s);
}

TEST_CASE("another model runs the prompt that stands in the editor")
{
    const auto offscreen = openedWindow();
    Document& document = offscreen->document();
    document.openModel(testData(u"gpt2-tiny"_s));
    offscreen->waitUntil([&] { return document.runModel().model().name == u"gpt2-tiny"_s; });
    settle(*offscreen);
    CHECK(document.runModel().result()->request.text == firstPrompt());
    CHECK(document.selection().locked().head->layer < document.runModel().model().nLayers);
    CHECK(offscreen->window().windowTitle().contains(u"gpt2-tiny"_s));
}

TEST_CASE("a folder that is dropped is opened")
{
    const auto offscreen = openedWindow();
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(testData(u"gpt2-tiny"_s))});
    QDragEnterEvent enter({600, 400}, Qt::CopyAction, &data, Qt::LeftButton, {});
    QApplication::sendEvent(&offscreen->window(), &enter);
    CHECK(enter.isAccepted());
    QDropEvent drop({600, 400}, Qt::CopyAction, &data, Qt::LeftButton, {});
    QApplication::sendEvent(&offscreen->window(), &drop);
    CHECK(drop.isAccepted());
    offscreen->waitUntil([&] { return offscreen->document().runModel().model().name == u"gpt2-tiny"_s; });

    QMimeData text;
    text.setText(u"no folder"_s);
    QDragEnterEvent refused({600, 400}, Qt::CopyAction, &text, Qt::LeftButton, {});
    refused.ignore();
    QApplication::sendEvent(&offscreen->window(), &refused);
    CHECK_FALSE(refused.isAccepted());
}

TEST_CASE("the theme changes at once and everywhere")
{
    const auto offscreen = openedWindow();
    MainWindow& window = offscreen->window();
    const QColor light = window.grab().toImage().pixelColor(640, 10);
    for (QAction* action : window.actions().themes->actions()) {
        if (action->data().toInt() == static_cast<int>(Theme::Mode::Dark))
            action->trigger();
    }
    QApplication::processEvents();
    const QColor dark = window.grab().toImage().pixelColor(640, 10);
    CHECK(light.lightness() > 200);
    CHECK(dark.lightness() < 60);
}

TEST_CASE("Ctrl and a number choose a view, F1 explains it")
{
    const auto offscreen = openedWindow();
    MainWindow& window = offscreen->window();
    window.activateWindow();
    QTest::keyClick(&window, Qt::Key_2, Qt::ControlModifier);
    CHECK(window.views().currentView() == &window.head());
    QTest::keyClick(&window, Qt::Key_F1);
    auto* help = window.findChild<HelpPanel*>();
    REQUIRE(help);
    CHECK(help->isVisible());
    CHECK(help->currentKey() == u"head"_s);
    QTest::keyClick(help, Qt::Key_Escape);
    CHECK(help->isHidden());
    QTest::keyClick(&window, Qt::Key_1, Qt::ControlModifier);
    CHECK(window.views().currentView() == &window.atlas());
}

TEST_CASE("F6 goes through strip, prompt, view, inspector and back")
{
    const auto offscreen = openedWindow();
    MainWindow& window = offscreen->window();
    window.activateWindow();
    QApplication::processEvents();
    window.topStrip().editTarget();
    QStringList visited;
    for (int i = 0; i < 4; ++i) {
        QTest::keyClick(window.focusWidget(), Qt::Key_F6);
        const QWidget* focus = window.focusWidget();
        REQUIRE(focus);
        visited
            << (window.promptDock().isAncestorOf(focus)     ? u"prompt"_s
                    : window.views().isAncestorOf(focus)    ? u"view"_s
                    : window.topStrip().isAncestorOf(focus) ? u"strip"_s
                                                            : u"inspector"_s);
    }
    CHECK(visited == QStringList{u"prompt"_s, u"view"_s, u"inspector"_s, u"strip"_s});
}

TEST_CASE("Tab goes through strip, prompt, view and inspector and leaves no control out")
{
    const auto offscreen = openedWindow();
    MainWindow& window = offscreen->window();
    window.activateWindow();
    window.views().setFocus();
    QApplication::processEvents();
    QStringList areas;
    bool metTabs = false;
    bool metRanks = false;
    const QWidget* first = window.focusWidget();
    REQUIRE(first == &window.atlas().wall());
    for (int i = 0; i < 60; ++i) {
        QTest::keyClick(window.windowHandle(), Qt::Key_Tab);
        const QWidget* focus = window.focusWidget();
        REQUIRE(focus);
        metTabs |= focus->inherits("QTabBar");
        metRanks |= focus->inherits("QComboBox") && window.atlas().isAncestorOf(focus);
        const QString area = window.promptDock().isAncestorOf(focus) ? u"prompt"_s
            : window.views().isAncestorOf(focus)                     ? u"view"_s
            : window.topStrip().isAncestorOf(focus)                  ? u"strip"_s
                                                                     : u"other"_s;
        if (area != u"other"_s && (areas.isEmpty() || areas.last() != area))
            areas << area;
        if (focus == first)
            break;
    }
    CHECK(areas == QStringList{u"view"_s, u"strip"_s, u"prompt"_s, u"view"_s});
    CHECK(metTabs);
    CHECK(metRanks);
}

TEST_CASE("every control has the application's font")
{
    const auto offscreen = openedWindow();
    const QString family = Theme::font(TextStyle::Label).families().first();
    for (const QComboBox* box : offscreen->window().findChildren<QComboBox*>())
        CHECK(box->font().families().contains(family));
    for (const QPushButton* button : offscreen->window().findChildren<QPushButton*>())
        CHECK(button->font().families().contains(family));
}

TEST_CASE("the menu says whether the prompt begins with the beginning-of-text token")
{
    const auto offscreen = openedWindow();
    QAction* begins = offscreen->window().actions().beginOfText;
    CHECK(begins->isEnabled());
    CHECK(begins->isChecked());
    begins->trigger();
    settle(*offscreen);
    CHECK_FALSE(begins->isChecked());
    CHECK(offscreen->document().runModel().result()->tokens.size() == 14);
}

TEST_CASE("a pinned run stays for comparison until it is released")
{
    const auto offscreen = openedWindow();
    MainWindow& window = offscreen->window();
    window.actions().pin->trigger();
    REQUIRE(offscreen->document().runModel().pinned());
    CHECK(offscreen->document().runModel().pinned()->run == 1);
    typePrompt(window, u"Tom likes Anna"_s);
    window.actions().run->trigger();
    settle(*offscreen);
    CHECK(offscreen->document().runModel().pinned()->run == 1);
    window.actions().unpin->trigger();
    CHECK_FALSE(offscreen->document().runModel().pinned());
}
