#include "core/text/pretokenizer.h"

#include "core/base/error.h"
#include "core/text/characterclass.h"

#include <QRegularExpression>

#include <random>

#include "support/testing.h"

using namespace headwaters;

namespace {

QStringList piecesOf(const PreTokenizer& step, const QString& text)
{
    QStringList pieces;
    const QByteArray utf8 = text.toUtf8();
    step.split(
        std::string_view(utf8.constData(), static_cast<std::size_t>(utf8.size())),
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
    return makePreTokenizer(description, prefixSpace, QStringLiteral("tokenizer.json"));
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
        message(QJsonObject{{QStringLiteral("type"), QStringLiteral("Metaspace")}})
        == QStringLiteral(
            "tokenizer.json: pre_tokenizer \"Metaspace\" is not supported; supported: \"ByteLevel\""));
    CHECK(
        message(QJsonValue::Null)
        == QStringLiteral("tokenizer.json: pre_tokenizer is null; expected an object"));
    CHECK(message(QJsonObject{}).contains(QStringLiteral("pre_tokenizer.type is missing")));
    CHECK(
        message(QJsonObject{
                    {QStringLiteral("type"), QStringLiteral("ByteLevel")}, {QStringLiteral("use_regex"), 1}})
            .contains(QStringLiteral("pre_tokenizer.use_regex is the number 1")));
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
