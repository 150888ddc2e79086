#include "core/results/generation.h"

#include "support/testing.h"

using namespace headwaters;

namespace {

/// Tokens are the bytes of a text, a beginning-of-text token has the id 256; `é` is also a token of its own.
class ByteTokenizer : public Tokenizer {
public:
    [[nodiscard]] std::vector<TokenId> encode(QStringView text) const override
    {
        std::vector<TokenId> ids;
        for (const QChar character : text) {
            if (character == QChar(0xE9)) {
                ids.push_back(257);
                continue;
            }
            for (const char byte : QString(character).toUtf8())
                ids.push_back(static_cast<unsigned char>(byte));
        }
        return ids;
    }
    [[nodiscard]] int size() const override { return 258; }
    [[nodiscard]] Token token(TokenId id) const override
    {
        if (id == 256)
            return {id, "<bos>", true};
        return {id, id == 257 ? QByteArray("\xC3\xA9") : QByteArray(1, static_cast<char>(id)), false};
    }
    [[nodiscard]] std::optional<TokenId> beginOfText() const override { return 256; }
    [[nodiscard]] std::optional<TokenId> tokenWithText(QStringView) const override { return std::nullopt; }
};

Generation written(const std::vector<TokenId>& prompt, const std::vector<TokenId>& tokens)
{
    const ByteTokenizer tokenizer;
    Generation generation;
    for (const TokenId id : prompt)
        generation.prompt.push_back(tokenizer.token(id));
    for (const TokenId id : tokens)
        generation.tokens.push_back({tokenizer.token(id), 0.5, 0});
    return generation;
}

GenerationRequest askedBehindHi()
{
    GenerationRequest asked;
    asked.text = QStringLiteral("Hi");
    return asked;
}

} // namespace

TEST_CASE("The run behind some tokens is the text so far, in words alone where words give the same tokens")
{
    const Generation generation = written({256, 'H', 'i'}, {'!', ' ', 257});
    const ByteTokenizer tokenizer;
    const auto behind = [&](std::size_t count) {
        return runBehind(askedBehindHi(), generation, count, tokenizer);
    };
    CHECK(behind(0).text == QStringLiteral("Hi"));
    CHECK(behind(1).text == QStringLiteral("Hi!"));
    CHECK(behind(3).text == QStringLiteral("Hi! é"));
    CHECK(behind(3).beginOfText);
    CHECK(behind(3).ids.empty());
    CHECK(behind(99).text == behind(3).text);
}

TEST_CASE("Where the text alone would be cut into other tokens, the run names its tokens")
{
    const Generation generation = written({256, 'H', 'i'}, {0xC3, 0xA9, '!'});
    const ByteTokenizer tokenizer;
    const RunRequest half = runBehind(askedBehindHi(), generation, 1, tokenizer);
    CHECK(half.text == QStringLiteral("Hi\uFFFD"));
    CHECK(half.ids == std::vector<TokenId>{256, 'H', 'i', 0xC3});
    const RunRequest whole = runBehind(askedBehindHi(), generation, 3, tokenizer);
    CHECK(whole.text == QStringLiteral("Hié!"));
    CHECK(whole.ids == std::vector<TokenId>{256, 'H', 'i', 0xC3, 0xA9, '!'});
}

TEST_CASE("Every reason to end has its word")
{
    CHECK(stopReasonKey(StopReason::Count) == QStringLiteral("length"));
    CHECK(stopReasonKey(StopReason::Stop) == QStringLiteral("stop"));
    CHECK(stopReasonKey(StopReason::EndOfText) == QStringLiteral("end-of-text"));
    CHECK(stopReasonKey(StopReason::Context) == QStringLiteral("context"));
}
