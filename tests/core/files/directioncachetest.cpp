#include "core/files/directioncache.h"

#include "core/files/safetensorswriter.h"
#include "core/files/writing.h"
#include "support/testing.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <limits>

using namespace headwaters;

namespace {

const QString hash = QStringLiteral("0123abcd");

/// Two heads of two numbers.
AllHeadFactors someHeads(double shift = 0)
{
    return {{{3 + shift, 1}, {1, 2, 3, 4}, {5, 6, 7, 8}}, {{2, 0.1}, {-1, -2, -3, -4}, {-5, -6, -7, 1e-300}}};
}

QByteArray bytesOf(const QString& path)
{
    QFile file(path);
    REQUIRE(file.open(QIODevice::ReadOnly));
    return file.readAll();
}

void setAge(const QString& path, int seconds)
{
    QFile file(path);
    REQUIRE(file.open(QIODevice::ReadWrite));
    REQUIRE(file.setFileTime(
        QDateTime::currentDateTimeUtc().addSecs(-seconds), QFileDevice::FileModificationTime));
}

} // namespace

TEST_CASE("Factors come back bit by bit, by model and kind")
{
    const QTemporaryDir folder;
    const DirectionCache cache(folder.filePath(QStringLiteral("below/deeper")));
    CHECK_FALSE(cache.load(hash, DirectionKind::Qk, 2, 2));
    cache.save(hash, DirectionKind::Qk, someHeads());
    cache.save(hash, DirectionKind::Ov, someHeads(1));
    const auto heads = cache.load(hash, DirectionKind::Qk, 2, 2);
    REQUIRE(heads);
    CHECK((*heads)[0].singularValues == std::vector<double>{3, 1});
    CHECK((*heads)[1].left == std::vector<double>{-1, -2, -3, -4});
    CHECK((*heads)[1].right == std::vector<double>{-5, -6, -7, 1e-300});
    CHECK(cache.load(hash, DirectionKind::Ov, 2, 2)->front().singularValues.front() == 4);
    CHECK_FALSE(cache.load(hash, DirectionKind::Sad, 2, 2));
    CHECK_FALSE(cache.load(QStringLiteral("other"), DirectionKind::Qk, 2, 2));
    cache.drop(hash, DirectionKind::Qk);
    CHECK_FALSE(cache.load(hash, DirectionKind::Qk, 2, 2));
}

TEST_CASE("A file that is not in order is dropped without a word")
{
    const QTemporaryDir folder;
    const DirectionCache cache(folder.path());
    cache.save(hash, DirectionKind::Qk, someHeads());
    const QString path = cache.path(hash, DirectionKind::Qk);
    const QByteArray good = bytesOf(path);
    int heads = 2;
    int dHead = 2;
    SECTION("cut short")
    {
        writeFile(path, good.left(good.size() - 8));
    }
    SECTION("not a safetensors file")
    {
        writeFile(path, QByteArrayLiteral("hello"));
    }
    SECTION("empty")
    {
        writeFile(path, {});
    }
    SECTION("of another version")
    {
        writeFile(path, QByteArray(good).replace("\"version\":\"1\"", "\"version\":\"9\""));
    }
    SECTION("of another model under this name")
    {
        writeFile(path, QByteArray(good).replace("0123abcd", "0123abce"));
    }
    SECTION("of another kind under this name")
    {
        writeFile(path, QByteArray(good).replace("\"kind\":\"qk\"", "\"kind\":\"ov\""));
    }
    SECTION("with another number of heads")
    {
        heads = 3;
    }
    SECTION("with heads of another size")
    {
        dHead = 1;
    }
    SECTION("with a number that is not finite")
    {
        AllHeadFactors broken = someHeads();
        broken[1].right[2] = std::numeric_limits<double>::quiet_NaN();
        cache.save(hash, DirectionKind::Qk, broken);
    }
    SECTION("without one of its tensors")
    {
        writeFile(path, QByteArray(good).replace("\"right\"", "\"wrong\""));
    }
    SECTION("in another number format")
    {
        writeFile(path, QByteArray(good).replace("\"F64\"", "\"I64\""));
    }
    CHECK_FALSE(cache.load(hash, DirectionKind::Qk, heads, dHead));
    CHECK_FALSE(QFile::exists(path));
}

TEST_CASE("The folder stays below its bound: what was used longest ago goes first")
{
    const QTemporaryDir folder;
    const DirectionCache wide(folder.path());
    wide.save(hash, DirectionKind::Qk, someHeads());
    const qint64 one = bytesOf(wide.path(hash, DirectionKind::Qk)).size();
    const DirectionCache cache(folder.path(), 2 * one + one / 2);
    cache.save(hash, DirectionKind::Ov, someHeads());
    setAge(cache.path(hash, DirectionKind::Qk), 200);
    setAge(cache.path(hash, DirectionKind::Ov), 100);
    REQUIRE(cache.load(hash, DirectionKind::Qk, 2, 2)); // used now
    cache.save(hash, DirectionKind::Sad, someHeads());
    CHECK(QFile::exists(cache.path(hash, DirectionKind::Qk)));
    CHECK_FALSE(QFile::exists(cache.path(hash, DirectionKind::Ov)));
    CHECK(QFile::exists(cache.path(hash, DirectionKind::Sad)));
}

TEST_CASE("A folder that cannot be made is no error")
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("file"));
    writeFile(file, QByteArrayLiteral("x"));
    const DirectionCache cache(file + QStringLiteral("/below"));
    cache.save(hash, DirectionKind::Qk, someHeads());
    CHECK_FALSE(cache.load(hash, DirectionKind::Qk, 2, 2));
}
