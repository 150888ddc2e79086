#include "core/text/pretokenizer.h"

#include "core/base/error.h"
#include "core/text/characterclass.h"
#include "core/text/wordscanner.h"

#include <QJsonDocument>
#include <QRegularExpression>

#include <random>

#include "support/testing.h"

using namespace headwaters;

namespace {

QStringList
piecesOf(const PreTokenizer& step, const QString& text, StretchPlace place = StretchPlace::TextStart)
{
    QStringList pieces;
    const QByteArray utf8 = text.toUtf8();
    step.split(
        std::string_view(utf8.constData(), static_cast<std::size_t>(utf8.size())), place,
        [&](std::string_view piece) {
            pieces << QString::fromUtf8(piece.data(), static_cast<qsizetype>(piece.size()));
        });
    return pieces;
}

QStringList piecesByExpression(const QString& text)
{
    static const QRegularExpression pattern(
        QStringLiteral("'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+"),
        QRegularExpression::UseUnicodePropertiesOption);
    QStringList pieces;
    for (auto match = pattern.globalMatch(text); match.hasNext();)
        pieces << match.next().captured();
    return pieces;
}

std::unique_ptr<const PreTokenizer> make(const QJsonValue& description, std::optional<bool> prefixSpace = {})
{
    return makePreTokenizer(description, prefixSpace, QStringLiteral("tokenizer.json")).step;
}

QJsonObject parsed(const char* json)
{
    return QJsonDocument::fromJson(json).object();
}

QStringList cut(const char* json, const char* text)
{
    return piecesOf(*make(parsed(json)), QString::fromUtf8(text));
}

QStringList list(const char* pieces)
{
    return QString::fromUtf8(pieces).split(QLatin1Char('|'));
}

} // namespace

TEST_CASE("a text is cut at contractions, words, numbers, signs and spaces")
{
    const ByteLevelPreTokenizer step;
    CHECK(
        piecesOf(step, QStringLiteral("don't  we'll\n\n 12a!'s"))
        == QStringList{
            QStringLiteral("don"), QStringLiteral("'t"), QStringLiteral(" "), QStringLiteral(" we"),
            QStringLiteral("'ll"), QStringLiteral("\n\n"), QStringLiteral(" 12"), QStringLiteral("a"),
            QStringLiteral("!'"), QStringLiteral("s")});
    CHECK(piecesOf(step, QStringLiteral("a   ")) == QStringList{QStringLiteral("a"), QStringLiteral("   ")});
    CHECK(piecesOf(step, {}).isEmpty());
}

TEST_CASE("the scanner cuts random texts where the regular expression cuts them")
{
    const ByteLevelPreTokenizer step;
    const std::u16string alphabet =
        u"ab'streveDl 1\u0662\u2167\u00bd  \n\r\t\u00a0\u0085\u2028\u200b\u3000.!-\u0301\u4e00\u0643\ud7a3'";
    std::mt19937_64 random(7);
    for (int round = 0; round < 3000; ++round) {
        QString text;
        for (std::uint64_t i = random() % 24; i > 0; --i)
            text += QChar(alphabet[random() % alphabet.size()]);
        INFO(text);
        CHECK(piecesOf(step, text) == piecesByExpression(text));
    }
}

TEST_CASE("the step honours its settings and the one of tokenizer_config.json")
{
    QJsonObject description{
        {QStringLiteral("type"), QStringLiteral("ByteLevel")}, {QStringLiteral("add_prefix_space"), true}};
    const QStringList prefixed{QStringLiteral(" a"), QStringLiteral(" b")};
    const QStringList plain{QStringLiteral("a"), QStringLiteral(" b")};
    CHECK(piecesOf(*make(description), QStringLiteral("a b")) == prefixed);
    CHECK(piecesOf(*make(description), QStringLiteral(" a b")) == prefixed);
    CHECK(piecesOf(*make(description, false), QStringLiteral("a b")) == plain);
    description[QStringLiteral("use_regex")] = false;
    CHECK(piecesOf(*make(description), QStringLiteral("a b")) == QStringList{QStringLiteral(" a b")});
}

