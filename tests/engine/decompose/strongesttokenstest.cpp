#include "core/engine/decompose/strongesttokens.h"

#include "support/testing.h"

using namespace headwaters;

namespace {

std::vector<TokenId> idsOf(const std::vector<TokenReading>& readings)
{
    std::vector<TokenId> ids;
    for (const TokenReading& reading : readings)
        ids.push_back(reading.id);
    return ids;
}

} // namespace

TEST_CASE("The strongest tokens of either sign are kept, equal ones in order of id")
{
    StrongestTokens tokens(3);
    const double values[] = {0.5, -3, 2, 0.5, 0.5, 2, -1};
    for (TokenId id = 0; id < 7; ++id)
        tokens.add(id, values[id]);
    CHECK(tokens.leansNegative());
    CHECK(idsOf(tokens.taken(false)) == std::vector<TokenId>{2, 5, 0});
    CHECK(idsOf(tokens.taken(true)) == std::vector<TokenId>{1, 6, 0});
    CHECK(tokens.taken(true).front().value == 3);
}

TEST_CASE("A collector of no tokens still knows the sign")
{
    StrongestTokens tokens(0);
    CHECK_FALSE(tokens.leansNegative());
    tokens.add(0, 1);
    tokens.add(1, -1);
    CHECK_FALSE(tokens.leansNegative()); // the first of equals
    CHECK(tokens.taken(false).empty());
}
