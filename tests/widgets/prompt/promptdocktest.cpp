#include "widgets/prompt/promptdock.h"
#include "core/text/promptlibrary.h"
#include "tests/support/testing.h"
#include "tests/widgets/support/gallery.h"
#include "tests/widgets/support/samplerun.h"
#include "widgets/common/elidedlabel.h"
#include "widgets/common/tokenchip.h"
#include "widgets/prompt/nexttokentable.h"
#include "widgets/prompt/pinnedline.h"
#include "widgets/prompt/prompteditor.h"
#include "widgets/prompt/tokenstrip.h"

#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace headwaters;

namespace {

/// The dock with the sample run, wired as the document wires it.
struct Bench {
    Bench() : dock(dressed.theme, selection, model)
    {
        fillSample(model);
        selection.setTokenCount(15);
        dock.setPrompt(samplePrompt());
        QObject::connect(&dock, &PromptDock::staleChanged, &model, &RunModel::setStale);
        dock.resize(264, 702);
        dock.show();
        QApplication::setActiveWindow(&dock);
    }

    template <typename Widget> Widget* find(const char* name = "") const
    {
        return dock.findChild<Widget*>(QLatin1String(name));
    }
    QString count() const { return find<ElidedLabel>("tokenCount")->text(); }
    PromptEditor* editor() const { return find<PromptEditor>("promptEditor"); }
    TokenStrip* strip() const { return find<TokenStrip>("tokenStrip"); }
    NextTokenTable* table() const { return find<NextTokenTable>("nextTokens"); }
    QPushButton* button(const char* name) const { return find<QPushButton>(name); }

    Dressed dressed{false};
    RunModel model;
    Selection selection;
    PromptDock dock;
};

} // namespace

TEST_CASE("the count follows every key that is typed")
{
    Bench bench;
    CHECK(bench.count() == QStringLiteral("15 of 256 tokens"));
    QSignalSpy edited(&bench.dock, &PromptDock::promptEdited);
    QTest::keyClicks(bench.editor(), QStringLiteral(" Mary"));
    // While the word is not whole its letters are tokens of their own; whole it is one.
    CHECK(bench.count() == QStringLiteral("16 of 256 tokens"));
    CHECK(edited.count() == 5);
    QTest::keyClicks(bench.editor(), QStringLiteral("xy"));
    CHECK(bench.count() == QStringLiteral("18 of 256 tokens"));
    CHECK(bench.strip()->content().tokens.size() == 18);
}

TEST_CASE("typing makes the run stale and taking it back makes it ready again")
{
    Bench bench;
    CHECK(bench.model.state() == RunModel::State::Ready);
    CHECK(bench.strip()->isLinked());
    QTest::keyClick(bench.editor(), Qt::Key_X);
    CHECK(bench.model.state() == RunModel::State::Stale);
    CHECK_FALSE(bench.strip()->isLinked());
    QTest::keyClick(bench.editor(), Qt::Key_Backspace);
    CHECK(bench.model.state() == RunModel::State::Ready);
    CHECK(bench.strip()->isLinked());
}

TEST_CASE("Ctrl+Enter and Run ask for what is typed, Enter breaks the line")
{
    Bench bench;
    QSignalSpy wanted(&bench.dock, &PromptDock::runRequested);
    QTest::keyClick(bench.editor(), Qt::Key_Return, Qt::ControlModifier);
    QTest::mouseClick(bench.button("runButton"), Qt::LeftButton);
    REQUIRE(wanted.count() == 2);
    CHECK(wanted.at(0).at(0).value<RunRequest>().text == samplePrompt());
    CHECK(wanted.at(0).at(0).value<RunRequest>().beginOfText);
    QTest::keyClick(bench.editor(), Qt::Key_Return);
    QTest::keyClick(bench.editor(), Qt::Key_Return, Qt::ShiftModifier);
    CHECK(wanted.count() == 2);
    CHECK(bench.dock.request().text == samplePrompt() + QStringLiteral("\n\n"));
}

TEST_CASE("a no-break space and Windows line ends reach the request as they are")
{
    Bench bench;
    const QString text = QStringLiteral("a\u00a0b\r\nc");
    bench.dock.setPrompt(text);
    CHECK(bench.dock.request().text == text);
    QTest::keyClick(bench.editor(), Qt::Key_D);
    CHECK(bench.dock.request().text == QStringLiteral("a\u00a0b\ncd"));
}

