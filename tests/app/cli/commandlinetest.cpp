#include "app/cli/program.h"
#include "core/base/version.h"

#include <QProcess>
#include <QTemporaryDir>

using namespace headwaters;
using namespace Qt::StringLiterals;

TEST_CASE("--help on the program lists every verb, and every verb explains itself")
{
    const ProgramRun program = headwatersProgram({u"--help"_s});
    checkSuccess(program);
    for (const QString& verb :
         {u"info"_s,    u"tokens"_s,       u"run"_s,       u"generate"_s, u"attention"_s, u"atlas"_s,
          u"compare"_s, u"svd"_s,          u"compose"_s,   u"score"_s,    u"attribute"_s, u"lens"_s,
          u"trace"_s,   u"trace-family"_s, u"intervene"_s, u"ablate"_s,   u"patch"_s,     u"knockout"_s,
          u"probe"_s,   u"screenshot"_s,   u"bench"_s}) {
        CHECK(program.out.contains("\n  " + verb.toUtf8()));
        const ProgramRun help = headwatersProgram({verb, u"--help"_s});
        checkSuccess(help);
        CHECK(help.out.startsWith("Usage: headwaters " + verb.toUtf8()));
        CHECK(help.out.contains("--model"));
    }
}

TEST_CASE("--version gives the version of the build")
{
    const ProgramRun run = headwatersProgram({u"--version"_s});
    checkSuccess(run);
    CHECK(run.out == QByteArray("Headwaters ") + versionText + "\n");
}

TEST_CASE("the window without a display says so in one line")
{
    checkRefusal(headwatersProgram({}), 1, {u"display"_s});
    checkRefusal(headwatersProgram({demoModel()}), 1, {u"display"_s});
}

TEST_CASE("standard output that is full is a failure")
{
    QProcess process;
    process.setStandardOutputFile(u"/dev/full"_s);
    process.start(QStringLiteral(HEADWATERS_PROGRAM), {u"info"_s, u"--json"_s});
    REQUIRE(process.waitForFinished());
    CHECK(process.exitCode() == 1);
    const QByteArray line = process.readAllStandardError();
    CHECK(line.startsWith("headwaters: Standard output"));
    CHECK(line.count('\n') == 1);
}

TEST_CASE("libraries are silent to the very end, also when they are asked to speak")
{
    QTemporaryDir folder;
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"QT_LOGGING_RULES"_s, u"*=true"_s);
    environment.insert(u"QT_DEBUG_PLUGINS"_s, u"1"_s);
    process.setProcessEnvironment(environment);
    process.start(
        QStringLiteral(HEADWATERS_PROGRAM),
        {u"atlas"_s, u"--prompt"_s, u"When Mary"_s, u"--out"_s, folder.filePath(u"wall.svg"_s)});
    REQUIRE(process.waitForFinished(240'000));
    CHECK(process.exitCode() == 0);
    CHECK(process.readAllStandardError() == QByteArray());
}

TEST_CASE("an argument that is not UTF-8 is refused with its place")
{
    // QProcess encodes its words, so a shell passes the byte on.
    QProcess process;
    process.start(
        u"sh"_s,
        {u"-c"_s, u"exec \"$0\" tokens --prompt \"$(printf 'ab\\377')\""_s,
         QStringLiteral(HEADWATERS_PROGRAM)});
    REQUIRE(process.waitForFinished());
    CHECK(process.exitCode() == 2);
    const QByteArray line = process.readAllStandardError();
    CHECK(line.contains("UTF-8"));
    CHECK(line.contains("offset 2"));
    CHECK(line.count('\n') == 1);
}

TEST_CASE("standard output that is closed is a failure, and what would stand there goes nowhere else")
{
    QProcess process;
    process.start(
        u"sh"_s, {u"-c"_s, u"exec \"$0\" tokens --prompt When >&-"_s, QStringLiteral(HEADWATERS_PROGRAM)});
    REQUIRE(process.waitForFinished());
    CHECK(process.exitCode() == 1);
    const QByteArray line = process.readAllStandardError();
    CHECK(line.startsWith("headwaters: Standard output"));
    CHECK(line.count('\n') == 1);
}
