#include "core/files/modelfinder.h"

#include "tests/support/modeltree.h"
#include "tests/support/testing.h"

#include <QSignalSpy>
#include <QThread>

using namespace headwaters;

TEST_CASE("the finder tells in its owner's thread and then that it has finished")
{
    const ModelTree tree;
    tree.writeGguf(QStringLiteral("a.gguf"));
    tree.writeFolder(QStringLiteral("b"));
    ModelFinder finder;
    QStringList names;
    const auto* thread = QThread::currentThread();
    QObject::connect(&finder, &ModelFinder::found, [&](const FoundModel& model) {
        CHECK(QThread::currentThread() == thread);
        names << model.name;
    });
    const QSignalSpy progressed(&finder, &ModelFinder::progressed);
    QSignalSpy finished(&finder, &ModelFinder::finished);
    finder.start({{QStringLiteral("here"), tree.path(), ModelPlace::Layout::Files}});
    CHECK(finder.isRunning());
    REQUIRE(finished.wait());
    CHECK_FALSE(finder.isRunning());
    CHECK(names == QStringList{QStringLiteral("a"), QStringLiteral("b")});
    CHECK(progressed.last() == QList<QVariant>{2, 2});
}

TEST_CASE("a search that was stopped or replaced tells nothing more")
{
    const ModelTree tree;
    tree.writeGguf(QStringLiteral("one/a.gguf"));
    tree.writeGguf(QStringLiteral("two/b.gguf"));
    ModelFinder finder;
    QStringList names;
    QObject::connect(&finder, &ModelFinder::found, [&](const FoundModel& model) { names << model.name; });
    QSignalSpy finished(&finder, &ModelFinder::finished);
    finder.start({{{}, tree.path(QStringLiteral("one")), ModelPlace::Layout::Files}});
    finder.start({{{}, tree.path(QStringLiteral("two")), ModelPlace::Layout::Files}});
    REQUIRE(finished.wait());
    CHECK(names == QStringList{QStringLiteral("b")});
    finder.start({{{}, tree.path(QStringLiteral("one")), ModelPlace::Layout::Files}});
    finder.stop();
    CHECK_FALSE(finder.isRunning());
    CHECK_FALSE(finished.wait(50));
    CHECK(names == QStringList{QStringLiteral("b")});
}
