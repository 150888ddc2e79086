#include "core/files/writing.h"

#include "tests/support/filesizelimit.h"
#include "tests/support/problem.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <cmath>
#include <cstdlib>
#include <limits>

using namespace headwaters;

namespace {

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    REQUIRE(file.open(QIODevice::ReadOnly));
    return file.readAll();
}

// Checks that writing to `path` fails with these words and leaves nothing behind in `folder`.
void checkRefused(const QString& path, const char* words)
{
    const Problem problem = problemOf([&] { writeFile(path, "text"); });
    CHECK(problem.kind == Problem::Kind::Failed);
    checkSentence(problem.summary);
    CHECK(problem.summary.startsWith(path.isEmpty() ? QStringLiteral("“”") : path));
    CHECK_THAT(problem.summary.toStdString(), Catch::Contains(words));
}

} // namespace

TEST_CASE("a file is written whole and replaces what was there")
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("a.txt"));
    writeFile(path, "first, longer");
    writeFile(path, "second");
    CHECK(contentOf(path) == "second");
    CHECK(QDir(folder.path()).entryList(QDir::Files).size() == 1);
}

TEST_CASE("a place that cannot be written to is told and left as it was")
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("a.txt"));
    writeFile(file, "kept");
    checkRefused(QString(), "no file name");
    checkRefused(folder.path(), "it is a folder");
    checkRefused(file + QStringLiteral("/b.txt"), "there is no folder");
    checkRefused(folder.filePath(QStringLiteral("gone/b.txt")), "there is no folder");
    checkRefused(QStringLiteral("/dev/full"), "not a regular file");
    checkRefused(QStringLiteral("/proc/b.txt"), "cannot be written");
    CHECK(contentOf(file) == "kept");
}

TEST_CASE("a full disk leaves the old file and no temporary one")
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("a.txt"));
    writeFile(path, "kept");
    QString summary;
    {
        const FileSizeLimit full(100'000);
        summary = problemOf([&] { writeFile(path, QByteArray(1'000'000, 'x')); }).summary;
    }
    CHECK(summary.startsWith(path + QStringLiteral(": cannot be written: ")));
    CHECK(contentOf(path) == "kept");
    CHECK(QDir(folder.path()).entryList(QDir::Files) == QStringList{QStringLiteral("a.txt")});
}

TEST_CASE("the date inside files is that of SOURCE_DATE_EPOCH, else fixed")
{
    const QByteArray before = qgetenv("SOURCE_DATE_EPOCH");
    qunsetenv("SOURCE_DATE_EPOCH");
    CHECK(fileDate().toString(Qt::ISODate) == QStringLiteral("2000-01-01T00:00:00Z"));
    qputenv("SOURCE_DATE_EPOCH", "1700000000");
    CHECK(fileDate().toString(Qt::ISODate) == QStringLiteral("2023-11-14T22:13:20Z"));
    qputenv("SOURCE_DATE_EPOCH", "yesterday");
    CHECK(fileDate().toString(Qt::ISODate) == QStringLiteral("2000-01-01T00:00:00Z"));
    if (before.isNull())
        qunsetenv("SOURCE_DATE_EPOCH");
    else
        qputenv("SOURCE_DATE_EPOCH", before);
}

TEST_CASE("numbers that JSON cannot hold are strings")
{
    constexpr double infinity = std::numeric_limits<double>::infinity();
    CHECK(jsonNumber(0.5) == QJsonValue(0.5));
    CHECK(jsonNumber(infinity) == QJsonValue(QStringLiteral("inf")));
    CHECK(jsonNumber(-infinity) == QJsonValue(QStringLiteral("-inf")));
    CHECK(jsonNumber(std::nan("")) == QJsonValue(QStringLiteral("nan")));
}

TEST_CASE("the text of a number is the shortest that gives the number again")
{
    constexpr float infinity = std::numeric_limits<float>::infinity();
    CHECK(numberText(0.1F) == QStringLiteral("0.1"));
    CHECK(numberText(1.0F) == QStringLiteral("1"));
    CHECK(numberText(-0.0F) == QStringLiteral("-0"));
    CHECK(numberText(16777216.0F) == QStringLiteral("16777216"));
    CHECK(numberText(infinity) == QStringLiteral("inf"));
    CHECK(numberText(-infinity) == QStringLiteral("-inf"));
    CHECK(numberText(-std::nanf("")) == QStringLiteral("nan"));
    for (const float value :
         {1.0F / 3.0F, 0x1p-149F, std::numeric_limits<float>::max(), 0.99999994F, -123.456F})
        CHECK(std::strtof(numberText(value).toLatin1().constData(), nullptr) == value);
}
