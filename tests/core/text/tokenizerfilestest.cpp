#include "core/text/tokenizerfiles.h"

#include "core/base/error.h"

#include <QFile>
#include <QTemporaryDir>

#include <map>

#include "support/testing.h"
#include "tests/support/problem.h"

using namespace headwaters;

namespace {

using Files = std::map<QString, QByteArray>;

const QString vocabName = QStringLiteral("vocab.json");
const QString mergesName = QStringLiteral("merges.txt");
const QString jsonName = QStringLiteral("tokenizer.json");
const QString tokenizerConfigName = QStringLiteral("tokenizer_config.json");
const QString specialMapName = QStringLiteral("special_tokens_map.json");
const QString addedName = QStringLiteral("added_tokens.json");
const QString configName = QStringLiteral("config.json");

const QByteArray smallVocab = R"({"a": 0, "b": 1, "c": 2, "ab": 3, "abc": 4, "Ġ": 5, "<s>": 6, "x": 7})";
const QByteArray smallMerges = "#version: 0.2\na b\nab c\n";

QByteArray tokenizerJson(const QByteArray& changes)
{
    QByteArray text = R"({"model": {"type": "BPE", "vocab": VOCAB, "merges": ["a b", ["ab", "c"]]MODEL},
        "normalizer": null, "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true},
        "added_tokens": [ADDED]TAIL})";
    const QList<QByteArray> parts = changes.split('|');
    const auto part = [&parts](qsizetype i) { return i < parts.size() ? parts[i] : QByteArray(); };
    return text.replace("VOCAB", smallVocab)
        .replace("MODEL", part(0))
        .replace("ADDED", part(1))
        .replace("TAIL", part(2));
}

std::shared_ptr<const Tokenizer> load(const Files& files)
{
    const QTemporaryDir dir;
    for (const auto& [name, bytes] : files) {
        QFile file(dir.filePath(name));
        REQUIRE(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }
    return loadTokenizer(dir.path());
}

Files small(const Files& more = {})
{
    Files files{{vocabName, smallVocab}, {mergesName, smallMerges}};
    for (const auto& [name, bytes] : more)
        files[name] = bytes;
    return files;
}

QString failureOf(const Files& files)
{
    try {
        (void)load(files);
    } catch (const Error& error) {
        CHECK(error.problem().kind == Problem::Kind::BadInput);
        return error.problem().summary;
    }
    return QStringLiteral("loaded");
}

std::vector<TokenId> encoded(const Files& files, const QString& text)
{
    return load(files)->encode(text);
}

using Ids = std::vector<TokenId>;

} // namespace

TEST_CASE("vocab.json with merges.txt and tokenizer.json give the same tokens")
{
    const Ids expected{4, 3, 0, 5, 2};
    CHECK(encoded(small(), QStringLiteral("abcaba c")) == expected);
    CHECK(encoded({{jsonName, tokenizerJson({})}}, QStringLiteral("abcaba c")) == expected);
}

TEST_CASE("tokenizer.json is read where both kinds are there")
{
    CHECK(encoded(small({{jsonName, tokenizerJson({})}, {vocabName, "{"}}), QStringLiteral("abc")) == Ids{4});
}

TEST_CASE("a merges.txt with Windows line ends or without its version line is read")
{
    CHECK(
        encoded(small({{mergesName, "#version: 0.2\r\na b\r\nab c\r\n"}}), QStringLiteral("abc")) == Ids{4});
    CHECK(encoded(small({{mergesName, "a b\nab c"}}), QStringLiteral("abc")) == Ids{4});
    CHECK(encoded(small({{mergesName, "#version: 0.2\n"}}), QStringLiteral("abc")) == Ids{0, 1, 2});
}

