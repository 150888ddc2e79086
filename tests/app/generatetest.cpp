#include "app/generatecontrols.h"

#include "app/windowtesting.h"
#include "widgets/common/errorbar.h"
#include "widgets/generate/generatedstrip.h"
#include "widgets/generate/generatepanel.h"
#include "widgets/prompt/promptdock.h"
#include "widgets/prompt/prompteditor.h"
#include "widgets/prompt/tokenstrip.h"
#include "widgets/tasks/taskstrip.h"

#include <QApplication>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

/// The window on the bundled model, and its Generate section.
struct Bench {
    Bench() : offscreen(openedWindow()), panel(offscreen->window().findChild<GeneratePanel*>())
    {
        REQUIRE(panel);
    }

    const GenerationModel& model() const { return offscreen->document().generating().model(); }
    void generate(int count)
    {
        GenerationRequest settings;
        settings.count = count;
        settings.stopAtEnd = false; // the bundled model ends its sentences early
        panel->setSettings(settings);
        offscreen->window().actions().generate->trigger();
    }
    void waitForEnd()
    {
        offscreen->waitUntil([&] { return !model().isRunning(); });
    }
    void click(int chip)
    {
        QTest::mouseClick(
            panel->strip().viewport(), Qt::LeftButton, {}, panel->strip().chipRect(chip).center());
    }

    std::unique_ptr<OffscreenWindow> offscreen;
    GeneratePanel* panel;
};

} // namespace

TEST_CASE("Ctrl+G goes on from the prompt, and each token opens the run that ends with it")
{
    Bench bench;
    Document& document = bench.offscreen->document();
    bench.generate(8);
    CHECK(bench.model().isRunning());
    CHECK(bench.offscreen->window().actions().cancel->isEnabled());
    bench.waitForEnd();
    REQUIRE(bench.model().count() == 8);
    CHECK(bench.model().generation().text.startsWith(u" Mary"_s));
    CHECK(document.runModel().state() == RunModel::State::Ready); // the run in front is as it was
    CHECK(document.runModel().result()->run == 1);

    bench.click(2);
    settle(*bench.offscreen);
    const auto result = document.runModel().result();
    CHECK(result->run == 2);
    REQUIRE(result->tokens.size() == 15 + 3);
    for (std::size_t at = 0; at < 3; ++at)
        CHECK(result->tokens[15 + at].id == bench.model().generation().tokens[at].token.id);
    CHECK(bench.offscreen->window().promptDock().request().text == result->request.text);
    CHECK(bench.panel->strip().opened() == 2);
    CHECK_FALSE(bench.panel->strip().isStale());
    CHECK(bench.offscreen->window().promptDock().tokenStrip().isLinked());
    // The model's own choice there is the token that it wrote next.
    CHECK(document.runModel().effects()->target == bench.model().generation().tokens[3].token.id);

    typePrompt(bench.offscreen->window(), u"Another prompt"_s);
    CHECK(bench.panel->strip().isStale());
    bench.click(7);
    settle(*bench.offscreen);
    CHECK(document.runModel().result()->tokens.size() == 15 + 8);
    CHECK_FALSE(bench.panel->strip().isStale());
}

TEST_CASE("Stop, Esc, Cancel and the Cancel of the task end a generation, what was written stays")
{
    Bench bench;
    const int way = GENERATE(0, 1, 2, 3);
    CAPTURE(way);
    bench.generate(240);
    bench.offscreen->waitUntil([&] { return bench.model().count() >= 3; });
    REQUIRE(bench.model().isRunning());
    CHECK(bench.offscreen->window().taskStrip().taskCount() == 1);
    if (way == 0)
        QTest::mouseClick(bench.panel->findChild<QPushButton*>(u"generateButton"_s), Qt::LeftButton);
    if (way == 1) {
        auto* editor = bench.offscreen->window().findChild<PromptEditor*>();
        editor->setFocus();
        QTest::keyClick(editor, Qt::Key_Escape);
    }
    if (way == 2)
        bench.offscreen->window().actions().cancel->trigger();
    for (int task = 0; way == 3 && task < 20; ++task) // ids are not told
        Q_EMIT bench.offscreen->window().taskStrip().cancelRequested(task);
    bench.waitForEnd();
    CHECK(bench.model().state() == GenerationModel::State::Stopped);
    CHECK(bench.model().count() >= 3);
    CHECK(bench.model().count() < 240);
    CHECK(bench.offscreen->window().taskStrip().taskCount() == 0);
    CHECK(bench.offscreen->window().errorBar().isHidden());
    bench.generate(2);
    bench.waitForEnd();
    CHECK(bench.model().count() == 2);
}

