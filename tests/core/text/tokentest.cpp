#include "core/text/token.h"

#include "support/testing.h"

using namespace headwaters;

TEST_CASE("a token's text is UTF-8 and each byte that is no part of a character is escaped")
{
    CHECK(tokenText(" Mary") == QStringLiteral(" Mary"));
    CHECK(tokenText("\n") == QStringLiteral("\n"));
    CHECK(tokenText("\xF0\x9F") == QStringLiteral("\\xF0\\x9F"));
    CHECK(tokenText("\x80 a") == QStringLiteral("\\x80 a"));
    CHECK(tokenText("\xC3\xA9\xC3") == QString::fromUtf8("é\\xC3"));
    CHECK(tokenText("\xF0\x9F\x98\x80") == QString::fromUtf8("😀"));
}

TEST_CASE("overlong forms, surrogates and values beyond Unicode are no characters")
{
    CHECK(tokenText("\xC0\xAF") == QStringLiteral("\\xC0\\xAF"));
    CHECK(tokenText("\xE0\x80\xAF") == QStringLiteral("\\xE0\\x80\\xAF"));
    CHECK(tokenText("\xED\xA0\x80") == QStringLiteral("\\xED\\xA0\\x80"));
    CHECK(tokenText("\xF4\x90\x80\x80") == QStringLiteral("\\xF4\\x90\\x80\\x80"));
}

TEST_CASE("a token's label shows spaces and what cannot be printed")
{
    CHECK(tokenLabel(" Mary") == QString::fromUtf8("·Mary"));
    CHECK(tokenLabel("  ") == QString::fromUtf8("··"));
    CHECK(tokenLabel("\n") == QStringLiteral("\\x0A"));
    CHECK(tokenLabel("\r\n\t") == QStringLiteral("\\x0D\\x0A\\x09"));
    CHECK(tokenLabel(QByteArray("\0\x7F", 2)) == QStringLiteral("\\x00\\x7F"));
    CHECK(tokenLabel("\xC2\xA0") == QStringLiteral("\\xC2\\xA0"));
    CHECK(tokenLabel("\xE2\x80\x8B") == QStringLiteral("\\xE2\\x80\\x8B"));
    CHECK(tokenLabel("\xF0\x9F") == QStringLiteral("\\xF0\\x9F"));
    CHECK(tokenLabel("\xEB\xA8\xB8") == QString::fromUtf8("머"));
}

TEST_CASE("a special token keeps its own name")
{
    CHECK(tokenLabel(Token{0, "<|end of text|>", true}) == QStringLiteral("<|end of text|>"));
    CHECK(tokenLabel(Token{0, "<a b>", false}) == QString::fromUtf8("<a·b>"));
}
