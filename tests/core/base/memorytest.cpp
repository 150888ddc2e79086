#include "core/base/memory.h"

#include "tests/support/problem.h"

using namespace headwaters;

TEST_CASE("this computer says how much memory is available")
{
    CHECK(availableMemory() > 1'000'000);
}

TEST_CASE("memory that cannot be had is refused with both numbers, none is not")
{
    const Problem problem =
        problemOf([] { requireMemory(qint64{1} << 60, QStringLiteral("The model in float32")); });
    CHECK(problem.kind == Problem::Kind::Failed);
    checkSentence(problem.summary);
    CHECK(problem.summary.startsWith(
        QStringLiteral("The model in float32 needs 1073741824.0 GiB of memory; ")));
    CHECK_NOTHROW(requireMemory(0, QStringLiteral("Nothing")));
}

TEST_CASE("bytes are written in powers of ten to two digits at least")
{
    CHECK(bytesText(0) == QStringLiteral("0 B"));
    CHECK(bytesText(999) == QStringLiteral("999 B"));
    CHECK(bytesText(1'000) == QStringLiteral("1 kB"));
    CHECK(bytesText(999'499) == QStringLiteral("999 kB"));
    CHECK(bytesText(999'500) == QStringLiteral("1.0 MB"));
    CHECK(bytesText(9'949'999) == QStringLiteral("9.9 MB"));
    CHECK(bytesText(98'362'432) == QStringLiteral("98 MB"));
    CHECK(bytesText(999'499'999) == QStringLiteral("999 MB"));
    CHECK(bytesText(999'500'000) == QStringLiteral("1.0 GB"));
    CHECK(bytesText(26'950'000'000) == QStringLiteral("26.9 GB"));
    CHECK(bytesText(140'000'000'000) == QStringLiteral("140 GB"));
}
