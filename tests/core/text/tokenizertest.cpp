#include "core/text/tokenizer.h"

#include "core/files/reading.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QSet>

#include "support/testing.h"

using namespace headwaters;

namespace {

std::vector<TokenId> idsOf(const QJsonValue& value)
{
    std::vector<TokenId> ids;
    for (const QJsonValue id : value.toArray())
        ids.push_back(static_cast<TokenId>(id.toInteger()));
    return ids;
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
