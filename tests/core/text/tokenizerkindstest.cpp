#include "core/files/gguf.h"
#include "core/files/reading.h"
#include "core/text/gguftokenizer.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonObject>

#include "support/testing.h"

using namespace headwaters;

namespace {

using Ids = std::vector<TokenId>;

QString folderOf(const char* name)
{
    return testData(QStringLiteral("tokenizers/")) + QLatin1String(name);
}

Ids idsOf(const QJsonValue& list)
{
    Ids ids;
    for (const QJsonValue id : list.toArray())
        ids.push_back(id.toInt());
    return ids;
}

// Every string has the ids of the reference, and its decoded text where the reference has one.
void checkStrings(const Tokenizer& tokenizer, const QString& folder)
{
    const QJsonArray strings =
        readJsonObject(folder + QStringLiteral("/tokens.json")).value(QStringLiteral("strings")).toArray();
    CHECK(strings.size() > 15);
    for (const QJsonValue entry : strings) {
        const QString text = entry[QStringLiteral("text")].toString();
        INFO(text);
        const Ids ids = idsOf(entry[QStringLiteral("ids")]);
        CHECK(tokenizer.encode(text) == ids);
        if (const QJsonValue decoded = entry[QStringLiteral("decoded")]; decoded.isString())
            CHECK(tokenizer.decode(ids) == decoded.toString());
    }
}

// The metadata that a GGUF file would hold for a byte-level tokenizer.json.
GgufMetadata metadataOf(const QString& folder, const QString& pre)
{
    const QJsonObject root = readJsonObject(folder + QStringLiteral("/tokenizer.json"));
    const QJsonObject model = root[QLatin1String("model")].toObject();
    const QJsonObject vocabulary = model[QLatin1String("vocab")].toObject();
    QStringList tokens(vocabulary.size());
    for (auto entry = vocabulary.begin(); entry != vocabulary.end(); ++entry)
        tokens[entry.value().toInt()] = entry.key();
    QStringList merges;
    for (const QJsonValue pair : model[QLatin1String("merges")].toArray())
        merges << pair[0].toString() + QLatin1Char(' ') + pair[1].toString();
    std::vector<double> types(static_cast<std::size_t>(tokens.size()), 1.0);
    for (const QJsonValue added : root[QLatin1String("added_tokens")].toArray())
        types[static_cast<std::size_t>(added[QStringLiteral("id")].toInt())] = 3.0;
    return GgufMetadata(
        QStringLiteral("model.gguf"),
        {{QStringLiteral("tokenizer.ggml.model"), QStringLiteral("gpt2")},
         {QStringLiteral("tokenizer.ggml.pre"), pre},
         {QStringLiteral("tokenizer.ggml.tokens"), tokens},
         {QStringLiteral("tokenizer.ggml.merges"), merges},
         {QStringLiteral("tokenizer.ggml.token_type"), types}});
}

} // namespace

TEST_CASE("every kind of tokenizer.json gives the ids and the texts of the reference")
{
    const auto* const name = GENERATE(
        "llama-3", "qwen-2", "smollm", "cased-words", "behaviours", "inverted", "words-and-signs", "llama-2",
        "metaspace-first", "metaspace-always", "gemma");
    INFO(name);
    checkStrings(*loadTokenizer(folderOf(name)), folderOf(name));
}

TEST_CASE("every kind of SentencePiece model in a GGUF file gives the ids of the reference")
{
    const auto* const name = GENERATE(
        "sentencepiece", "sentencepiece-user-defined", "sentencepiece-unused", "sentencepiece-spaces",
        "sentencepiece-unknown");
    INFO(name);
    const GgufMetadata metadata = readGgufMetadata(folderOf(name) + QStringLiteral("/tokenizer.gguf"));
    checkStrings(*loadGgufTokenizer(metadata), folderOf(name));
}

TEST_CASE("a GGUF file's byte-level tokenizer gives the ids of the tokenizer.json it came from")
{
    const auto [name, pre] = GENERATE(table<const char*, const char*>({
        {"llama-3", "llama-bpe"},
        {"llama-3", "llama3"},
        {"qwen-2", "qwen2"},
        {"smollm", "smollm"},
        {"smollm", "starcoder"},
    }));
    INFO(pre);
    checkStrings(*loadGgufTokenizer(metadataOf(folderOf(name), QLatin1String(pre))), folderOf(name));
}

TEST_CASE("the tokenizer of a GGUF file meets the ids of its reference")
{
    const QString folder = testData(QStringLiteral("llama-tiny-gguf"));
    const auto tokenizer = loadGgufTokenizer(readGgufMetadata(folder + QStringLiteral("/llama-tiny.gguf")));
    for (const QJsonValue prompt : readJsonObject(folder + QStringLiteral("/reference.json"))
                                       .value(QStringLiteral("prompts"))
                                       .toArray())
        CHECK(
            tokenizer->encodePrompt(
                prompt[QStringLiteral("text")].toString(), prompt[QStringLiteral("bos")].toBool())
            == idsOf(prompt[QStringLiteral("ids")]));
}

TEST_CASE("a token of SentencePiece says what it adds to the text and is found by it")
{
    for (const char* name : {"llama-2", "metaspace-first", "metaspace-always", "gemma"}) {
        INFO(name);
        const auto tokenizer = loadTokenizer(folderOf(name));
        const std::optional<TokenId> the = tokenizer->tokenWithText(u" the");
        REQUIRE(the.has_value());
        CHECK(tokenizer->token(*the).bytes == " the");
        CHECK(tokenizer->parseToken(QStringLiteral(" the"), QStringLiteral("--target")) == *the);
        CHECK(tokenizer->encodeContinuation(u" the") == Ids{*the});
        CHECK(tokenizer->encodeContinuation(u"the") != Ids{*the});
        CHECK_THROWS_WITH(
            tokenizer->parseToken(QStringLiteral(" theatre"), QStringLiteral("--target")),
            Catch::Contains("not one") && Catch::Contains("(\xC2\xB7"));
    }
    const auto metaspace = loadTokenizer(folderOf("metaspace-first"));
    CHECK(metaspace->tokenWithText(u"\u0001") == 3 + 1);
    CHECK(metaspace->token(3 + 0x0A).bytes == "\n");
    CHECK(metaspace->token(1).bytes == "<s>");
    CHECK(metaspace->token(1).special);
    CHECK(metaspace->decode(metaspace->encode(u"When Mary")) == QStringLiteral("When Mary"));
}
