#include "core/text/rolelabels.h"

#include "core/text/promptlibrary.h"

#include "support/testing.h"

using namespace headwaters;

namespace {

const Tokenizer& demo()
{
    static const std::shared_ptr<const Tokenizer> tokenizer = loadTokenizer(demoModel());
    return *tokenizer;
}

Prompt firstPrompt()
{
    return PromptLibrary::load().families().front().examples(0, 1).front();
}

RoleMark mark(const QString& name, RoleMark::Anchor anchor, TextRange word = {}, int offset = 0)
{
    return {name, anchor, word, offset};
}

using Anchor = RoleMark::Anchor;

} // namespace

TEST_CASE("the roles of an indirect object stand where the specification puts them")
{
    // <|endoftext|> When Mary and John went to the store , John gave a drink to
    const RoleLabels roles = roleLabels(firstPrompt(), demo());
    REQUIRE(roles.labels().size() == 15);
    CHECK(roles.position(QStringLiteral("starts")) == 0);
    CHECK(roles.position(QStringLiteral("IO-1")) == 1);
    CHECK(roles.position(QStringLiteral("IO")) == 2);
    CHECK(roles.position(QStringLiteral("S1-1")) == 3);
    CHECK(roles.position(QStringLiteral("S1")) == 4);
    CHECK(roles.position(QStringLiteral("S1+1")) == 5);
    CHECK(roles.position(QStringLiteral("S2")) == 10);
    CHECK(roles.position(QStringLiteral("end-1")) == 13);
    CHECK(roles.position(QStringLiteral("end")) == 14);
    CHECK(roles.labels()[6].isEmpty());
}

TEST_CASE("a later role overwrites an earlier one at the same token")
{
    const RoleLabels roles = roleLabels(firstPrompt(), demo());
    CHECK_FALSE(roles.position(QStringLiteral("IO+1")).has_value()); // S1-1 took it
    CHECK_FALSE(roles.position(QStringLiteral("S2-1")).has_value()); // punct took it
    CHECK_FALSE(roles.position(QStringLiteral("S2+1")).has_value()); // verb took it
    CHECK(roles.position(QStringLiteral("punct")) == 9);
    CHECK(roles.position(QStringLiteral("verb")) == 11);
}

TEST_CASE("without a beginning-of-text token all positions are one less and the first word starts")
{
    Prompt prompt = firstPrompt();
    prompt.beginOfText = false;
    const RoleLabels roles = roleLabels(prompt, demo());
    CHECK(roles.position(QStringLiteral("IO")) == 1);
    CHECK(roles.position(QStringLiteral("end")) == 13);
    CHECK(roles.position(QStringLiteral("starts")) == 0);
    CHECK_FALSE(roles.position(QStringLiteral("IO-1")).has_value());
}

TEST_CASE("a beginning-of-text token that is typed counts once")
{
    Prompt prompt;
    prompt.text = QStringLiteral("<|endoftext|> Mary");
    prompt.roles = {mark(QStringLiteral("name"), Anchor::Word, {14, 4})};
    CHECK(roleLabels(prompt, demo()).position(QStringLiteral("name")) == 1);
}

TEST_CASE("punctuation is the last full stop, else the last comma")
{
    Prompt prompt;
    prompt.roles = {mark(QStringLiteral("punct"), Anchor::Punctuation)};
    const auto position = [&prompt](const char* text) {
        prompt.text = QString::fromLatin1(text);
        prompt.beginOfText = false;
        return roleLabels(prompt, demo()).position(QStringLiteral("punct"));
    };
    CHECK(position("a, b, c") == 3);
    CHECK(position("a. b, c") == 1);
    CHECK(position("a. b. c") == 3);
    CHECK_FALSE(position("a b c").has_value());
}

TEST_CASE("the verb is the last one of the list that the text holds")
{
    Prompt prompt;
    prompt.beginOfText = false;
    prompt.roles = {mark(QStringLiteral("verb"), Anchor::Verb)};
    prompt.text = QStringLiteral("a give a gave a");
    CHECK(roleLabels(prompt, demo()).position(QStringLiteral("verb")) == 1);
    prompt.text = QStringLiteral("a gave a gave a");
    CHECK(roleLabels(prompt, demo()).position(QStringLiteral("verb")) == 3);
}

TEST_CASE("a word of several tokens is labelled at its last, its neighbours lie outside it")
{
    Prompt prompt;
    prompt.text = QStringLiteral("a Kenya b");
    prompt.beginOfText = false; // a, ·K, enya, ·b
    prompt.roles = {
        mark(QStringLiteral("W"), Anchor::Word, {2, 5}),
        mark(QStringLiteral("W-1"), Anchor::Word, {2, 5}, -1),
        mark(QStringLiteral("W+1"), Anchor::Word, {2, 5}, 1)};
    const RoleLabels roles = roleLabels(prompt, demo());
    REQUIRE(roles.labels().size() == 4);
    CHECK(roles.position(QStringLiteral("W-1")) == 0);
    CHECK(roles.position(QStringLiteral("W")) == 2);
    CHECK(roles.position(QStringLiteral("W+1")) == 3);
}

TEST_CASE("a role outside the text is left out")
{
    Prompt prompt;
    prompt.text = QStringLiteral("a");
    prompt.roles = {
        mark(QStringLiteral("W"), Anchor::Word, {5, 2}), mark(QStringLiteral("E"), Anchor::Word, {0, 0}),
        mark(QStringLiteral("end+1"), Anchor::End, {}, 1),
        mark(QStringLiteral("starts-1"), Anchor::Start, {}, -1)};
    const RoleLabels roles = roleLabels(prompt, demo());
    CHECK(roles.labels() == std::vector<QString>(2));
    CHECK_FALSE(roles.position({}).has_value());
}

TEST_CASE("roles are found where a tokenizer puts a space before the text")
{
    for (const char* name : {"llama-2", "metaspace-first", "gemma"}) {
        INFO(name);
        const auto tokenizer = loadTokenizer(testData(QStringLiteral("tokenizers/")) + QLatin1String(name));
        Prompt prompt;
        prompt.text = QStringLiteral("When Mary met");
        const std::optional<TokenRange> range = tokensOf({5, 4}, prompt, *tokenizer);
        REQUIRE(range.has_value());
        const std::vector<TokenId> ids = tokenizer->encode(prompt.text);
        const auto part = std::span(ids).subspan(
            static_cast<std::size_t>(range->first), static_cast<std::size_t>(range->last - range->first) + 1);
        QByteArray bytes;
        for (const TokenId id : part)
            bytes += tokenizer->token(id).bytes;
        CHECK(bytes.trimmed() == "Mary");
    }
}
