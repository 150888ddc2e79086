#include "core/text/tokenizer.h"

#include "core/base/error.h"
#include "core/files/reading.h"

#include <QJsonArray>

#include "support/testing.h"
#include "tests/support/problem.h"

using namespace headwaters;

namespace {

std::vector<TokenId> idsOf(const QJsonValue& value)
{
    std::vector<TokenId> ids;
    for (const QJsonValue id : value.toArray())
        ids.push_back(static_cast<TokenId>(id.toInteger()));
    return ids;
}

QString failureOf(const Tokenizer& tokenizer, const QString& typed)
{
    try {
        const TokenId id = tokenizer.parseToken(typed, QStringLiteral("--target"));
        return QStringLiteral("accepted as #%1").arg(id);
    } catch (const Error& error) {
        CHECK(error.problem().kind == Problem::Kind::BadInput);
        return error.problem().summary;
    }
}

const std::shared_ptr<const Tokenizer>& demo()
{
    static const std::shared_ptr<const Tokenizer> tokenizer = loadTokenizer(demoModel());
    return tokenizer;
}

} // namespace

TEST_CASE("token ids equal the reference on every string of the fixtures")
{
    const auto [folder, strings] = GENERATE(table<QString, QString>(
        {{testData(QStringLiteral("gpt2-tiny")), testData(QStringLiteral("gpt2-tiny/tokens.json"))},
         {demoModel(), testData(QStringLiteral("demo/tokens.json"))}}));
    const auto tokenizer = loadTokenizer(folder);
    const QJsonArray entries = readJsonObject(strings)[QLatin1String("strings")].toArray();
    REQUIRE(entries.size() > 50);
    for (const QJsonValue entry : entries) {
        const QString text = entry[QLatin1String("text")].toString();
        INFO(text);
        CHECK(tokenizer->encode(text) == idsOf(entry[QLatin1String("ids")]));
    }
}

TEST_CASE("prompts of the references begin with the beginning-of-text token where they say so")
{
    const auto [folder, file] = GENERATE(table<QString, QString>(
        {{testData(QStringLiteral("gpt2-tiny")), testData(QStringLiteral("gpt2-tiny/reference.json"))},
         {testData(QStringLiteral("gpt2-tiny-relu-untied")),
          testData(QStringLiteral("gpt2-tiny-relu-untied/reference.json"))},
         {demoModel(), testData(QStringLiteral("demo/reference.json"))}}));
    const auto tokenizer = loadTokenizer(folder);
    const QJsonArray prompts = readJsonObject(file)[QLatin1String("prompts")].toArray();
    REQUIRE(!prompts.isEmpty());
    for (const QJsonValue prompt : prompts) {
        const QString text = prompt[QLatin1String("text")].toString();
        INFO(text);
        CHECK(
            tokenizer->encodePrompt(text, prompt[QLatin1String("bos")].toBool())
            == idsOf(prompt[QLatin1String("ids")]));
    }
}

TEST_CASE("a beginning-of-text token that is typed is not doubled, and one that is not wanted is not added")
{
    const std::vector<TokenId> withBegin{1535, 64};
    CHECK(demo()->encodePrompt(u"a", true) == withBegin);
    CHECK(demo()->encodePrompt(u"<|endoftext|>a", true) == withBegin);
    CHECK(demo()->encodePrompt(u"<|endoftext|>a", false) == withBegin);
    CHECK(demo()->encodePrompt(u"a", false) == std::vector<TokenId>{64});
    CHECK(demo()->encodePrompt(u"", true) == std::vector<TokenId>{1535});
    CHECK(demo()->encodePrompt(u"", false).empty());
}

TEST_CASE("decoding gives the text back, and a lone surrogate as the replacement character")
{
    const QString text = QString::fromUtf8("Größe 머리\r\n 😀\u00a0e\u0301 <|endoftext|>  x");
    CHECK(demo()->decode(demo()->encode(text)) == text);
    const QString broken = QString(QChar(0xD800)) + QStringLiteral("a") + QChar(0xDC00);
    CHECK(demo()->decode(demo()->encode(broken)) == QString::fromUtf8("\uFFFDa\uFFFD"));
    const std::vector<TokenId> emoji = demo()->encode(QString::fromUtf8("😀"));
    REQUIRE(emoji.size() > 1);
    CHECK(demo()->decode(std::span(emoji).first(1)) == QString(QChar(0xFFFD)));
}

