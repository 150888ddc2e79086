#include "app/settings.h"

#include "app/mainwindow.h"
#include "app/panelarea.h"
#include "app/windowtesting.h"

#include <QActionGroup>
#include <QApplication>
#include <QFileInfo>
#include <QMenu>
#include <QTemporaryDir>

using namespace headwaters;
using namespace Qt::StringLiterals;

TEST_CASE("settings without a file keep nothing")
{
    Settings settings;
    settings.setThemeMode(Theme::Mode::Dark);
    settings.addRecentModel(u"/models/a"_s);
    CHECK(settings.themeMode() == Theme::Mode::System);
    CHECK(settings.recentModels().isEmpty());
}

TEST_CASE("recent models stand newest first, once each, eight at most")
{
    QTemporaryDir folder;
    Settings settings(folder.filePath(u"h.ini"_s));
    for (int i = 0; i < 10; ++i)
        settings.addRecentModel(u"/models/%1"_s.arg(i));
    settings.addRecentModel(u"/models/5"_s);
    CHECK(
        settings.recentModels()
        == QStringList{
            u"/models/5"_s, u"/models/9"_s, u"/models/8"_s, u"/models/7"_s, u"/models/6"_s, u"/models/4"_s,
            u"/models/3"_s, u"/models/2"_s});
    settings.clearRecentModels();
    CHECK(settings.recentModels().isEmpty());
}

TEST_CASE("the window remembers theme, colours, panels and models")
{
    QTemporaryDir folder;
    const QString file = folder.filePath(u"h.ini"_s);
    {
        Theme theme;
        Settings settings(file);
        Document document;
        MainWindow window(document, theme, settings);
        window.show();
        window.actions().themes->actions().last()->trigger();
        window.actions().maps->actions().last()->trigger();
        window.actions().stageSets->actions().last()->trigger();
        window.panels().setPromptShown(false);
        document.openModel(testData(u"gpt2-tiny"_s));
        while (document.isOpening())
            QApplication::processEvents(QEventLoop::WaitForMoreEvents);
        CHECK(window.actions().recent->actions().first()->text() == u"gpt2-tiny"_s);
        window.close();
    }
    Theme theme;
    Settings settings(file);
    Document document;
    MainWindow window(document, theme, settings);
    window.show();
    CHECK(theme.mode() == Theme::Mode::Dark);
    CHECK(theme.sequentialMap() == SequentialMap::Cividis);
    CHECK(theme.stageSet() == StageSet::Safe);
    CHECK(window.actions().stageSets->checkedAction() == window.actions().stageSets->actions().last());
    CHECK(theme.colours().stages[3].fill == stageColours(theme.isDark(), StageSet::Safe)[3].fill);
    CHECK_FALSE(window.panels().isPromptShown());
    CHECK_FALSE(window.actions().promptPanel->isChecked());
    window.actions().recent->actions().first()->trigger();
    CHECK(document.isOpening());
    while (document.isOpening())
        QApplication::processEvents(QEventLoop::WaitForMoreEvents);
    CHECK(document.runModel().model().name == u"gpt2-tiny"_s);
}

TEST_CASE("the file of a person lies below their configuration folder")
{
    CHECK(Settings::personalFile().endsWith(u"/headwaters/headwaters.ini"_s));
}
