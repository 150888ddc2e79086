#include "widgets/prompt/livetokens.h"
#include "tests/support/testing.h"
#include "tests/widgets/support/samplerun.h"

using namespace headwaters;

namespace {

LiveTokens live(const QString& text, bool withBeginOfText, int nCtx = 256)
{
    return liveTokens(*sampleTokenizer(), text, withBeginOfText, nCtx);
}

} // namespace

TEST_CASE("the sample prompt counts fifteen tokens with the beginning-of-text token and fourteen without")
{
    CHECK(live(samplePrompt(), true).count == 15);
    CHECK(live(samplePrompt(), true).canDropBeginOfText);
    CHECK_FALSE(live(samplePrompt(), true).canAddBeginOfText);
    CHECK(live(samplePrompt(), false).count == 14);
    CHECK(live(samplePrompt(), false).canAddBeginOfText);
}

TEST_CASE("a typed beginning-of-text token is not doubled and cannot be clicked away")
{
    const LiveTokens typed = live(QStringLiteral("<|endoftext|>When"), true);
    CHECK(typed.count == 2);
    CHECK_FALSE(typed.canDropBeginOfText);
    CHECK_FALSE(typed.canAddBeginOfText);
}

TEST_CASE("the count says how many tokens are too many")
{
    CHECK(tokenCountText(live(samplePrompt(), true), 256) == QStringLiteral("15 of 256 tokens"));
    CHECK(
        tokenCountText(live(samplePrompt(), true, 10), 10) == QStringLiteral("15 of 10 tokens, 5 too many"));
    CHECK(
        runBlockedReason(samplePrompt(), live(samplePrompt(), true, 10), 10)
        == QStringLiteral("The prompt has 15 tokens; this model can take 10."));
    CHECK(runBlockedReason(samplePrompt(), live(samplePrompt(), true), 256).isEmpty());
    CHECK_FALSE(runBlockedReason(QString(), live(QString(), true), 256).isEmpty());
}

TEST_CASE("a text far beyond the context is not read to its end")
{
    const LiveTokens book = live(QString(5000, u'x'), true, 20);
    CHECK(book.more);
    CHECK(book.tokens.size() == 21);
    CHECK(tokenCountText(book, 20) == QStringLiteral("more than 20 tokens"));
    CHECK_FALSE(runBlockedReason(QString(5000, u'x'), book, 20).isEmpty());
}
