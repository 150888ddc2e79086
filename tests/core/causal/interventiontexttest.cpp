#include "core/causal/interventiontext.h"

#include "core/causal/sweepchoice.h"
#include "support/testing.h"

using namespace headwaters;
using namespace Qt::StringLiterals;

TEST_CASE("Heads and positions are typed as they are shown")
{
    CHECK(headsOfText(u"5.1, 0.3,5.1"_s) == std::vector<HeadIndex>{{5, 1}, {0, 3}});
    CHECK(headsText({{5, 1}, {0, 3}}) == u"5.1, 0.3"_s);
    for (const QString& wrong : {u""_s, u"5"_s, u"5.1.2"_s, u"-1.0"_s, u"a.b"_s, u"5.1,"_s})
        CHECK_FALSE(headsOfText(wrong).has_value());
    CHECK(numbersOfText(u"7, 0-2,1"_s) == std::vector<int>{0, 1, 2, 7});
    CHECK(numbersOfText(u" "_s) == std::vector<int>());
    CHECK(numbersText({0, 1, 2, 7, 9, 10}) == u"0-2, 7, 9-10"_s);
    for (const QString& wrong : {u"3-1"_s, u"x"_s, u"1-2-3"_s, u"-4"_s, u"0-99999999"_s, u"1,"_s})
        CHECK_FALSE(numbersOfText(wrong).has_value());
}

TEST_CASE("At another site heads become layers and the operation one that fits")
{
    Intervention change;
    change.heads = {{2, 1}, {2, 3}, {0, 1}};
    change.operation = CausalOperation::Path;
    const Intervention moved = atSite(change, CausalSite::MlpOut);
    CHECK(moved.layers == std::vector<int>{2, 0});
    CHECK(moved.heads.empty());
    CHECK(fits(moved.operation, moved.site));
    const Intervention back = atSite(moved, CausalSite::Scores);
    CHECK(back.heads == std::vector<HeadIndex>{{2, 0}, {0, 0}});
    CHECK(fits(back.operation, back.site));
}

TEST_CASE("Every sweep that can be chosen can be made")
{
    const CausalPlace place{
        .nLayers = 3, .nHeads = 4, .nKeyValueHeads = 2, .tokens = 5, .references = 2, .hasOther = true};
    for (int kind = 0; kind < sweepKindCount; ++kind) {
        for (int replacement = 0; replacement < replacementCount; ++replacement) {
            const SweepChoice choice{
                static_cast<SweepKind>(kind), static_cast<Replacement>(replacement), {2, 1}, false};
            CAPTURE(sweepName(choice.kind, choice.head), replacementName(choice.replacement));
            if (isPossible(choice.kind, choice.replacement))
                CHECK_FALSE(sweepCells(sweepRequest(choice, {}), place).empty());
        }
    }
}
