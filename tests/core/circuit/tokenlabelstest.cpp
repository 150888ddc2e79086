#include "core/circuit/tokenlabels.h"

#include "support/testing.h"

using namespace headwaters;
using namespace Qt::StringLiterals;

TEST_CASE("the m-th repeat of a token has its number behind it")
{
    const std::vector<QString> texts{u"<|endoftext|>"_s, u"When"_s, u" John"_s, u" to"_s,
                                     u" John"_s,         u" to"_s,  u" to"_s,   u"John"_s};
    const std::vector<QString> labels{u"<|endoftext|>"_s, u"When"_s,    u" John"_s,   u" to"_s,
                                      u" John (1)"_s,     u" to (1)"_s, u" to (2)"_s, u"John"_s};
    CHECK(tokenLabels(texts) == labels);
    CHECK(tokenLabels({}).empty());
}

TEST_CASE("no two tokens share a label, even where a token reads like a numbered one")
{
    CHECK(tokenLabels({u"a (1)"_s, u"a"_s, u"a"_s}) == std::vector{u"a (1)"_s, u"a"_s, u"a (2)"_s});
    CHECK(tokenLabels({u"a"_s, u"a"_s, u"a (1)"_s}) == std::vector{u"a"_s, u"a (1)"_s, u"a (1) (1)"_s});
    CHECK(tokenLabels({u"%1"_s, u"%1"_s}) == std::vector{u"%1"_s, u"%1 (1)"_s});
}

TEST_CASE("labels for the eye show spaces and what cannot be printed, but for the number behind")
{
    CHECK(shownLabel(u" to"_s) == u"·to"_s);
    CHECK(shownLabel(u" to (12)"_s) == u"·to (12)"_s);
    CHECK(shownLabel(u" (1)"_s) == u"·(1)"_s); // a token of its own, or one without text
    CHECK(shownLabel(u"a (b)"_s) == u"a·(b)"_s);
    CHECK(shownLabel(u"\n (1)"_s) == u"\\x0A (1)"_s);
}