TEST_CASE("a lone surrogate encodes as the three bytes of the replacement character")
{
    CHECK(demo()->encode(QString(QChar(0xDBFF))) == demo()->encode(QString(QChar(0xFFFD))));
    CHECK(demo()->encode(QString(QChar(0xFFFD))).size() == 3);
}

TEST_CASE("a token typed by a person is the exact text of one token or its number")
{
    const TokenId mary = demo()->encode(u" Mary").front();
    CHECK(demo()->parseToken(QStringLiteral(" Mary"), QStringLiteral("--target")) == mary);
    CHECK(demo()->parseToken(QStringLiteral("#%1").arg(mary), QStringLiteral("--target")) == mary);
    CHECK(demo()->parseToken(QStringLiteral("#0"), QStringLiteral("--target")) == 0);
    CHECK(demo()->parseToken(QStringLiteral("#1535"), QStringLiteral("--target")) == 1535);
    CHECK(demo()->parseToken(QStringLiteral("<|endoftext|>"), QStringLiteral("--target")) == 1535);
    CHECK(demo()->parseToken(QStringLiteral("#"), QStringLiteral("--target")) == 2);
    CHECK(demo()->parseToken(QStringLiteral("\n"), QStringLiteral("--target")) == 198);
}

TEST_CASE("every token's printed text can be typed, unless another token prints the same")
{
    for (TokenId id = 0; id < demo()->size(); ++id) {
        const QString typed = tokenText(demo()->token(id).bytes);
        INFO(id << " " << typed.toStdString());
        CHECK(demo()->parseToken(typed, QStringLiteral("--target")) == id);
    }
}

TEST_CASE("an id of a row that the model has beyond its tokenizer is one of its tokens")
{
    CHECK(demo()->parseToken(QStringLiteral("#1539"), QStringLiteral("--target"), 1540) == 1539);
    CHECK(problemOf([] {
              (void)demo()->parseToken(QStringLiteral("#1540"), QStringLiteral("--target"), 1540);
          }).summary.contains(QStringLiteral("#0 to #1539")));
}

TEST_CASE("what is not exactly one token is refused with the field, the text and its tokens")
{
    CHECK(
        failureOf(*demo(), QStringLiteral(" Xyz"))
        == QString::fromUtf8("--target: \" Xyz\" is 4 tokens (·, X, y, z), not one"));
    CHECK(
        failureOf(*demo(), QStringLiteral("Mary Mary"))
        == QString::fromUtf8("--target: \"Mary Mary\" is 3 tokens (M, ary, ·Mary), not one"));
    CHECK(
        failureOf(*demo(), QStringLiteral("#1536"))
        == QStringLiteral("--target: \"#1536\" is no token of this model; its tokens are #0 to #1535"));
    CHECK(failureOf(*demo(), QStringLiteral("#-1")).contains(QStringLiteral("#0 to #1535")));
    CHECK(
        failureOf(*demo(), QStringLiteral("#99999999999999999999")).contains(QStringLiteral("#0 to #1535")));
    CHECK(failureOf(*demo(), QStringLiteral("#+5")).contains(QStringLiteral("#0 to #1535")));
    CHECK(failureOf(*demo(), QStringLiteral("#5\n")).contains(QStringLiteral("not one")));
    CHECK(failureOf(*demo(), {}).contains(QStringLiteral("empty")));
    CHECK(failureOf(*demo(), QString(100'000, QLatin1Char('q'))).size() < 300);
}

TEST_CASE("a row without a token has a label of its own, and a negative one is an error")
{
    const Token padded = demo()->token(1600);
    CHECK(padded.special);
    CHECK(padded.bytes == "<row 1600>");
    CHECK_THROWS_AS(demo()->token(-1), Error);
    CHECK(demo()->size() == 1536);
    CHECK(demo()->beginOfText() == 1535);
    CHECK(demo()->token(1535).special);
}

TEST_CASE("a megabyte without a space and a megabyte of one letter are encoded")
{
    // Quadratic merging would take minutes.
    const QString word = QStringLiteral("straightforward").repeated(70'000);
    CHECK(demo()->decode(demo()->encode(word)) == word);
    const QString letters(1'000'000, QLatin1Char('a'));
    CHECK(demo()->encode(letters).size() == 1'000'000);
}
