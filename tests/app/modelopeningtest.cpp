#include "app/modelopening.h"

#include "app/windowtesting.h"
#include "support/modeltree.h"
#include "widgets/common/errorbar.h"
#include "widgets/models/openmodeldialog.h"

#include <QApplication>
#include <QDropEvent>
#include <QLineEdit>
#include <QMimeData>
#include <QTest>

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

/// A home of its own, so that the models of the person who runs the tests stay out of them.
class Home {
public:
    Home()
    {
        for (const char* name : names) {
            m_before.push_back(qgetenv(name));
            qunsetenv(name);
        }
        qputenv("HOME", tree.path().toUtf8());
    }
    ~Home()
    {
        for (std::size_t i = 0; i < std::size(names); ++i) {
            if (m_before[i].isNull())
                qunsetenv(names[i]);
            else
                qputenv(names[i], m_before[i]);
        }
    }
    Home(const Home&) = delete;
    Home& operator=(const Home&) = delete;

    ModelTree tree;

private:
    static constexpr const char* names[] = {
        "HOME",    "XDG_DATA_HOME", "XDG_CACHE_HOME", "HF_HUB_CACHE",
        "HF_HOME", "OLLAMA_MODELS", "LLAMA_CACHE",    "HUGGINGFACE_HUB_CACHE"};
    std::vector<QByteArray> m_before;
};

OpenModelDialog* dialogOf(OffscreenWindow& offscreen)
{
    auto* dialog = offscreen.window().findChild<OpenModelDialog*>();
    REQUIRE(dialog);
    REQUIRE(dialog->isVisible());
    return dialog;
}

void choose(OpenModelDialog* dialog, const QString& words)
{
    auto* field = dialog->findChild<QLineEdit*>();
    QTest::keyClicks(field, words);
    REQUIRE(QTest::qWaitFor([dialog] { return dialog->table().current() != nullptr; }));
    QTest::keyClick(field, Qt::Key_Return);
}

} // namespace

TEST_CASE("Ctrl+O lists the models of this computer, and Return opens the one that is typed")
{
    const Home home;
    home.tree.link(testData(u"gpt2-tiny"_s), u".cache/huggingface/hub/models--org--tiny/snapshots/0123"_s);
    const auto offscreen = openedWindow();
    QTest::keyClick(&offscreen->window(), Qt::Key_O, Qt::ControlModifier);
    choose(dialogOf(*offscreen), u"org/tiny"_s);
    offscreen->waitUntil([&] { return offscreen->document().runModel().model().name == u"org/tiny"_s; });
    CHECK(offscreen->window().errorBar().isHidden());
    settle(*offscreen);
}

TEST_CASE("a chosen model that cannot be opened is a sentence, and the model before stays")
{
    const Home home;
    home.tree.writeFolder(u".local/share/headwaters/models/incomplete"_s); // no n_layer
    const auto offscreen = openedWindow();
    const QString before = offscreen->document().runModel().model().path;
    offscreen->window().actions().openModel->trigger();
    choose(dialogOf(*offscreen), u"incomplete"_s);
    REQUIRE(QTest::qWaitFor([&] { return offscreen->window().errorBar().isVisible(); }));
    CHECK(offscreen->window().errorBar().problem().summary.contains(u"n_layer"_s));
    CHECK(offscreen->document().runModel().model().path == before);
    CHECK(offscreen->document().runModel().result());
}

TEST_CASE("a folder of several models that is dropped offers them")
{
    const Home home;
    home.tree.link(testData(u"gpt2-tiny"_s), u"several/one"_s);
    home.tree.link(testData(u"gpt2-tiny-relu-untied"_s), u"several/two"_s);
    const QString folder = home.tree.path(u"several"_s);
    CHECK(ModelOpening::isChoice(folder));
    CHECK_FALSE(ModelOpening::isChoice(testData(u"gpt2-tiny"_s)));
    CHECK_FALSE(ModelOpening::isChoice(folder + u"/gone"_s));

    const auto offscreen = openedWindow();
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(folder)});
    QDragEnterEvent enter({600, 400}, Qt::CopyAction, &data, Qt::LeftButton, {});
    QApplication::sendEvent(&offscreen->window(), &enter);
    QDropEvent drop({600, 400}, Qt::CopyAction, &data, Qt::LeftButton, {});
    QApplication::sendEvent(&offscreen->window(), &drop);
    OpenModelDialog* dialog = dialogOf(*offscreen);
    REQUIRE(QTest::qWaitFor([dialog] { return dialog->table().shownCount() == 2; }));
    choose(dialog, u"two"_s);
    offscreen->waitUntil([&] { return offscreen->document().runModel().model().name == u"two"_s; });
}
