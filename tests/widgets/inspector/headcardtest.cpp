#include "widgets/inspector/headcard.h"

#include "tests/support/testing.h"
#include "tests/widgets/support/samplerun.h"
#include "widgets/common/numberformat.h"

using namespace headwaters;

namespace {

// Three tokens, one head 0.0; all numbers below are worked out by hand from these.
struct Small {
    Small()
    {
        detail.run = 1;
        detail.head = {0, 0};
        detail.size = 3;
        detail.target = 1;
        detail.rival = 2;
        const float masked = -std::numeric_limits<float>::infinity();
        detail.pattern = {1, 0, 0, 0.5F, 0.5F, 0, 0.25F, 0.25F, 0.5F};
        detail.scores = {1, masked, masked, 2, 2, masked, 1, 1, 1.693F};
        detail.valueNorm = {1, 2, 4};
        detail.writes = {0, 4, -1};
        detail.finalScale = {1, 1, 2};
        run.run = 1;
        run.startsWithBeginOfText = true;
        run.tokens = {{0, "<|endoftext|>", true}, {1, " Mary", false}, {2, " to", false}};
        effects = {1, 1, 2, 0, {{0.25F}}}; // 0.25 x 4 / 2 - 0.5 x 1 / 2
    }

    HeadCard card(const SelectionState& selection = {}) const
    {
        return makeHeadCard(
            run, detail, headNumbers(detail), &effects, selection, QString::fromUtf8("·Mary"),
            QString::fromUtf8("·John"));
    }

    HeadDetail detail;
    RunResult run;
    EffectSummary effects;
};

QString labelOf(const ValueRow::Content& row)
{
    QStringList words;
    for (const auto& part : row.label)
        words << part.text;
    return words.join(u' ');
}

QString valueOf(const HeadCard::Section& section, const char* label)
{
    for (const auto& row : section.rows) {
        if (labelOf(row) == QString::fromUtf8(label))
            return row.value;
    }
    return QStringLiteral("no such row");
}

} // namespace

TEST_CASE_METHOD(Small, "the shown pair's numbers stand in the card")
{
    const HeadCard c = card({HeadIndex{}, 2, 1});
    CHECK(c.hookName == QStringLiteral("blocks.0.attn.hook_pattern[0]"));
    CHECK(valueOf(c.prompt, "attention ·to → ·Mary") == QStringLiteral("0.250"));
    CHECK(valueOf(c.prompt, "score before softmax") == QStringLiteral("1.00"));
    CHECK(valueOf(c.strength, "value-weighted") == QStringLiteral("0.500"));
    CHECK(valueOf(c.strength, "effect of this pair") == QStringLiteral("+0.50"));
    CHECK(valueOf(c.strength, "effect of the head") == QStringLiteral("+0.25"));
    CHECK(valueOf(c.strength, "entropy, mean of rows") == QStringLiteral("0.83 bits")); // (0 + 1 + 1.5) / 3
    CHECK(valueOf(c.strength, "entropy of ·to") == QStringLiteral("1.50 bits"));
    CHECK(c.prompt.origin == Origin::Measured);
    CHECK(c.strength.origin == Origin::Derived);
}

TEST_CASE_METHOD(Small, "without a pair, or with a masked one, the card says how to get its numbers")
{
    CHECK(card().prompt.rows.isEmpty());
    CHECK_FALSE(card().prompt.note.isEmpty());
    CHECK(card({HeadIndex{}, 1, 2}).prompt.rows.isEmpty());
    CHECK(card({HeadIndex{}, 7, 1}).prompt.rows.isEmpty());
}