TEST_CASE("Use as prompt writes all into the editor and runs nothing")
{
    Bench bench;
    bench.generate(4);
    bench.waitForEnd();
    QTest::mouseClick(bench.panel->findChild<QPushButton*>(u"useAsPrompt"_s), Qt::LeftButton);
    const QString text = bench.offscreen->window().promptDock().request().text;
    CHECK(text == bench.model().request().text + bench.model().generation().text);
    CHECK(bench.offscreen->document().runModel().state() == RunModel::State::Stale);
    CHECK(bench.panel->strip().opened() == 3);
    bench.generate(2); // behind all of it
    bench.waitForEnd();
    CHECK(bench.model().request().text == text);
}

TEST_CASE("A token that ended the text is no part of the next prompt, but opens like any other")
{
    Bench bench;
    bench.panel->setSettings({});
    bench.panel->toggle();
    bench.waitForEnd();
    REQUIRE(bench.model().generation().reason == StopReason::EndOfText);
    const int count = bench.model().count();
    QTest::mouseClick(bench.panel->findChild<QPushButton*>(u"useAsPrompt"_s), Qt::LeftButton);
    CHECK(bench.panel->strip().opened() == count - 2);
    CHECK_FALSE(bench.offscreen->window().promptDock().request().text.contains(u"endoftext"_s));
    bench.click(count - 1);
    settle(*bench.offscreen);
    CHECK(bench.offscreen->document().runModel().result()->tokens.back().id == 1535);
}

TEST_CASE("Another model clears what was written")
{
    Bench bench;
    bench.generate(4);
    bench.waitForEnd();
    bench.offscreen->document().openModel(testData(u"llama-tiny"_s));
    settle(*bench.offscreen);
    bench.offscreen->waitUntil([&] { return !bench.offscreen->document().isOpening(); });
    CHECK(bench.model().state() == GenerationModel::State::Empty);
    CHECK_FALSE(bench.panel->strip().isVisible());
}

TEST_CASE("A run on given tokens is exactly on those, and editing goes back to the text's own")
{
    Bench bench;
    PromptDock& dock = bench.offscreen->window().promptDock();
    const auto tokenizer = bench.offscreen->document().runModel().tokenizer();
    // "When" cut into its letters.
    RunRequest request{u"When"_s, true, {}, {}, {1535}};
    for (const char letter : QByteArray("When"))
        request.ids.push_back(*tokenizer->tokenWithText(QString(QLatin1Char(letter))));
    bench.offscreen->window().setRequest(request);
    CHECK(dock.tokens().size() == 5);
    bench.offscreen->document().run();
    settle(*bench.offscreen);
    CHECK(bench.offscreen->document().runModel().result()->tokens.size() == 5);
    CHECK(bench.offscreen->document().runModel().state() == RunModel::State::Ready);
    CHECK(dock.tokenStrip().isLinked());

    auto* editor = bench.offscreen->window().findChild<PromptEditor*>();
    QTest::keyClick(editor, Qt::Key_X);
    QTest::keyClick(editor, Qt::Key_Backspace);
    CHECK(dock.request().ids.empty());
    CHECK(dock.tokens().size() == 2);
    CHECK(bench.offscreen->document().runModel().state() == RunModel::State::Stale);
}

TEST_CASE("The settings of Generate are remembered, nonsense in the file is not taken")
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"headwaters.ini"_s);
    GenerationRequest settings;
    settings.count = 33;
    settings.sampling = {0.75, 0.9, 2147483647};
    settings.stops = {u"\n, \\n"_s};
    settings.stopAtEnd = false;
    {
        Settings kept(file);
        CHECK(kept.generation().count == 20);
        CHECK_FALSE(kept.isGenerationShown());
        kept.setGeneration(settings);
        kept.setGenerationShown(true);
    }
    {
        Settings kept(file);
        CHECK(kept.isGenerationShown());
        CHECK_FALSE(kept.generation().stopAtEnd);
        CHECK(kept.generation().count == 33);
        CHECK(kept.generation().sampling.temperature == 0.75);
        CHECK(kept.generation().sampling.topP == 0.9);
        CHECK(kept.generation().sampling.seed == 2147483647);
        CHECK(kept.generation().stops == settings.stops);
    }
    QSettings broken(file, QSettings::IniFormat);
    broken.setValue(u"generate/count"_s, u"many"_s);
    broken.setValue(u"generate/temperature"_s, u"-3"_s);
    broken.setValue(u"generate/topP"_s, u"nan"_s);
    broken.setValue(u"generate/seed"_s, u"1e300"_s);
    broken.sync();
    const GenerationRequest read = Settings(file).generation();
    CHECK(read.count == 20);
    CHECK(read.sampling.temperature == 0);
    CHECK(read.sampling.topP == 1);
    CHECK(read.sampling.seed == 0);
}
