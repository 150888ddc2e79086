#include "core/files/folderreader.h"

#include "tests/support/modeltree.h"
#include "tests/support/problem.h"

#include <QFile>

#include <unistd.h>

using namespace headwaters;

namespace {

QStringList namesOf(const std::vector<FolderReader::Entry>& entries)
{
    QStringList names;
    for (const FolderReader::Entry& entry : entries)
        names << entry.name + (entry.isFolder ? QStringLiteral("/") : QString());
    return names;
}

} // namespace

TEST_CASE("entries come in order of name, hidden ones not at all, links as what they lead to")
{
    const ModelTree tree;
    tree.write(QStringLiteral("b/file"), {});
    tree.write(QStringLiteral("a"), {});
    tree.write(QStringLiteral(".hidden"), {});
    tree.link(tree.path(QStringLiteral("b")), QStringLiteral("c"));
    tree.link(tree.path(QStringLiteral("gone")), QStringLiteral("d"));
    FolderReader reader({}, 100);
    const auto entries = reader.read(tree.path());
    CHECK(
        namesOf(entries)
        == QStringList{QStringLiteral("a"), QStringLiteral("b/"), QStringLiteral("c/"), QStringLiteral("d")});
    CHECK(entries.front().path == tree.path(QStringLiteral("a")));
    CHECK_FALSE(reader.isExhausted());
}

TEST_CASE("a folder is read once, so links in a circle end")
{
    const ModelTree tree;
    tree.write(QStringLiteral("a/file"), {});
    tree.link(tree.path(), QStringLiteral("a/up"));
    FolderReader reader({}, 100);
    CHECK(reader.read(tree.path()).size() == 1);
    CHECK(reader.read(tree.path(QStringLiteral("a"))).size() == 2);
    CHECK(reader.read(tree.path(QStringLiteral("a/up"))).empty());
}

TEST_CASE("a folder that is not there, a file and a link to itself hold nothing")
{
    const ModelTree tree;
    tree.write(QStringLiteral("file"), {});
    tree.link(tree.path(QStringLiteral("loop")), QStringLiteral("loop"));
    FolderReader reader({}, 100);
    for (const char* name : {"gone", "file", "loop"})
        CHECK(reader.read(tree.path(QLatin1String(name))).empty());
}

TEST_CASE("no more entries are read than allowed, over all folders")
{
    const ModelTree tree;
    for (int i = 0; i < 5; ++i) {
        tree.write(QStringLiteral("a/%1").arg(i), {});
        tree.write(QStringLiteral("b/%1").arg(i), {});
    }
    FolderReader reader({}, 7);
    CHECK(reader.read(tree.path(QStringLiteral("a"))).size() == 5);
    CHECK(reader.read(tree.path(QStringLiteral("b"))).size() == 2);
    CHECK(reader.isExhausted());
}

TEST_CASE("a folder that may not be read is refused by name")
{
    if (geteuid() == 0) {
        WARN("root may read every folder, so this was not tried");
        return;
    }
    const ModelTree tree;
    tree.write(QStringLiteral("a/file"), {});
    QFile::setPermissions(tree.path(QStringLiteral("a")), {});
    FolderReader reader({}, 100);
    const Problem problem =
        problemOf([&] { static_cast<void>(reader.read(tree.path(QStringLiteral("a")))); });
    CHECK(
        problem.summary
        == tree.path(QStringLiteral("a")) + QStringLiteral(": cannot be read: Permission denied"));
    QFile::setPermissions(
        tree.path(QStringLiteral("a")), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
}

TEST_CASE("reading folders can be cancelled")
{
    const ModelTree tree;
    const CancelToken cancel;
    FolderReader reader(cancel, 100);
    cancel.cancel();
    CHECK(problemOf([&] { static_cast<void>(reader.read(tree.path())); }).kind == Problem::Kind::Cancelled);
}