TEST_CASE("broken tokenizer files are refused with file, field and number")
{
    const auto [files, words] = GENERATE(table<Files, QStringList>({
        {Files{}, {QStringLiteral("neither tokenizer.json nor vocab.json")}},
        {Files{{vocabName, smallVocab}}, {QStringLiteral("neither tokenizer.json nor merges.txt")}},
        {small({{vocabName, "{\"a\": 0"}}), {vocabName, QStringLiteral("invalid JSON")}},
        {small({{vocabName, "{\"a\xFF\": 0}"}}), {vocabName, QStringLiteral("invalid UTF-8")}},
        {small({{vocabName, "[1]"}}), {vocabName, QStringLiteral("is no object")}},
        {small({{vocabName, ""}}), {vocabName, QStringLiteral("invalid JSON")}},
        {small({{vocabName, R"({"a": 0, "b": 0})"}}),
         {vocabName, QStringLiteral("\"b\""), QStringLiteral("the id 0")}},
        {small({{vocabName, R"({"a": -1})"}}), {vocabName, QStringLiteral("\"a\" is the number -1")}},
        {small({{vocabName, R"({"a": 1.5})"}}), {QStringLiteral("the number 1.5")}},
        {small({{vocabName, R"({"a": 1e30})"}}), {QStringLiteral("from 0 to 4194303")}},
        {small({{vocabName, R"({"a": 4194304})"}}), {QStringLiteral("the number 4194304")}},
        {small({{vocabName, R"({"a": "0"})"}}), {QStringLiteral("the text \"0\"")}},
        {small({{vocabName, R"({"a": null})"}}), {QStringLiteral("is null")}},
        {small({{mergesName, "#version: 0.2\na b\nab\n"}}),
         {mergesName, QStringLiteral("line 3"), QStringLiteral("\"ab\"")}},
        {small({{mergesName, "a b c\n"}}), {mergesName, QStringLiteral("line 1")}},
        {small({{mergesName, "a b\n\nab c\n"}}), {mergesName, QStringLiteral("line 2")}},
        {small({{mergesName, ""}}), {mergesName, QStringLiteral("the file is empty")}},
        {small({{mergesName, " a\n"}}), {mergesName, QStringLiteral("line 1")}},
        {small({{mergesName, "a \n"}}), {mergesName, QStringLiteral("line 1")}},
        {small({{mergesName, "a b\na \xC3\n"}}),
         {mergesName, QStringLiteral("line 2"), QStringLiteral("UTF-8")}},
        {small({{mergesName, "a b\nq b\n"}}),
         {QStringLiteral("line 2"), QStringLiteral("the first part \"q\"")}},
        {small({{mergesName, "a q\n"}}), {QStringLiteral("line 1"), QStringLiteral("the second part \"q\"")}},
        {small({{mergesName, "#version\nb c\n"}}),
         {QStringLiteral("line 2"), QStringLiteral("the result \"bc\"")}},
        {small({{tokenizerConfigName, "{"}}), {tokenizerConfigName, QStringLiteral("invalid JSON")}},
        {small({{tokenizerConfigName, R"({"bos_token": "<q>"})"}}),
         {tokenizerConfigName, QStringLiteral("bos_token names \"<q>\", which is not in the vocabulary")}},
        {small({{tokenizerConfigName, R"({"bos_token": {"content": "<q>"}})"}}),
         {QStringLiteral("bos_token names \"<q>\"")}},
        {small({{tokenizerConfigName, R"({"bos_token": {"id": 3}})"}}),
         {QStringLiteral("bos_token.content is missing")}},
        {small({{tokenizerConfigName, R"({"bos_token": 3})"}}),
         {QStringLiteral("bos_token is the number 3")}},
        {small({{specialMapName, R"({"bos_token": "<q>"})"}}), {specialMapName, QStringLiteral("\"<q>\"")}},
        {small({{configName, R"({"bos_token_id": 9})"}}), {configName, QStringLiteral("bos_token_id is 9")}},
        {small({{configName, R"({"bos_token_id": -9})"}}),
         {configName, QStringLiteral("bos_token_id is the number -9")}},
        {small({{tokenizerConfigName, R"({"add_prefix_space": "yes"})"}}),
         {QStringLiteral("add_prefix_space is the text \"yes\"")}},
        {small({{tokenizerConfigName, R"({"added_tokens_decoder": {"x": {"content": "<s>"}}})"}}),
         {QStringLiteral("added_tokens_decoder.x")}},
        {small({{tokenizerConfigName, R"({"added_tokens_decoder": {"5": {"content": "<s>"}}})"}}),
         {QStringLiteral("\"<s>\" has the id 5"), QStringLiteral("the id 6")}},
        {small({{tokenizerConfigName, R"({"added_tokens_decoder": {"9": {}}})"}}),
         {QStringLiteral("added_tokens_decoder.9.content is missing")}},
        {small({{addedName, R"({"<n>": -4})"}}), {addedName, QStringLiteral("the number -4")}},
        {small({{addedName, R"({"<n>": 0})"}}), {addedName, QStringLiteral("\"a\" has the id 0")}},
        {small({{addedName, R"({"<n>": 9, "<m>": 9})"}}), {addedName, QStringLiteral("the id 9")}},
        {Files{{jsonName, "{}"}}, {jsonName, QStringLiteral("model is missing")}},
        {Files{{jsonName, R"({"model": {"type": "WordPiece"}})"}},
         {QStringLiteral("model \"WordPiece\" is not supported")}},
        {Files{{jsonName, R"({"model": {"vocab": {}}})"}}, {QStringLiteral("model.type is missing")}},
        {Files{{jsonName, R"({"normalizer": {"type": "Precompiled"}})"}},
         {QStringLiteral("normalizer \"Precompiled\" is not supported; supported: null, \"Lowercase\"")}},
        {Files{{jsonName, R"({"decoder": {"type": "CTC"}})"}},
         {QStringLiteral("decoder \"CTC\" is not supported; supported: null, \"ByteFallback\"")}},
        {Files{{jsonName, R"({"decoder": {"type": "Metaspace"}, "pre_tokenizer": {"type": "ByteLevel"}})"}},
         {QStringLiteral("decoder \"Metaspace\" does not fit a pre_tokenizer with \"ByteLevel\"")}},
        {Files{{jsonName, tokenizerJson(R"(, "dropout": 0.1)")}},
         {QStringLiteral("model.dropout is the number 0.1")}},
        {Files{{jsonName, tokenizerJson(R"(, "byte_fallback": true)")}},
         {QStringLiteral("model.byte_fallback")}},
        {Files{{jsonName, tokenizerJson(R"(, "end_of_word_suffix": "</w>")")}},
         {QStringLiteral("model.end_of_word_suffix is the text \"</w>\"")}},
        {Files{{jsonName, tokenizerJson(R"(, "continuing_subword_prefix": "##")")}},
         {QStringLiteral("model.continuing_subword_prefix")}},
        {Files{{jsonName, tokenizerJson(R"(, "unk_token": "<u>")")}},
         {QStringLiteral("model.unk_token names \"<u>\"")}},
        {Files{{jsonName, tokenizerJson(R"(, "ignore_merges": 1)")}},
         {QStringLiteral("model.ignore_merges is the number 1")}},
        {Files{{jsonName, tokenizerJson({}).replace("[\"a b\", [\"ab\", \"c\"]]", "3")}},
         {QStringLiteral("model.merges")}},
        {Files{{jsonName, tokenizerJson({}).replace("\"a b\"", "\"ab\"")}},
         {QStringLiteral("model.merges[0]: \"ab\" is not a merge")}},
        {Files{{jsonName, tokenizerJson({}).replace("[\"ab\", \"c\"]", "[\"ab\"]")}},
         {QStringLiteral("model.merges[1] is a list")}},
        {Files{{jsonName, tokenizerJson({}).replace("\"a b\"", "\"a x\"")}},
         {QStringLiteral("model.merges[0]: the result \"ax\"")}},
        {Files{{jsonName, tokenizerJson(R"(|{"id": 6})")}},
         {QStringLiteral("added_tokens[0].content is missing")}},
        {Files{{jsonName, tokenizerJson(R"(|{"content": "<s>"})")}},
         {QStringLiteral("added_tokens[0].id is missing")}},
        {Files{{jsonName, tokenizerJson(R"(|{"content": "", "id": 9})")}},
         {QStringLiteral("added_tokens[0]: an added token without text")}},
        {Files{{jsonName, tokenizerJson(R"(|{"content": "<s>", "id": 6, "lstrip": 1})")}},
         {QStringLiteral("added_tokens[0].lstrip is the number 1")}},
    }));
    const QString message = failureOf(files);
    INFO(message);
    for (const QString& word : words) {
        INFO(word);
        CHECK(message.contains(word));
    }
}

TEST_CASE("a side file that is a link to nothing is refused, not left out")
{
    QTemporaryDir folder;
    for (const QString& name : {vocabName, mergesName})
        REQUIRE(QFile::copy(demoModel() + QLatin1Char('/') + name, folder.filePath(name)));
    for (const QString& name : {QStringLiteral("tokenizer_config.json"), jsonName}) {
        REQUIRE(QFile::link(folder.filePath(QStringLiteral("none")), folder.filePath(name)));
        const QString message = problemOf([&] { (void)loadTokenizer(folder.path()); }).summary;
        CHECK(message.contains(name + QStringLiteral(": a link to a file that is not there")));
        REQUIRE(QFile::remove(folder.filePath(name)));
    }
}

TEST_CASE("the token that begins a text is the one that the first file with the field names")
{
    using Row = std::tuple<Files, std::optional<TokenId>>;
    const auto [files, expected] = GENERATE(values<Row>({
        {small(), std::nullopt},
        {small({{configName, R"({"bos_token_id": 2})"}}), 2},
        {small({{configName, R"({"bos_token_id": null})"}}), std::nullopt},
        {small({{specialMapName, R"({"bos_token": "<s>"})"}, {configName, R"({"bos_token_id": 2})"}}), 6},
        {small({{specialMapName, R"({"eos_token": "<s>"})"}, {configName, R"({"bos_token_id": 2})"}}), 2},
        {small(
             {{tokenizerConfigName, R"({"bos_token": {"content": "x"}})"},
              {specialMapName, R"({"bos_token": "<s>"})"}}),
         7},
        {small(
             {{tokenizerConfigName, R"({"bos_token": null})"}, {specialMapName, R"({"bos_token": "<s>"})"}}),
         std::nullopt},
        {small({{tokenizerConfigName, R"({"bos_token": "<s>", "add_bos_token": false})"}}), 6},
        {small(
             {{tokenizerConfigName,
               R"({"bos_token": "<n>", "added_tokens_decoder": {"11": {"content": "<n>"}}})"}}),
         11},
    }));
    CHECK(load(files)->beginOfText() == expected);
}

TEST_CASE("every file may declare special tokens, and written out they are one token")
{
    const auto files = GENERATE(values<Files>({
        small({{tokenizerConfigName, R"({"eos_token": "<s>"})"}}),
        small({{tokenizerConfigName, R"({"additional_special_tokens": ["<s>"]})"}}),
        small({{specialMapName, R"({"pad_token": {"content": "<s>", "lstrip": false}})"}}),
        small(
            {{tokenizerConfigName,
              R"({"added_tokens_decoder": {"6": {"content": "<s>", "special": true}}})"}}),
        {{jsonName, tokenizerJson(R"(|{"id": 6, "content": "<s>", "special": true})")}},
    }));
    const auto tokenizer = load(files);
    CHECK(tokenizer->encode(u"ab<s>c") == Ids{3, 6, 2});
    CHECK(tokenizer->token(6).special);
    CHECK(tokenizer->token(6).bytes == "<s>");
}

TEST_CASE("a token that the vocabulary lacks is added with its own number, and gaps are rows without a token")
{
    const auto tokenizer = load(small({{addedName, R"({"<n>": 11})"}}));
    CHECK(tokenizer->encode(u"a<n>") == Ids{0, 11});
    CHECK(tokenizer->size() == 12);
    CHECK(tokenizer->token(9).bytes == "<row 9>");
    CHECK(tokenizer->tokenWithText(u"<n>") == 11);
    CHECK_FALSE(tokenizer->token(11).special);
}

TEST_CASE("added tokens take spaces, keep to whole words and prefer the longest as they say")
{
    const auto with = [](const char* tokens) {
        return Files{{jsonName, tokenizerJson(QByteArray("|") + tokens)}};
    };
    CHECK(
        encoded(with(R"({"id": 9, "content": "<n>", "lstrip": true})"), QStringLiteral("a  <n> b"))
        == Ids{0, 9, 5, 1});
    CHECK(
        encoded(with(R"({"id": 9, "content": "<n>", "rstrip": true})"), QStringLiteral("a <n>  b"))
        == Ids{0, 5, 9, 1});
    CHECK(
        encoded(with(R"({"id": 3, "content": "ab", "single_word": true})"), QStringLiteral("abc ab"))
        == Ids{4, 5, 3});
    CHECK(
        encoded(
            with(
                R"({"id": 9, "content": "bb", "normalized": false}, {"id": 10, "content": "bbc", "normalized": false})"),
            QStringLiteral("bbcbb"))
        == Ids{10, 9});
    CHECK(
        encoded(
            with(
                R"({"id": 9, "content": "cc", "normalized": false}, {"id": 10, "content": "bcc", "normalized": true})"),
            QStringLiteral("abcc"))
        == Ids{3, 9});
}

TEST_CASE("the switches of a byte-pair model are honoured")
{
    CHECK(
        encoded(
            {{jsonName, tokenizerJson(R"(, "ignore_merges": true)").replace("\"a b\", ", "")}},
            QStringLiteral("abc"))
        == Ids{4});
    CHECK(
        encoded({{jsonName, tokenizerJson(R"(, "unk_token": "<s>")")}}, QStringLiteral("aqqb"))
        == Ids{0, 6, 6, 1});
    CHECK(
        encoded(
            {{jsonName, tokenizerJson(R"(, "unk_token": "<s>", "fuse_unk": true)")}}, QStringLiteral("aqqb"))
        == Ids{0, 6, 1});
    CHECK(
        encoded({{jsonName, tokenizerJson({}).replace("\"type\": \"BPE\", ", "")}}, QStringLiteral("abc"))
        == Ids{4});
    CHECK(
        encoded(small({{tokenizerConfigName, R"({"add_prefix_space": true})"}}), QStringLiteral("abc"))
        == Ids{5, 4});
}

TEST_CASE("a byte that the vocabulary does not hold is named")
{
    CHECK_THROWS_WITH(load(small())->encode(u"aQ"), Catch::Contains("0x51"));
}

TEST_CASE("a vocabulary may write a lone surrogate, which is no token of any text")
{
    const auto tokenizer =
        load(small({{vocabName, R"({"a": 0, "\ud800": 1, "ab": 3, "abc": 4, "b": 2, "c": 5})"}}));
    CHECK(tokenizer->encode(u"abc") == Ids{4});
    CHECK(tokenizer->token(1).bytes == QByteArray("\xEF\xBF\xBD"));
}

TEST_CASE("the post-processor names the token that begins a text where no other file does")
{
    const QByteArray processor =
        R"(||, "post_processor": {"type": "Sequence", "processors": [{"type": "ByteLevel"},
        {"type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "<s>", "type_id": 0}},
        {"Sequence": {"id": "A", "type_id": 0}}]}]})";
    CHECK(load({{jsonName, tokenizerJson(processor)}})->beginOfText() == 6);
    CHECK(
        load({{jsonName, tokenizerJson(processor)}, {tokenizerConfigName, R"({"bos_token": null})"}})
            ->beginOfText()
        == std::nullopt);
    CHECK(
        failureOf({{jsonName, tokenizerJson(QByteArray(processor).replace("<s>", "<q>"))}})
            .endsWith(QStringLiteral("post_processor.processors[1].single[0].SpecialToken.id names \"<q>\", "
                                     "which is not in the vocabulary")));
}

TEST_CASE("a vocabulary with merges of Qwen's class is cut and composed as Qwen's")
{
    const QByteArray vocab = R"({"a": 0, "1": 1, "11": 2, "Ã": 3, "©": 4, "e": 5, "Ì": 6, "ģ": 7})";
    const Files files{{vocabName, vocab}, {mergesName, "1 1\n"}};
    Files qwen = files;
    qwen[tokenizerConfigName] = R"({"tokenizer_class": "Qwen2Tokenizer"})";
    const QString text = QString::fromUtf8("11e\xCC\x81");
    CHECK(encoded(files, text) == Ids{2, 5, 6, 7});
    CHECK(encoded(qwen, text) == Ids{1, 1, 3, 4});
}
