#include "widgets/models/openmodeldialog.h"

#include "tests/support/modeltree.h"
#include "tests/support/testing.h"
#include "tests/widgets/support/gallery.h"
#include "widgets/common/errorbar.h"
#include "widgets/common/segmentedcontrol.h"
#include "widgets/common/statepanel.h"
#include "widgets/models/modeldetails.h"

#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace headwaters;

namespace {

/// A computer with three models, one of them broken, one opened before.
struct Opened {
    ModelTree tree;
    Theme theme;
    OpenModelDialog dialog;

    Opened() : dialog(theme, places(true), {recent()})
    {
        dialog.show();
        settle();
    }
    /// An empty computer.
    explicit Opened(std::nullptr_t) : dialog(theme, places(false), {})
    {
        dialog.show();
        settle();
    }

    std::vector<ModelPlace> places(bool filled) const
    {
        if (filled) {
            tree.writeGguf(QStringLiteral("own/SmolLM.gguf"));
            tree.write(QStringLiteral("own/broken.gguf"), "GGUF");
            tree.writeFolder(QStringLiteral("hub/models--openai--gpt2/snapshots/0"));
        }
        return {
            {QStringLiteral("Headwaters"), tree.path(QStringLiteral("own")), ModelPlace::Layout::Files},
            {QStringLiteral("Hugging Face cache"), tree.path(QStringLiteral("hub")),
             ModelPlace::Layout::HubCache}};
    }
    ModelPlace recent() const
    {
        tree.writeFolder(QStringLiteral("mine"));
        return {QStringLiteral("Opened before"), tree.path(QStringLiteral("mine")), ModelPlace::Layout::One};
    }

    /// Waits for every search: a title then tells its count.
    void settle()
    {
        REQUIRE(QTest::qWaitFor([this] {
            bool done = true;
            for (int i = 0; i < choice().count(); ++i)
                done = done && choice().text(i).contains(QStringLiteral(" · "));
            return done;
        }));
    }
    QPushButton* button(const QString& text)
    {
        for (QPushButton* found : dialog.findChildren<QPushButton*>()) {
            if (found->text() == text)
                return found;
        }
        FAIL("no button " << text);
        return nullptr;
    }
    QLineEdit& filter() { return *dialog.findChild<QLineEdit*>(); }
    StatePanel& empty() { return *dialog.findChild<StatePanel*>(); }
    SegmentedControl& choice() { return *dialog.findChild<SegmentedControl*>(); }
    QString sentence() { return dialog.findChild<ModelDetails*>()->sentence(); }
    QString current() { return dialog.table().current() ? dialog.table().current()->name : QString(); }
};

} // namespace

TEST_CASE("the dialog lists what is on the computer and what was opened before")
{
    Opened opened;
    CHECK(opened.choice().text(0) == QStringLiteral("On this computer · 3"));
    CHECK(opened.choice().text(1) == QStringLiteral("Opened before · 1"));
    CHECK(opened.dialog.table().shownCount() == 3);
    CHECK(opened.current() == QStringLiteral("SmolLM"));
    CHECK(
        opened.sentence().startsWith(QStringLiteral("64 parameters. With it open Headwaters takes about ")));
    CHECK(opened.button(QStringLiteral("Open"))->isEnabled());
    CHECK_FALSE(opened.empty().isVisible());
    QTest::mouseClick(opened.choice().findChildren<QAbstractButton*>().at(1), Qt::LeftButton);
    CHECK(opened.current() == QStringLiteral("mine"));
}

TEST_CASE("typing filters, arrows choose, Return opens, without leaving the field")
{
    Opened opened;
    const QSignalSpy chosen(&opened.dialog, &OpenModelDialog::chosen);
    QTest::keyClicks(&opened.filter(), QStringLiteral("g"));
    QTest::keyClick(&opened.filter(), Qt::Key_Down);
    QTest::keyClick(&opened.filter(), Qt::Key_Down);
    QTest::keyClick(&opened.filter(), Qt::Key_Up);
    QTest::keyClick(&opened.filter(), Qt::Key_Backspace);
    QTest::keyClicks(&opened.filter(), QStringLiteral("openai"));
    CHECK(opened.current() == QStringLiteral("openai/gpt2"));
    QTest::keyClick(&opened.filter(), Qt::Key_Return);
    REQUIRE(chosen.count() == 1);
    CHECK(
        chosen.first().first().toString()
        == opened.tree.path(QStringLiteral("hub/models--openai--gpt2/snapshots/0")));
    CHECK_FALSE(opened.dialog.isVisible());
    CHECK(opened.dialog.result() == QDialog::Accepted);
}

TEST_CASE("a broken model says why and cannot be opened")
{
    Opened opened;
    const QSignalSpy chosen(&opened.dialog, &OpenModelDialog::chosen);
    opened.filter().setText(QStringLiteral("broken"));
    CHECK(opened.sentence().contains(QStringLiteral("broken.gguf")));
    CHECK_FALSE(opened.button(QStringLiteral("Open"))->isEnabled());
    CHECK(opened.button(QStringLiteral("Open"))->toolTip() == opened.sentence());
    QTest::keyClick(&opened.dialog.table(), Qt::Key_Return);
    CHECK(chosen.isEmpty());
    CHECK(opened.dialog.isVisible());
}

