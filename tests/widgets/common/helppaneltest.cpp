#include "widgets/common/helppanel.h"
#include "tests/support/testing.h"
#include "tests/widgets/support/gallery.h"

#include <QListWidget>
#include <QSignalSpy>
#include <QTest>
#include <QTextBrowser>

using namespace headwaters;

TEST_CASE("every view and area has a help page with headings")
{
    for (const char* name :
         {"atlas", "head", "circuit", "interventions", "lens", "prompt", "inspector", "export", "commandline",
          "keys"}) {
        INFO(name);
        const QString text = HelpPanel::markdown(QLatin1String(name));
        CHECK(text.startsWith(QStringLiteral("# ")));
        CHECK(text.count(QStringLiteral("\n## ")) >= 2);
        CHECK(text.size() > 800);
    }
    CHECK(HelpPanel::pages().size() == 12);
    for (const HelpPage& page : HelpPanel::pages())
        CHECK_FALSE(page.title.isEmpty());
}

TEST_CASE("each view's page says what can go wrong in reading it")
{
    for (const char* name : {"atlas", "head", "circuit", "interventions", "lens", "prompt", "inspector"})
        CHECK(HelpPanel::markdown(QLatin1String(name)).contains(QStringLiteral("## What can go wrong")));
}

TEST_CASE("the help opens at the view in front, keeps the window usable and closes on Esc")
{
    Dressed dressed(false);
    HelpPanel help(dressed.theme);
    help.showPage(QStringLiteral("Head"));
    CHECK(help.currentKey() == QStringLiteral("head"));
    CHECK_FALSE(help.isModal());
    CHECK(help.findChild<QTextBrowser*>()->toPlainText().contains(QStringLiteral("value-weighted")));
    help.showPage(QStringLiteral("no such view"));
    CHECK(help.currentKey() == QStringLiteral("keys"));
    QTest::keyClick(help.findChild<QTextBrowser*>(), Qt::Key_Escape);
    CHECK_FALSE(help.isVisible());
}

TEST_CASE("the arrow keys turn the pages of the help")
{
    Dressed dressed(true);
    HelpPanel help(dressed.theme);
    help.showPage(QStringLiteral("Atlas"));
    QTest::keyClick(help.findChild<QListWidget*>(), Qt::Key_Down);
    CHECK(help.currentKey() == QStringLiteral("head"));
    CHECK(help.findChild<QTextBrowser*>()->toPlainText().startsWith(QStringLiteral("Head")));
}

TEST_CASE("the key map names no key twice in the same place")
{
    QString section;
    QStringList seen;
    const QStringList lines = HelpPanel::markdown(QStringLiteral("keys")).split(QLatin1Char('\n'));
    for (const QString& line : lines) {
        if (line.startsWith(QStringLiteral("## "))) {
            section = line;
            seen.clear();
        }
        // The strip and the list share keys and say which one is meant.
        if (!line.startsWith(QStringLiteral("| ")) || line.contains(QStringLiteral("In the ")))
            continue;
        const QString key = line.section(QLatin1Char('|'), 1, 1).trimmed();
        INFO((section + key).toStdString());
        CHECK_FALSE(seen.contains(key));
        seen << key;
    }
}
