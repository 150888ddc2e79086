#include "core/text/tokenpositions.h"

#include "support/problem.h"
#include "support/testing.h"

using namespace headwaters;

namespace {

std::vector<Token> someTokens()
{
    return {{9, "<|endoftext|>", true}, {1, " John", false}, {2, " 7", false},
            {1, " John", false},        {3, "2", false},     {1, " John", false}};
}

int positionOf(const char* typed)
{
    return parsePosition(someTokens(), QString::fromLatin1(typed), QStringLiteral("--dest"));
}

} // namespace

TEST_CASE("Repeated tokens are numbered from their second occurrence")
{
    CHECK(
        numberedTexts(someTokens())
        == QStringList{
            QStringLiteral("<|endoftext|>"), QStringLiteral(" John"), QStringLiteral(" 7"),
            QStringLiteral(" John (1)"), QStringLiteral("2"), QStringLiteral(" John (2)")});
}

TEST_CASE("A position is a number or a label")
{
    CHECK(positionOf("0") == 0);
    CHECK(positionOf("5") == 5);
    CHECK(positionOf("2") == 2); // the position, not the token "2"
    CHECK(positionOf(" 7") == 2);
    CHECK(positionOf(" John") == 1);
    CHECK(positionOf(" John (2)") == 5);
    CHECK(positionOf("<|endoftext|>") == 0);
}

TEST_CASE("What is no position is refused with what was typed")
{
    CHECK(
        problemOf([] { (void)positionOf("6"); }).summary
        == QStringLiteral("--dest 6: the prompt has the positions 0 to 5."));
    CHECK(
        problemOf([] { (void)positionOf("-1"); }).summary
        == QStringLiteral("--dest -1: the prompt has the positions 0 to 5."));
    CHECK(
        problemOf([] { (void)positionOf("John"); }).summary
        == QStringLiteral("--dest “John” is no token of the prompt; give a position from 0 to 5 or the text "
                          "of one of its tokens, a leading space included."));
}
