#include "core/text/gguftokenizer.h"

#include <array>

#include "support/testing.h"
#include "tests/support/problem.h"

using namespace headwaters;

namespace {

using Ids = std::vector<TokenId>;
using Values = std::map<QString, GgufMetadata::Value>;

QString key(const char* name)
{
    return QStringLiteral("tokenizer.ggml.") + QLatin1String(name);
}

QStringList words(const char* text)
{
    return QString::fromUtf8(text).split(QLatin1Char(','));
}

Values byteLevel()
{
    return {
        {key("model"), QStringLiteral("gpt2")},
        {key("pre"), QStringLiteral("gpt-2")},
        {key("tokens"), words("a,b,ab,Ġ,<s>,Ġa,<tool>")},
        {key("merges"), words("a b,Ġ a")},
        {key("token_type"), std::vector<double>{1, 1, 1, 1, 3, 1, 4}},
        {key("bos_token_id"), std::int64_t{4}},
        {key("add_bos_token"), false},
    };
}

// Pieces as a SentencePiece model has them; "ab" outranks "▁a".
Values sentencePiece()
{
    Values values{
        {key("model"), QStringLiteral("llama")},
        {key("bos_token_id"), std::int64_t{1}},
    };
    QStringList tokens = words("<unk>,<s>,</s>,▁,a,b,▁a,ab,▁ab,aa");
    std::vector<double> scores{0, 0, 0, -10, -11, -12, -2, -1, -3, -4};
    std::vector<double> types{2, 3, 3, 1, 1, 1, 1, 1, 1, 1};
    for (int byte = 0; byte < 256; ++byte) {
        tokens << QStringLiteral("<0x%1>").arg(
            QString::number(byte, 16).toUpper().rightJustified(2, QLatin1Char('0')));
        scores.push_back(0);
        types.push_back(6);
    }
    values[key("tokens")] = tokens;
    values[key("scores")] = scores;
    values[key("token_type")] = types;
    return values;
}

std::shared_ptr<const Tokenizer> load(const Values& values)
{
    return loadGgufTokenizer(GgufMetadata(QStringLiteral("model.gguf"), values));
}

Values changed(Values values, const char* name, const GgufMetadata::Value& value)
{
    values[key(name)] = value;
    return values;
}

Values without(Values values, const char* name)
{
    values.erase(key(name));
    return values;
}

QString refusal(const Values& values)
{
    const Problem problem = problemOf([&] { (void)load(values); });
    CHECK(problem.kind == Problem::Kind::BadInput);
    checkSentence(problem.summary);
    return problem.summary;
}

} // namespace

TEST_CASE("a byte-level tokenizer of a GGUF file finds special tokens, merges and begins with its token")
{
    const auto tokenizer = load(byteLevel());
    CHECK(tokenizer->size() == 7);
    CHECK(tokenizer->encode(u"ab a<s>b<tool>") == Ids{2, 5, 4, 1, 6});
    CHECK(tokenizer->beginOfText() == 4);
    CHECK(tokenizer->encodePrompt(u"a", true) == Ids{4, 0});
    CHECK(tokenizer->token(4).special);
    CHECK_FALSE(tokenizer->token(6).special);
    CHECK(tokenizer->token(5).bytes == " a");
    CHECK_FALSE(load(without(byteLevel(), "bos_token_id"))->beginOfText().has_value());
}

TEST_CASE("the tokens that a file names by their role are special where it lists no types")
{
    CHECK(load(without(byteLevel(), "token_type"))->token(4).special);
    CHECK(load(without(byteLevel(), "token_type"))->encode(u"<s>") == Ids{4});
}

TEST_CASE("a file without a cut is read only where it is GPT-2")
{
    Values values = without(byteLevel(), "pre");
    CHECK(refusal(values).startsWith(QStringLiteral(
        "model.gguf: tokenizer.ggml.pre is missing, so the file does not say how text is cut")));
    CHECK(refusal(changed(byteLevel(), "pre", QStringLiteral("default")))
              .contains(QStringLiteral("tokenizer.ggml.pre is \"default\"")));
    values[QStringLiteral("general.architecture")] = QStringLiteral("gpt2");
    CHECK(load(values)->encode(u"ab") == Ids{2});
}

