#include "widgets/atlas/tokensearch.h"

#include "support/testing.h"

using namespace headwaters;

namespace {

std::vector<Token> prompt()
{
    return {{0, "<|endoftext|>", true}, {1, "When", false},  {2, " Mary", false},   {3, " and", false},
            {4, " John", false},        {5, " Mary", false}, {6, " Johnson", false}};
}

using Positions = std::vector<int>;

} // namespace

TEST_CASE("A token is found by its text with or without the leading space, or by its label")
{
    CHECK(matchingPositions(prompt(), QStringLiteral("Mary")) == Positions{2, 5});
    CHECK(matchingPositions(prompt(), QStringLiteral(" Mary")) == Positions{2, 5});
    CHECK(matchingPositions(prompt(), QStringLiteral("·Mary")) == Positions{2, 5});
    CHECK(matchingPositions(prompt(), QStringLiteral("<|endoftext|>")) == Positions{0});
}

TEST_CASE("A whole token comes before a part of one")
{
    CHECK(matchingPositions(prompt(), QStringLiteral("John")) == Positions{4});
    CHECK(matchingPositions(prompt(), QStringLiteral("joh")) == Positions{4, 6});
}

TEST_CASE("Nothing typed and nothing found light nothing")
{
    CHECK(matchingPositions(prompt(), QString()).empty());
    CHECK(matchingPositions(prompt(), QStringLiteral("zebra")).empty());
}
