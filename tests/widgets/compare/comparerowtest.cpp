#include "widgets/compare/comparerow.h"

#include "support/testing.h"
#include "widgets/common/segmentedcontrol.h"
#include "widgets/compare/compareeditor.h"
#include "widgets/prompt/prompteditor.h"
#include "widgets/support/samplerun.h"

#include <QAbstractButton>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

using Shown = Comparison::Shown;

struct Sides {
    Sides()
    {
        fillSample(a);
        selection.setModelShape(6, 6);
        selection.setTokenCount(15);
    }

    void begin(int tokens = 15)
    {
        comparison.start();
        comparison.selectionB().setModelShape(6, 6);
        comparison.b().setModel(sampleModel(), sampleTokenizer());
        comparison.selectionB().setTokenCount(tokens);
        comparison.b().finishRun(sampleRun(tokens));
    }

    Theme theme;
    RunModel a;
    Selection selection;
    Comparison comparison{a, selection};
};

} // namespace

TEST_CASE("the row is there while something is compared, and says what is shown")
{
    Sides sides;
    CompareRow row(sides.theme, sides.comparison, CompareRow::Scope::Wall);
    CHECK(row.isHidden());
    CHECK(row.headField() == nullptr);
    sides.begin();
    CHECK_FALSE(row.isHidden());
    CHECK(row.choices().current() == static_cast<int>(Shown::SideBySide));
    row.choices().findChildren<QAbstractButton*>()[1]->click();
    CHECK(sides.comparison.shown() == Shown::B);
    CHECK(row.sentence().startsWith(u"B · "_s));
    sides.comparison.show(Shown::Difference);
    CHECK(row.choices().current() == 3);
    CHECK(row.sentence().contains(u" − B “"_s));
    sides.comparison.stop();
    CHECK(row.isHidden());
}

TEST_CASE("A - B is off while it is not defined, and its tooltip says why")
{
    Sides sides;
    sides.begin(14);
    CompareRow row(sides.theme, sides.comparison, CompareRow::Scope::Map);
    QAbstractButton* difference = row.choices().findChildren<QAbstractButton*>()[3];
    CHECK_FALSE(difference->isEnabled());
    CHECK(difference->toolTip() == row.blockedReason());
    CHECK(difference->toolTip().contains(u"14 tokens"_s));
    CHECK(row.sentence() == row.blockedReason());
    sides.comparison.selectionB().setTokenCount(15);
    sides.comparison.b().finishRun(sampleRun());
    CHECK(difference->isEnabled());
}

TEST_CASE("the field for B's head takes 3.2 and L3H2, and nothing else")
{
    Sides sides;
    sides.begin();
    sides.selection.lock({HeadIndex{5, 1}, 14, 2});
    CompareRow row(sides.theme, sides.comparison, CompareRow::Scope::Map);
    row.show();
    QLineEdit& field = *row.headField();
    CHECK(field.text() == u"5.1"_s);
    const auto type = [&](const QString& text) {
        field.selectAll();
        QTest::keyClicks(&field, text);
        QTest::keyClick(&field, Qt::Key_Return);
    };
    type(u"3.2"_s);
    CHECK(sides.comparison.selectionB().locked().head == HeadIndex{3, 2});
    CHECK_FALSE(sides.comparison.isHeadLinked());
    type(u"L4H0"_s);
    CHECK(sides.comparison.selectionB().locked().head == HeadIndex{4, 0});
    type(u"9.9"_s);
    CHECK(field.text() == u"4.0"_s);
    type(u"six"_s);
    CHECK(field.text() == u"4.0"_s);
    field.selectAll();
    QTest::keyClick(&field, Qt::Key_Delete);
    QTest::keyClick(&field, Qt::Key_Return);
    CHECK(sides.comparison.isHeadLinked());
    CHECK(field.text() == u"5.1"_s);
}

TEST_CASE("B's editor counts B's tokens, tells what was typed and runs it")
{
    Sides sides;
    CompareEditor editor(sides.theme, sides.comparison);
    CHECK(editor.isHidden());
    sides.comparison.start();
    CHECK_FALSE(editor.isHidden());
    CHECK(editor.heading() == u"B: opening"_s);
    CHECK_FALSE(editor.runBlockedReason().isEmpty());
    sides.comparison.b().setModel(sampleModel(), sampleTokenizer());
    editor.setPrompt(samplePrompt(), true);
    CHECK(editor.heading() == u"B: same model"_s);
    CHECK(editor.runBlockedReason() == QString());

    QSignalSpy edited(&editor, &CompareEditor::edited);
    QSignalSpy run(&editor, &CompareEditor::runRequested);
    QTest::keyClicks(&editor.editor(), u"Mary"_s);
    CHECK(edited.count() == 4);
    CHECK(edited.last()[0].toString() == editor.prompt());
    QTest::keyClick(&editor.editor(), Qt::Key_Return, Qt::ControlModifier);
    CHECK(run.count() == 1);
    editor.setPrompt({}, true);
    CHECK_FALSE(editor.runBlockedReason().isEmpty());
    QTest::keyClick(&editor.editor(), Qt::Key_Return, Qt::ControlModifier);
    CHECK(run.count() == 1);
    CHECK_FALSE(editor.findChild<QPushButton*>()->isEnabled());
}
