#include "app/windowtesting.h"

#include "widgets/prompt/prompteditor.h"

#include <QTest>

namespace headwaters {

std::unique_ptr<OffscreenWindow> openedWindow(const QSize& size)
{
    auto offscreen = std::make_unique<OffscreenWindow>(size, Theme::Mode::Light);
    offscreen->window().showFirstExample();
    offscreen->openAndSettle(demoModel());
    return offscreen;
}

void settle(OffscreenWindow& offscreen)
{
    offscreen.waitUntil([&] { return offscreen.document().isSettled(); });
}

void typePrompt(MainWindow& window, const QString& text)
{
    auto* editor = window.findChild<PromptEditor*>();
    REQUIRE(editor);
    editor->setFocus();
    editor->selectAll();
    QTest::keyClicks(editor, text);
}

} // namespace headwaters