TEST_CASE("an empty computer says what was looked at and how to get a model")
{
    Opened opened(nullptr);
    REQUIRE(opened.empty().isVisible());
    const StateMessage& message = opened.empty().message();
    CHECK(message.title == QStringLiteral("No models found on this computer"));
    CHECK(message.text.contains(QStringLiteral("Headwaters, Hugging Face cache.")));
    CHECK(message.text.contains(QStringLiteral("packaging/get-model smollm2")));
    CHECK(message.details.contains(opened.tree.path(QStringLiteral("hub"))));
    CHECK(message.primary == QStringLiteral("Open folder…"));
    CHECK_FALSE(opened.button(QStringLiteral("Open"))->isEnabled());
}

TEST_CASE("a filter that nothing matches says so, and clearing it brings the list back")
{
    Opened opened;
    opened.filter().setText(QStringLiteral("zebra"));
    REQUIRE(opened.empty().isVisible());
    CHECK(opened.empty().message().text.contains(QStringLiteral("None of the 3 models here holds “zebra”.")));
    opened.filter().clear();
    CHECK_FALSE(opened.empty().isVisible());
    CHECK(opened.dialog.table().shownCount() == 3);
}

TEST_CASE("a folder of several models offers them, one of one model is opened, one of none is refused")
{
    Opened opened;
    const QSignalSpy chosen(&opened.dialog, &OpenModelDialog::chosen);
    opened.tree.write(QStringLiteral("none/notes.txt"), "");
    opened.dialog.takePath(opened.tree.path(QStringLiteral("none")));
    auto* bar = opened.dialog.findChild<ErrorBar*>();
    CHECK(bar->isVisible());
    CHECK(bar->problem().summary.contains(QStringLiteral("no model in this folder")));

    opened.dialog.takePath(opened.tree.path(QStringLiteral("own")));
    opened.settle();
    CHECK_FALSE(bar->isVisible());
    CHECK(opened.choice().count() == 3);
    CHECK(opened.choice().current() == 2);
    CHECK(opened.choice().text(2) == QStringLiteral("In own · 2"));
    CHECK(opened.dialog.table().shownCount() == 2);
    CHECK(chosen.isEmpty());

    opened.dialog.takePath(opened.tree.path(QStringLiteral("mine")));
    REQUIRE(chosen.count() == 1);
    CHECK(chosen.first().first().toString() == opened.tree.path(QStringLiteral("mine")));
}

TEST_CASE("the search can be stopped and the dialog closed while it runs")
{
    const ModelTree tree;
    for (int i = 0; i < 200; ++i)
        tree.writeGguf(QStringLiteral("%1.gguf").arg(i));
    const Theme theme;
    OpenModelDialog dialog(theme, {{QStringLiteral("Many"), tree.path(), ModelPlace::Layout::Files}}, {});
    dialog.show();
    QPushButton* stop = nullptr;
    for (QPushButton* button : dialog.findChildren<QPushButton*>()) {
        if (button->text() == QStringLiteral("Stop"))
            stop = button;
    }
    REQUIRE(stop);
    REQUIRE(stop->isVisible());
    QTest::mouseClick(stop, Qt::LeftButton);
    CHECK_FALSE(stop->isVisible());
    const int count = dialog.table().shownCount();
    QTest::qWait(20);
    CHECK(dialog.table().shownCount() == count);
}

TEST_CASE("the dialog draws in both themes at both sizes, filled and empty")
{
    for (const bool dark : {false, true}) {
        Dressed dressed(dark);
        const ModelTree tree;
        tree.writeGguf(QStringLiteral("own/SmolLM2-135M-Instruct.Q4_1.gguf"));
        tree.writeFolder(QStringLiteral("hub/models--EleutherAI--pythia-70m/snapshots/0"), "gpt_neox");
        tree.writeFolder(QStringLiteral("hub/models--bert-base/snapshots/0"), "bert");
        tree.writeFolder(QStringLiteral("hub/models--openai--gpt2/snapshots/0"));
        const std::vector<ModelPlace> places{
            {QStringLiteral("Headwaters"), tree.path(QStringLiteral("own")), ModelPlace::Layout::Files},
            {QStringLiteral("Hugging Face cache"), tree.path(QStringLiteral("hub")),
             ModelPlace::Layout::HubCache}};
        for (const QSize size : {QSize(880, 560), QSize(720, 420)}) {
            OpenModelDialog dialog(dressed.theme, places, {});
            REQUIRE(QTest::qWaitFor([&] { return dialog.table().shownCount() == 4; }));
            QTest::qWait(20);
            const QByteArray name =
                QByteArray("openmodel-") + (dark ? "dark-" : "light-") + QByteArray::number(size.width());
            const QImage picture = pictureOf(dialog, size, name.constData());
            CHECK(picture.size() == size);
            CHECK(picture.pixelColor(2, 2) == dressed.theme.colours().panel);
        }
        OpenModelDialog dialog(
            dressed.theme,
            {{QStringLiteral("Headwaters"), tree.path(QStringLiteral("gone")), ModelPlace::Layout::Files}},
            {});
        QTest::qWait(50);
        pictureOf(dialog, {880, 560}, dark ? "openmodel-dark-empty" : "openmodel-light-empty");
    }
}