TEST_CASE("Run is off for an empty prompt and for one beyond the context, and says why")
{
    Bench bench;
    QSignalSpy wanted(&bench.dock, &PromptDock::runRequested);
    bench.dock.setPrompt({});
    CHECK_FALSE(bench.button("runButton")->isEnabled());
    CHECK(bench.button("runButton")->toolTip().contains(QStringLiteral("empty")));
    bench.dock.setPrompt(QString(300, u'x'));
    CHECK(bench.count() == QStringLiteral("301 of 256 tokens, 45 too many"));
    CHECK(
        bench.button("runButton")->toolTip()
        == QStringLiteral("The prompt has 301 tokens; this model can take 256."));
    QTest::keyClick(bench.editor(), Qt::Key_Return, Qt::ControlModifier);
    CHECK(wanted.isEmpty());
    bench.dock.setPrompt(QString(255, u'x'));
    CHECK(bench.button("runButton")->isEnabled());
}

TEST_CASE("clicking the beginning-of-text token away runs without it")
{
    Bench bench;
    QSignalSpy wanted(&bench.dock, &PromptDock::runRequested);
    const QPoint cross = tokenChipRemoveArea(bench.strip()->chipRect(0)).center().toPoint();
    QTest::mouseClick(bench.strip()->viewport(), Qt::LeftButton, Qt::NoModifier, cross);
    REQUIRE(wanted.count() == 1);
    CHECK_FALSE(wanted.at(0).at(0).value<RunRequest>().beginOfText);
    CHECK(bench.count() == QStringLiteral("14 of 256 tokens"));
    CHECK(bench.model.state() == RunModel::State::Stale);
    CHECK(bench.strip()->content().text(0) == QStringLiteral("+ bos"));
    bench.dock.toggleBeginOfText();
    CHECK(bench.dock.request().beginOfText);
    CHECK(bench.model.state() == RunModel::State::Ready);
}

TEST_CASE("clicking the beginning-of-text token away does not run what is still being typed")
{
    Bench bench;
    QTest::keyClick(bench.editor(), Qt::Key_X);
    QSignalSpy wanted(&bench.dock, &PromptDock::runRequested);
    bench.dock.toggleBeginOfText();
    CHECK(wanted.isEmpty());
    CHECK_FALSE(bench.dock.request().beginOfText);
}

TEST_CASE("the list holds the ten likeliest tokens and tells clicks as target and rival")
{
    Bench bench;
    REQUIRE(bench.table()->rows().rows().size() >= 10);
    CHECK(bench.table()->rows().at(0).token.id == 2); // ·Mary, logit 14.2
    CHECK(bench.table()->rows().at(1).token.id == 14); // ·Hugo, logit 11.2
    QSignalSpy target(&bench.dock, &PromptDock::targetChosen);
    QSignalSpy rival(&bench.dock, &PromptDock::rivalChosen);
    const QPoint second = bench.table()->visualRect(bench.table()->model()->index(1, 0)).center();
    QTest::mouseClick(bench.table()->viewport(), Qt::LeftButton, Qt::NoModifier, second);
    QTest::mouseClick(bench.table()->viewport(), Qt::LeftButton, Qt::ShiftModifier, second);
    REQUIRE(target.count() == 1);
    REQUIRE(rival.count() == 1);
    CHECK(target.at(0).at(0).value<TokenId>() == 14);
    bench.table()->setFocus();
    QTest::keyClick(bench.table(), Qt::Key_Down);
    QTest::keyClick(bench.table(), Qt::Key_Return);
    QTest::keyClick(bench.table(), Qt::Key_Return, Qt::ShiftModifier);
    CHECK(target.at(1).at(0).value<TokenId>() == 15);
    CHECK(rival.at(1).at(0).value<TokenId>() == 15);
}