TEST_CASE("SentencePiece's pieces are merged by score, and bytes stand for what has no piece")
{
    const auto tokenizer = load(sentencePiece());
    CHECK(tokenizer->encode(u"ab") == Ids{8}); // ▁ a b: "ab" first, then "▁ab"
    CHECK(tokenizer->encode(u"aab") == Ids{6, 7}); // "ab" is worth more than "aa"
    CHECK(tokenizer->encode(u"a a") == Ids{6, 6});
    CHECK(tokenizer->encode(u"a\n") == Ids{6, 10 + 0x0A});
    CHECK(tokenizer->encode(u"\u00e9") == Ids{3, 10 + 0xC3, 10 + 0xA9});
    CHECK(tokenizer->encode(u"a<s>b") == Ids{6, 1, 3, 5});
    CHECK(tokenizer->encode({}).empty());
    CHECK(tokenizer->encodeContinuation(u"b") == Ids{5});
    CHECK(tokenizer->decode(std::to_array<TokenId>({6, 10 + 0x0A, 5})) == QStringLiteral("a\nb"));
    CHECK(tokenizer->tokenWithText(u"\n") == 10 + 0x0A);
    CHECK(tokenizer->tokenWithText(u" ab") == 8);
}

TEST_CASE("the switches for spaces of a GGUF file are honoured")
{
    CHECK(load(changed(sentencePiece(), "add_space_prefix", false))->encode(u"ab") == Ids{7});
    CHECK(
        load(changed(sentencePiece(), "remove_extra_whitespaces", true))->encode(u"  a   b ")
        == Ids{6, 3, 5});
}

TEST_CASE("broken tokenizers of GGUF files are refused with file, key and number")
{
    const auto [values, sentence] = GENERATE(table<Values, const char*>({
        {without(byteLevel(), "model"), "tokenizer.ggml.model is missing, so the file holds no tokenizer"},
        {changed(byteLevel(), "model", QStringLiteral("bert")),
         "tokenizer.ggml.model is \"bert\": not supported; supported: gpt2, llama"},
        {changed(byteLevel(), "pre", QStringLiteral("viking")),
         "tokenizer.ggml.pre is \"viking\": not supported; supported: command-r"},
        {without(byteLevel(), "tokens"), "tokenizer.ggml.tokens is missing"},
        {changed(byteLevel(), "tokens", QStringList()), "expected 1 to 4194303 tokens"},
        {changed(byteLevel(), "tokens", words("a,b,ab,Ġ,<s>,Ġa,a")),
         "tokenizer.ggml.tokens[6] is \"a\", which is also the token 0"},
        {without(byteLevel(), "merges"), "tokenizer.ggml.merges is missing"},
        {changed(byteLevel(), "merges", words("a b,a")), "tokenizer.ggml.merges[1]: \"a\" is not a merge"},
        {changed(byteLevel(), "merges", words("a q")),
         "tokenizer.ggml.merges[0]: the second part \"q\" is not in the vocabulary"},
        {changed(byteLevel(), "token_type", std::vector<double>{1, 1}),
         "tokenizer.ggml.token_type holds 2 numbers, but there are 7 tokens"},
        {changed(byteLevel(), "token_type", std::vector<double>{1, 1, 1, 1, 3, 1, 7}),
         "tokenizer.ggml.token_type[6] is 7; expected a type from 1 to 6"},
        {changed(byteLevel(), "bos_token_id", std::int64_t{7}),
         "tokenizer.ggml.bos_token_id is 7: the tokens are 0 to 6"},
        {changed(byteLevel(), "eos_token_id", std::int64_t{-1}), "tokenizer.ggml.eos_token_id is -1"},
        {without(sentencePiece(), "scores"), "tokenizer.ggml.scores is missing"},
        {changed(sentencePiece(), "scores", std::vector<double>{1}),
         "tokenizer.ggml.scores holds 1 numbers, but there are 266 tokens"},
        {changed(sentencePiece(), "precompiled_charsmap", std::vector<double>{1}),
         "tokenizer.ggml.precompiled_charsmap is not supported"},
    }));
    const QString summary = refusal(values);
    CHECK(summary.startsWith(QStringLiteral("model.gguf: ")));
    CHECK_THAT(summary.toStdString(), Catch::Contains(sentence));
}
