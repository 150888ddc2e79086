#include "core/causal/rolealignment.h"

#include "core/base/error.h"
#include "support/testing.h"

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

QString faultOf(const CausalPrompt& prompt, const CausalPrompt& reference)
{
    try {
        (void)alignedPositions(prompt, reference, u"Reference 1"_s);
    } catch (const Error& error) {
        return error.problem().summary;
    }
    return {};
}

} // namespace

TEST_CASE("Prompts of equal length are matched position by position, whatever their roles")
{
    CHECK(
        alignedPositions({{1, 2, 3}, {{u"A"_s, 0}}}, {{4, 5, 6}, {{u"A"_s, 2}}}, {})
        == std::vector<int>{0, 1, 2});
}

TEST_CASE("Roles match prompts whose words have other numbers of tokens")
{
    // The word of role B has one token here and two there; they end at the role.
    const CausalPrompt here{{1, 2, 3, 4, 5, 6}, {{u"A"_s, 1}, {u"B"_s, 3}, {u"C"_s, 4}}};
    const CausalPrompt there{{1, 2, 3, 7, 4, 5, 6}, {{u"A"_s, 1}, {u"B-1"_s, 3}, {u"B"_s, 4}, {u"C"_s, 5}}};
    CHECK(alignedPositions(here, there, {}) == std::vector<int>{0, 1, 2, 4, 5, 6});
    CHECK(alignedPositions(there, here, {}) == std::vector<int>{0, 1, 2, 3, 3, 4, 5});
}

TEST_CASE("Behind the last role prompts must be as long")
{
    const CausalPrompt here{{1, 2, 3}, {{u"A"_s, 1}}};
    const CausalPrompt there{{1, 2, 3, 4}, {{u"A"_s, 1}}};
    CHECK(
        faultOf(here, there)
        == u"Reference 1 has 2 tokens behind A and the prompt 1; they play other parts."_s);
}

TEST_CASE("Without shared roles prompts of other lengths are refused with both lengths")
{
    CHECK(
        faultOf({{1, 2, 3}, {}}, {{1, 2}, {}})
        == u"Reference 1 has 2 tokens and the prompt 3; a mean per position needs prompts of equal length, "
           u"or "
           "roles that both have."_s);
    CHECK(
        faultOf({{1, 2, 3}, {{u"A"_s, 0}, {u"B"_s, 1}}}, {{1, 2}, {{u"A"_s, 1}, {u"B"_s, 0}}})
        == u"Reference 1 has the roles A and B in another order than the prompt."_s);
}