TEST_CASE_METHOD(Small, "received mass leaves position 0 out and lists the largest first")
{
    const HeadCard c = card();
    // Position 0 receives 1.75 and is left out; then 1: 0.75 and 2: 0.5.
    REQUIRE(c.mass.rows.size() == 3);
    CHECK(labelOf(c.mass.rows[0]) == QString::fromUtf8("·Mary @1"));
    CHECK(c.mass.rows[0].value == QStringLiteral("0.75"));
    CHECK(c.mass.rows[0].bar->value == Approx(1));
    CHECK(c.mass.rows[1].bar->value == Approx(0.5 / 0.75));
    CHECK(valueOf(c.mass, "given by ·to @2") == QStringLiteral("0.750"));
    CHECK(c.mass.note.contains(QStringLiteral("bos @0")));
}

TEST_CASE_METHOD(Small, "effects by source are sorted by magnitude and add up to the head's effect")
{
    const HeadCard c = card();
    REQUIRE(c.sources.rows.size() == 5);
    CHECK(c.sources.rows[0].value == QStringLiteral("+0.50"));
    CHECK(c.sources.rows[0].valueColour == &Colours::pos);
    CHECK(c.sources.rows[1].value == QString::fromUtf8("−0.25"));
    CHECK(c.sources.rows[1].bar->value == Approx(-0.5));
    CHECK(c.sources.rows[2].value == QStringLiteral("0.00"));
    CHECK(valueOf(c.sources, "sum of all sources") == QStringLiteral("+0.25"));
    CHECK(valueOf(c.sources, "residual to the head's effect") == QString::fromUtf8("0.000000 ✓"));
}

TEST_CASE_METHOD(Small, "a sum that misses the head's effect turns red and says what was allowed")
{
    effects.heads[0][0] = 0.26F;
    const ValueRow::Content residual = card().sources.rows.back();
    CHECK(residual.valueColour == &Colours::danger);
    CHECK(residual.value.startsWith(QString::fromUtf8("−0.010000")));
    CHECK(labelOf(residual) == QStringLiteral("residual, allowed 0.000126"));
}

TEST_CASE_METHOD(Small, "effects of another pair of tokens are not compared")
{
    effects.rival = 9;
    CHECK(valueOf(card().strength, "effect of the head") == QString::fromUtf8("–"));
    CHECK(valueOf(card().sources, "residual to the head's effect") == QStringLiteral("no such row"));
}

TEST_CASE("every head of the sample run adds up, also on a long prompt that is cut to eight rows")
{
    for (const int size : {15, 300}) {
        const auto run = sampleRun(size);
        for (int head = 0; head < 6; ++head) {
            const auto detail = sampleDetail({3, head}, size);
            const HeadCard card = makeHeadCard(
                *run, *detail, headNumbers(*detail), &run->effects, {HeadIndex{3, head}, size - 1, 0},
                QStringLiteral("a"), QStringLiteral("b"));
            CHECK(card.sources.rows.back().valueColour == &Colours::ok);
            CHECK(card.sources.rows.size() == shownRows + 3);
            CHECK(
                labelOf(card.sources.rows[shownRows]) == QStringLiteral("and %1 more").arg(size - shownRows));
            CHECK(card.mass.rows.size() == shownRows + 2);
        }
    }
}

TEST_CASE("The card names the key/value group where heads share one")
{
    const Small small;
    CHECK(small.card().group.isEmpty());
    HeadDetail detail = small.detail;
    detail.head = {4, 5};
    const HeadCard card =
        makeHeadCard(small.run, detail, headNumbers(detail), nullptr, {}, {}, {}, HeadGroups(9, 3));
    REQUIRE(card.group.size() == 2);
    CHECK(labelOf(card.group[0]) == QStringLiteral("key/value group"));
    CHECK(card.group[0].value == QStringLiteral("1 of 3"));
    CHECK(labelOf(card.group[1]) == QStringLiteral("shared with"));
    CHECK(card.group[1].value == QStringLiteral("4.3, 4.4"));
    CHECK(card.text().startsWith(QStringLiteral("L4H5\nblocks.4.attn.hook_pattern[5]\n"
                                                "key/value group\t1 of 3\nshared with\t4.3, 4.4\n")));
}
