#include "widgets/prompt/tokenentry.h"
#include "tests/support/testing.h"
#include "tests/widgets/support/samplerun.h"

using namespace headwaters;

namespace {

TokenEntry read(const QString& typed)
{
    return readTokenEntry(*sampleTokenizer(), typed, QStringLiteral("target"));
}

} // namespace

TEST_CASE("a token is typed with a space, with its sign, or with its number")
{
    CHECK(read(QStringLiteral(" Mary")).token == 2);
    CHECK(read(QStringLiteral("·Mary")).token == 2);
    CHECK(read(QStringLiteral("#2")).token == 2);
    CHECK(read(QStringLiteral(",")).token == 9);
    CHECK(read(QStringLiteral("·Mary")).error.isEmpty());
}

TEST_CASE("nothing typed leaves the choice to the model")
{
    CHECK_FALSE(read(QString()).token);
    CHECK(read(QString()).error.isEmpty());
}

TEST_CASE("a byte token is typed as it is shown")
{
    CHECK(read(QStringLiteral("\\xE2")).token == sampleTokenizer()->size() - 1);
}

TEST_CASE("two tokens are refused by a sentence that names the field and the text")
{
    const TokenEntry entry = read(QStringLiteral(" Mary and"));
    CHECK_FALSE(entry.token);
    CHECK(entry.error.contains(QStringLiteral("target")));
    CHECK(entry.error.contains(QStringLiteral("Mary and")));
    CHECK_FALSE(entry.error.contains(QLatin1Char('\n')));
}

TEST_CASE("a word that is a token only with its leading space gets that hint")
{
    const TokenEntry entry = read(QStringLiteral("Mary"));
    CHECK_FALSE(entry.token);
    CHECK(entry.error.contains(QStringLiteral("“·Mary” is")));
}

TEST_CASE("a number beyond the vocabulary is refused")
{
    CHECK_FALSE(read(QStringLiteral("#99999")).token);
    CHECK_FALSE(read(QStringLiteral("#99999")).error.isEmpty());
    CHECK_FALSE(read(QStringLiteral("#-1")).token);
}
