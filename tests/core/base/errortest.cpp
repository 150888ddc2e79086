#include "core/base/error.h"

#include "core/base/cancel.h"
#include "tests/support/problem.h"

using namespace headwaters;

TEST_CASE("a summary is one line of at most 500 characters")
{
    const Error error = badInput(QStringLiteral("first\nsecond ") + QString(1000, QLatin1Char('x')));
    CHECK(error.problem().summary.size() == 500);
    CHECK(error.problem().summary.startsWith(QStringLiteral("first second x")));
    CHECK(error.problem().summary.endsWith(QChar(0x2026)));
    CHECK(QString::fromUtf8(error.what()) == error.problem().summary);
}

TEST_CASE("a name for a message shows control characters and loses its middle when it is long")
{
    CHECK(forMessage(QStringLiteral("wte.weight")) == QStringLiteral("wte.weight"));
    CHECK(forMessage(QStringLiteral("a\nb\x1b[2J")) == QStringLiteral("a\\x0ab\\x1b[2J"));
    CHECK(forMessage(QStringLiteral("0123456789"), 5) == QStringLiteral("01…89"));
    CHECK(forMessage(QStringLiteral("01234"), 5) == QStringLiteral("01234"));
}

TEST_CASE("copies of a cancel token share the flag")
{
    const CancelToken token;
    const CancelToken copy = token;
    CHECK_NOTHROW(token.throwIfCancelled());
    copy.cancel();
    CHECK(token.isCancelled());
    CHECK(problemOf([&] { token.throwIfCancelled(); }).kind == Problem::Kind::Cancelled);
}
