#include "core/text/promptnotes.h"

#include "support/testing.h"

using namespace headwaters;

namespace {

const Tokenizer& demo()
{
    static const std::shared_ptr<const Tokenizer> tokenizer = loadTokenizer(demoModel());
    return *tokenizer;
}

} // namespace

TEST_CASE("a prompt whose words and answers are single tokens has no notes")
{
    Prompt prompt;
    prompt.text = QStringLiteral("When Mary");
    prompt.words = {{5, 4}};
    prompt.target = QStringLiteral(" John");
    prompt.rival = QStringLiteral(" Emma");
    CHECK(promptNotes(prompt, demo()).isEmpty());
}

TEST_CASE("a word that the model splits is noted once, with its tokens")
{
    Prompt prompt;
    prompt.text = QStringLiteral("in Kenya, Kenya");
    prompt.words = {{3, 5}, {10, 5}};
    CHECK(
        promptNotes(prompt, demo())
        == QStringList{QString::fromUtf8("“Kenya” is 2 tokens of this model (·K, enya).")});
}

TEST_CASE("an answer of several tokens is noted with the one that stands for it")
{
    Prompt prompt;
    prompt.text = QStringLiteral("wet ->");
    prompt.target = QStringLiteral(" dry");
    CHECK(
        promptNotes(prompt, demo())
        == QStringList{QString::fromUtf8(
            "The target “dry” is 2 tokens of this model (·dr, y); its first one, ·dr, stands for it.")});
    REQUIRE(answerToken(prompt.target, demo()).has_value());
    CHECK(demo().token(*answerToken(prompt.target, demo())).bytes == " dr");
    CHECK_FALSE(answerToken({}, demo()).has_value());
}

TEST_CASE("a target and a rival that begin alike are noted")
{
    Prompt prompt;
    prompt.text = QStringLiteral("21, 22,");
    prompt.target = QStringLiteral(" 23");
    prompt.rival = QStringLiteral(" 22");
    CHECK(
        promptNotes(prompt, demo()).last()
        == QString::fromUtf8(
            "Target and rival begin with the same token ·2, so their difference is always 0."));
}

TEST_CASE("a twin is aligned only where it has as many tokens")
{
    Prompt prompt;
    prompt.text = QStringLiteral("The key");
    CHECK_FALSE(hasAlignedTwin(prompt, demo()));
    prompt.corrupted = QStringLiteral("The door");
    CHECK(hasAlignedTwin(prompt, demo()));
    prompt.corrupted = QStringLiteral("The keys");
    CHECK_FALSE(hasAlignedTwin(prompt, demo()));
}

TEST_CASE("a target of a SentencePiece model is encoded as it goes on from the prompt")
{
    const auto tokenizer = loadTokenizer(testData(QStringLiteral("tokenizers/llama-2")));
    Prompt prompt;
    prompt.text = QStringLiteral("in");
    prompt.target = QStringLiteral(" the");
    CHECK(promptNotes(prompt, *tokenizer).isEmpty());
    CHECK(answerToken(prompt.target, *tokenizer) == tokenizer->tokenWithText(u" the"));
    prompt.target = QStringLiteral(" theatre");
    CHECK(promptNotes(prompt, *tokenizer).first().contains(QString::fromUtf8("its first one, ·the, stands")));
}

TEST_CASE("special tokens that are typed out are noted where the model has them not")
{
    Prompt prompt;
    prompt.text = QStringLiteral("<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n");
    CHECK(
        promptNotes(prompt, demo())
        == QStringList{QStringLiteral(
            "This model has no special token <|im_start|> or <|im_end|>; it reads them as plain text.")});
    CHECK(promptNotes(prompt, *loadTokenizer(testData(QStringLiteral("tokenizers/smollm")))).isEmpty());
}