TEST_CASE("a step of another kind is refused by its name")
{
    const auto message = [](const QJsonValue& description) {
        try {
            (void)make(description);
        } catch (const Error& error) {
            return error.problem().summary;
        }
        return QString();
    };
    CHECK(
        message(parsed(R"({"type": "UnicodeScripts"})"))
        == QStringLiteral(
            "tokenizer.json: pre_tokenizer \"UnicodeScripts\" is not supported; supported: "
            "\"ByteLevel\", \"Digits\", \"Metaspace\", \"Punctuation\", \"Sequence\", \"Split\", "
            "\"Whitespace\", \"WhitespaceSplit\""));
    CHECK(
        message(
            parsed(R"({"type": "Sequence", "pretokenizers": [{"type": "ByteLevel"}, {"type": "Digits"}]})"))
        == QStringLiteral("tokenizer.json: pre_tokenizer.pretokenizers[1] \"Digits\" stands after "
                          "\"ByteLevel\"; only a \"ByteLevel\" at the end is supported"));
    CHECK(message(parsed(R"({"type": "Split", "pattern": {"String": "a"}, "behavior": "Kept"})"))
              .contains(QStringLiteral("pre_tokenizer.behavior \"Kept\" is not supported")));
    CHECK(message(parsed(R"({"type": "Split", "pattern": {"Regex": "("}, "behavior": "Removed"})"))
              .contains(QStringLiteral("pre_tokenizer.pattern.Regex: the pattern \"(\" cannot be read")));
    CHECK(message(parsed(R"({"type": "Metaspace", "replacement": "ab"})"))
              .contains(QStringLiteral("pre_tokenizer.replacement is \"ab\"")));
    CHECK(message(parsed(R"({"type": "Metaspace", "replacement": "_", "prepend_scheme": "last"})"))
              .contains(QStringLiteral("\"last\" is not supported; supported: \"always\"")));
    CHECK(message(QJsonObject{}).contains(QStringLiteral("pre_tokenizer.type is missing")));
    CHECK(
        message(QJsonObject{
                    {QStringLiteral("type"), QStringLiteral("ByteLevel")}, {QStringLiteral("use_regex"), 1}})
            .contains(QStringLiteral("pre_tokenizer.use_regex is the number 1")));
}

TEST_CASE("a text without a step stays whole")
{
    CHECK(make(QJsonValue::Null) == nullptr);
    CHECK(
        piecesOf(
            *make(parsed(
                R"({"type": "Sequence", "pretokenizers": [{"type": "ByteLevel", "use_regex": false}]})")),
            QStringLiteral("a b"))
        == list("a b"));
}

// The pieces are those that the tokenizers library documents for "the-final--countdown".
TEST_CASE("a split treats its matches as its behaviour says")
{
    const auto [behavior, inverted, pieces] = GENERATE(table<const char*, bool, const char*>({
        {"Removed", false, "the|final|countdown"},
        {"Isolated", false, "the|-|final|-|-|countdown"},
        {"MergedWithPrevious", false, "the-|final-|-|countdown"},
        {"MergedWithNext", false, "the|-final|-|-countdown"},
        {"Contiguous", false, "the|-|final|--|countdown"},
        {"Removed", true, "-|-|-"},
        {"Isolated", true, "the|-|final|-|-|countdown"},
    }));
    QJsonObject description = parsed(R"({"type": "Split", "pattern": {"String": "-"}})");
    description[QStringLiteral("behavior")] = QLatin1String(behavior);
    description[QStringLiteral("invert")] = inverted;
    CHECK(piecesOf(*make(description), QStringLiteral("the-final--countdown")) == list(pieces));
    description[QStringLiteral("pattern")] = parsed(R"({"Regex": "[-]"})");
    CHECK(piecesOf(*make(description), QStringLiteral("the-final--countdown")) == list(pieces));
}

TEST_CASE("digits, signs and spaces are cut as their steps say")
{
    CHECK(cut(R"({"type": "Digits", "individual_digits": true})", "a12 ½") == list("a|1|2| |½"));
    CHECK(cut(R"({"type": "Digits"})", "a12 ½") == list("a|12| |½"));
    CHECK(cut(R"({"type": "Punctuation"})", "a+b、c") == list("a|+|b|、|c"));
    CHECK(cut(R"({"type": "WhitespaceSplit"})", " a  b\n") == list("a|b"));
    CHECK(cut(R"({"type": "Whitespace"})", "don't (x)!  y_1") == list("don|'|t|(|x|)!|y_1"));
}

TEST_CASE("spaces become signs, and one is put before a text where the scheme says so")
{
    const auto pieces = [](const char* scheme, const char* text, StretchPlace place) {
        QJsonObject description = parsed(R"({"type": "Metaspace", "replacement": "_"})");
        description[QStringLiteral("prepend_scheme")] = QLatin1String(scheme);
        return piecesOf(*make(description), QString::fromUtf8(text), place);
    };
    CHECK(pieces("first", "a  b", StretchPlace::TextStart) == list("_a|_|_b"));
    CHECK(pieces("first", " a", StretchPlace::TextStart) == list("_a"));
    CHECK(pieces("first", "a b", StretchPlace::AfterToken) == list("a|_b"));
    CHECK(pieces("always", "a b", StretchPlace::AfterToken) == list("_a|_b"));
    CHECK(pieces("always", "a b", StretchPlace::Continuation) == list("a|_b"));
    CHECK(pieces("never", "a b ", StretchPlace::TextStart) == list("a|_b|_"));
    CHECK(
        cut(R"({"type": "Metaspace", "replacement": "_", "add_prefix_space": false})", "a b")
        == list("a|_b"));
    CHECK(cut(R"({"type": "Metaspace", "replacement": "_", "split": false})", "a b") == list("_a_b"));
}

TEST_CASE("the scanners cut random texts where the expressions of Llama 3 and Qwen cut them")
{
    const QString expression = QStringLiteral(
        "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|%1| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*"
        "|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+");
    const auto digits = GENERATE(QStringLiteral("\\p{N}{1,3}"), QStringLiteral("\\p{N}"));
    QJsonObject description = parsed(R"({"type": "Split", "behavior": "Isolated"})");
    description[QStringLiteral("pattern")] = QJsonObject{{QStringLiteral("Regex"), expression.arg(digits)}};
    REQUIRE(knownWordPattern(expression.arg(digits)).has_value());
    const auto scanner = make(description);
    // A group around all of it is another text, so that the engine does the work.
    description[QStringLiteral("pattern")] =
        QJsonObject{{QStringLiteral("Regex"), QStringLiteral("(?:%1)").arg(expression.arg(digits))}};
    const auto engine = make(description);
    const std::u16string alphabet = u"ab'sSTreVlLDm\u017f 12\u0662\u2167\u00bd  "
                                    u"\n\r\t\u00a0\u0085\u2028\u200b\u3000.!-\u0301\u4e00\ufeff'";
    std::mt19937_64 random(11);
    for (int round = 0; round < 2000; ++round) {
        QString text;
        for (std::uint64_t i = random() % 24; i > 0; --i)
            text += QChar(alphabet[random() % alphabet.size()]);
        INFO(text);
        CHECK(piecesOf(*scanner, text) == piecesOf(*engine, text));
    }
}

TEST_CASE("letters and numbers that Qt does not know yet have their class")
{
    CHECK(characterClass(0x31350) == CharacterClass::Letter);
    CHECK(characterClass(0x2EBF0) == CharacterClass::Letter);
    CHECK(characterClass(0x1E4F0) == CharacterClass::Number);
    CHECK(characterClass(0x85) == CharacterClass::Space);
    CHECK(characterClass(0x200B) == CharacterClass::Other);
    CHECK(characterClass(0x1C) == CharacterClass::Other);
    CHECK(isWordCharacter(U'_'));
    CHECK(isWordCharacter(0x301));
    CHECK_FALSE(isWordCharacter(U'-'));
}