TEST_CASE("a pinned run shows the changes of rank and its prompt, and can be released")
{
    Bench bench;
    QSignalSpy pinned(&bench.dock, &PromptDock::pinRequested);
    QTest::mouseClick(bench.button("pinButton"), Qt::LeftButton);
    CHECK(pinned.count() == 1);
    auto before = std::make_shared<RunResult>(*bench.model.result());
    before->request.text = QStringLiteral("Mary gave a book to");
    std::swap(before->lastLogits[2], before->lastLogits[14]);
    bench.model.setPinned(before);
    CHECK(bench.table()->rows().at(0).gained() == 1);
    CHECK(bench.table()->rows().at(1).gained() == -1);
    auto* line = bench.find<PinnedLine>("pinnedLine");
    CHECK(line->isVisible());
    CHECK(line->text() == QStringLiteral("pinned: “Mary gave a book to”"));
    QSignalSpy released(&bench.dock, &PromptDock::unpinRequested);
    QTest::mouseClick(bench.find<QAbstractButton>("unpinButton"), Qt::LeftButton);
    CHECK(released.count() == 1);
    bench.model.setPinned(bench.model.result());
    CHECK_FALSE(bench.button("pinButton")->isEnabled());
}

TEST_CASE("an example of the library fills the prompt, suggests its tokens and runs at once")
{
    Bench bench;
    const auto library = std::make_shared<const PromptLibrary>(PromptLibrary::load());
    bench.dock.setLibrary(library);
    auto* families = bench.find<QComboBox>("promptFamilies");
    CHECK(families->isVisible());
    CHECK(std::size_t(families->count()) == library->families().size());
    QSignalSpy wanted(&bench.dock, &PromptDock::runRequested);
    QSignalSpy suggested(&bench.dock, &PromptDock::tokensSuggested);
    families->setFocus();
    QTest::keyClick(families, Qt::Key_Home); // the first family
    REQUIRE(wanted.count() == 1);
    CHECK(suggested.count() == 1);
    const std::vector<Prompt> examples = library->families()[0].examples(1, 3);
    CHECK(bench.dock.request().text == examples[0].text);
    CHECK(bench.find<QLabel>("familySentence")->text() == library->families()[0].sentence);

    QTest::mouseClick(bench.find<QAbstractButton>("nextExample"), Qt::LeftButton);
    CHECK(bench.dock.request().text == examples[1].text);
    bench.dock.nextExample();
    CHECK(bench.dock.request().text == examples[2].text);
    CHECK(wanted.count() == 3);

    QTest::keyClick(bench.editor(), Qt::Key_X);
    CHECK(families->currentIndex() == -1);
    bench.dock.nextExample(); // after an edit the example itself comes back
    CHECK(bench.dock.request().text == examples[2].text);
}

TEST_CASE("the words that the model splits are told below the family")
{
    Bench bench;
    bench.dock.setLibrary(std::make_shared<const PromptLibrary>(PromptLibrary::load()));
    REQUIRE(bench.dock.showExample(QStringLiteral("facts"), 0));
    // The sample tokenizer knows no capital.
    CHECK_FALSE(bench.find<QLabel>("promptNotes")->text().isEmpty());
    CHECK(bench.find<QLabel>("promptNotes")->isVisible());
    bench.dock.setPrompt(samplePrompt());
    CHECK_FALSE(bench.find<QLabel>("promptNotes")->isVisible());
    CHECK_FALSE(bench.dock.showExample(QStringLiteral("no such family"), 0));
}

TEST_CASE("the keyboard alone reaches everything in the dock")
{
    Bench bench;
    bench.dock.editPrompt();
    CHECK(bench.editor()->hasFocus());
    QList<QWidget*> reached;
    for (int step = 0; step < 12; ++step) {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        reached << QApplication::focusWidget();
    }
    CHECK(reached.contains(bench.button("runButton")));
    CHECK(reached.contains(bench.button("pinButton")));
    CHECK(reached.contains(bench.strip()));
    CHECK(reached.contains(bench.table()));
}

TEST_CASE("everything in the dock that takes the keyboard has a name")
{
    Bench bench;
    for (const QWidget* child : bench.dock.findChildren<QWidget*>()) {
        if (child->focusPolicy() == Qt::NoFocus || !child->isVisible() || child->inherits("QHeaderView"))
            continue;
        const auto* asButton = qobject_cast<const QAbstractButton*>(child);
        INFO(child->metaObject()->className() << " " << child->objectName().toStdString());
        CHECK((!child->accessibleName().isEmpty() || (asButton != nullptr && !asButton->text().isEmpty())));
    }
}
