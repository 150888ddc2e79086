#include "core/text/promptlibrary.h"

#include "core/text/promptnotes.h"
#include "core/text/tokenizer.h"

#include "core/base/error.h"
#include "core/files/reading.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QSet>
#include <QTemporaryDir>

#include <functional>

#include "support/testing.h"

using namespace headwaters;

namespace {

const PromptLibrary& library()
{
    static const PromptLibrary loaded = PromptLibrary::load();
    return loaded;
}

QStringList textsOf(const std::vector<Prompt>& prompts)
{
    QStringList texts;
    for (const Prompt& prompt : prompts)
        texts << prompt.text;
    return texts;
}

// A small family in which every kind of draw occurs.
QJsonObject smallFamily()
{
    const QByteArray json = R"({
        "name": "Small", "sentence": "Tests the reader.",
        "words": {"name": ["Ann", "Bob", "Cy"], "day": ["one", "two", "three"],
                  "pair": {"fields": ["key", "lock"], "rows": [["a", "b"], ["c", "d"]]}},
        "roles": ["who=N#1", "who+1", "again=N#2", "end", "starts"],
        "templates": [{"text": "{N} and {N} have a {X.key} {D1} {D2} {F} {L}", "target": " {X.lock}", "rival": " {M}",
                       "corrupted": "{M} and {N}",
                       "draw": {"N": "name", "M": "name", "X": "pair", "D": {"run": "day", "length": 2},
                                "F": {"from": 2, "to": 8, "digits": 2}, "L": {"from": 0, "to": 9, "above": "F"}}}],
        "first": {"template": 0, "words": {"N": "Bob", "M": "Ann", "X": "a", "D": "two", "F": "07", "L": "8"}}})";
    return parseJsonObject(json, QStringLiteral("small"));
}

QString failureOf(const QJsonObject& object)
{
    try {
        (void)readPromptFamily(object, QStringLiteral("small"), QStringLiteral("small.json"));
    } catch (const Error& error) {
        return error.problem().summary;
    }
    return QStringLiteral("loaded");
}

// Replaces the value at a path such as `templates.0.draw.F.to`.
QJsonValue withValue(const QJsonValue& node, const QStringList& path, const QJsonValue& value)
{
    if (path.isEmpty())
        return value;
    const QStringList rest = path.mid(1);
    if (node.isArray()) {
        QJsonArray array = node.toArray();
        array[path.front().toInt()] = withValue(array[path.front().toInt()], rest, value);
        return array;
    }
    QJsonObject object = node.toObject();
    const QJsonValue next = withValue(object.value(path.front()), rest, value);
    if (next.isUndefined())
        object.remove(path.front());
    else
        object[path.front()] = next;
    return object;
}

} // namespace

TEST_CASE("the library holds its families in a fixed order, each with a name and one sentence")
{
    QStringList keys;
    for (const PromptFamily& family : library().families()) {
        keys << family.key;
        CHECK(!family.name.isEmpty());
        CHECK(family.sentence.endsWith(QLatin1Char('.')));
        CHECK(family.sentence.count(QStringLiteral(". ")) == 0);
        CHECK(library().find(family.key) == &family);
    }
    CHECK(
        keys.join(QLatin1Char(' '))
        == QStringLiteral(
            "indirect-object induction facts greater-than pronouns needle multiple-choice yes-no "
            "few-shot series colors translation agreement chat"));
    CHECK(library().find(QStringLiteral("none")) == nullptr);
}

TEST_CASE("every file of prompts belongs to a family of the list")
{
    CHECK(
        QDir(QStringLiteral(":/prompts")).entryList({QStringLiteral("*.json")}).size()
        == static_cast<qsizetype>(library().families().size()) + 1);
}

TEST_CASE("the first prompt of the indirect objects is the one that the program opens with")
{
    const Prompt prompt = library().families().front().examples(99, 1).front();
    CHECK(prompt.text == QStringLiteral("When Mary and John went to the store, John gave a drink to"));
    CHECK(prompt.target == QStringLiteral(" Mary"));
    CHECK(prompt.rival == QStringLiteral(" John"));
    CHECK(prompt.corrupted == QStringLiteral("When Mary and John went to the store, Anna gave a drink to"));
    CHECK(prompt.family == QStringLiteral("indirect-object"));
    CHECK(prompt.beginOfText);
}

TEST_CASE("prompts are the same for the same seed and different within a set")
{
    for (const PromptFamily& family : library().families()) {
        INFO(family.key);
        const QStringList texts = textsOf(family.examples(7, 25));
        CHECK(texts.size() == 25);
        CHECK(QSet<QString>(texts.begin(), texts.end()).size() == 25);
        CHECK(textsOf(family.examples(7, 25)) == texts);
        const QStringList others = textsOf(family.examples(8, 25));
        CHECK(others.front() == texts.front());
        CHECK(others != texts);
        CHECK(family.examples(7, 0).empty());
    }
}

TEST_CASE("a family that has no more prompts gives those it has")
{
    const PromptFamily* translation = library().find(QStringLiteral("translation"));
    REQUIRE(translation != nullptr);
    CHECK(translation->examples(1, 1000).size() == 32);
}

TEST_CASE("the draw gives the numbers that the generator of the standard gives")
{
    // mt19937_64 of the default seed gives 9981545732273789042 as its 10000th number (C++ standard,
    // rand.predef).
    PromptRandom random(5489);
    constexpr std::size_t all = std::numeric_limits<std::size_t>::max();
    for (int i = 1; i < 10000; ++i)
        (void)random.below(all);
    CHECK(random.below(all) == 9981545732273789042ULL % all);
}

TEST_CASE("no template leaves a placeholder, a double space or a wrong article")
{
    for (const PromptFamily& family : library().families()) {
        for (const Prompt& prompt : family.examples(3, 150)) {
            INFO(prompt.text);
            for (const QString& text : {prompt.text, prompt.target, prompt.rival, prompt.corrupted}) {
                CHECK_FALSE(text.contains(QLatin1Char('{')));
                CHECK_FALSE(text.contains(QStringLiteral("  ")));
                CHECK_FALSE(text.contains(QRegularExpression(QStringLiteral("\\b[Aa] [aeiou]"))));
            }
            CHECK_FALSE(prompt.text.endsWith(QLatin1Char(' ')));
            CHECK(prompt.target != prompt.rival);
            for (const TextRange& word : prompt.words)
                CHECK(prompt.text.mid(word.begin, word.length).trimmed().size() == word.length);
        }
    }
}

TEST_CASE("the greater-than family targets a later year and compares with an earlier one")
{
    for (const Prompt& prompt : library().find(QStringLiteral("greater-than"))->examples(5, 100)) {
        const int year = prompt.text.mid(prompt.text.indexOf(QStringLiteral("year ")) + 7, 2).toInt();
        CHECK(prompt.target.toInt() > year);
        CHECK(prompt.rival.toInt() < year);
        CHECK(prompt.target.size() == 2);
    }
}

TEST_CASE("the bundled model's first indirect object needs no note and has an aligned twin")
{
    const auto tokenizer = loadTokenizer(demoModel());
    const Prompt prompt = library().families().front().examples(1, 1).front();
    CHECK(promptNotes(prompt, *tokenizer).isEmpty());
    CHECK(hasAlignedTwin(prompt, *tokenizer));
}

TEST_CASE("a small family of all kinds of draws is read and filled")
{
    const PromptFamily family =
        readPromptFamily(smallFamily(), QStringLiteral("small"), QStringLiteral("small.json"));
    const Prompt prompt = family.examples(1, 1).front();
    CHECK(prompt.text == QStringLiteral("Bob and Bob have an a two three 07 8"));
    CHECK(prompt.target == QStringLiteral(" b"));
    CHECK(prompt.corrupted == QStringLiteral("Ann and Bob"));
    REQUIRE(prompt.roles.size() == 5);
    CHECK(prompt.roles[2].word.begin == 8);
    CHECK(prompt.roles[1].offset == 1);
}

TEST_CASE("a broken family is refused with file and field")
{
    const auto [path, value, words] = GENERATE(table<const char*, const char*, const char*>({
        {"name", "[]", "small.json: name is missing"},
        {"name", "[7]", "small.json: name is the number 7"},
        {"sentence", "[\" \"]", "small.json: sentence is empty"},
        {"colour", "[1]", "small.json: colour is not a field"},
        {"words", "[]", "small.json: words is missing"},
        {"words.name", "[\"Ann\"]", "words.name is the text"},
        {"words.name", "[[]]", "words.name is empty"},
        {"words.name.0", "[\" Ann\"]", "words.name[0] is \" Ann\""},
        {"words.name.0", "[3]", "words.name[0] is the number 3"},
        {"words.pair.rows.1", "[[\"c\"]]", "words.pair.rows[1] has 1 words; expected 2"},
        {"words.pair.rows", "[]", "words.pair.rows is missing"},
        {"words.pair.fields", "[[]]", "words.pair.fields is empty"},
        {"words.pair.more", "[1]", "words.pair.more is not a field"},
        {"roles", "[{}]", "roles is an object"},
        {"roles.0", "[\"N\"]", "roles[0] is \"N\""},
        {"roles.0", "[5]", "roles[0] is the number 5"},
        {"roles.0", "[\"who=Q#1\"]", "roles[0]: no template holds {Q} 1 times"},
        {"roles.2", "[\"again=N#3\"]", "roles[2]: no template holds {N} 3 times"},
        {"roles.1", "[\"nobody+1\"]", "roles[1] is \"nobody+1\""},
        {"roles.4", "[\"end\"]", "roles[4]: the role \"end\" stands there already"},
        {"templates", "[[]]", "templates is empty"},
        {"templates.0", "[1]", "templates[0] is the number 1"},
        {"templates.0.text", "[]", "templates[0].text is missing"},
        {"templates.0.text", "[\"{Q}\"]", "templates[0].text: nothing draws the word {Q}"},
        {"templates.0.text", "[\"{N\"]", "templates[0].text: an opening brace"},
        {"templates.0.text", "[\"N}\"]", "templates[0].text: a closing brace"},
        {"templates.0.target", "[\"\"]", "templates[0].target is empty"},
        {"templates.0.rival", "[null]", "templates[0].rival is null"},
        {"templates.0.corrupted", "[4]", "templates[0].corrupted is the number 4"},
        {"templates.0.texts", "[4]", "templates[0].texts is not a field"},
        {"templates.0.draw", "[]", "templates[0].draw is missing"},
        {"templates.0.draw.N", "[\"names\"]", "templates[0].draw.N names the list \"names\""},
        {"templates.0.draw.N", "[1]", "templates[0].draw.N is the number 1"},
        {"templates.0.draw.D.length", "[4]", "templates[0].draw.D.length is 4; expected 1 to 3"},
        {"templates.0.draw.D.length", "[0]", "templates[0].draw.D.length is 0"},
        {"templates.0.draw.D.run", "[\"pair\"]", "templates[0].draw.D.length is 2"},
        {"templates.0.draw.F.from", "[-1]", "templates[0].draw.F.from is the number -1"},
        {"templates.0.draw.F.to", "[1]", "templates[0].draw.F: from 2 to 1 holds no number"},
        {"templates.0.draw.F.step", "[1]", "templates[0].draw.F.step is not a field"},
        {"templates.0.draw.L.above", "[\"Z\"]", "templates[0].draw.L is bounded by \"Z\""},
        {"templates.0.draw.L.to", "[1]", "templates[0]: its lists are too short"},
        {"templates.0.draw.X", "[\"name\"]", "nothing draws the word {X.key}"},
        {"first", "[]", "first is missing"},
        {"first.template", "[1]", "first.template is the number 1; expected a whole number from 0 to 0"},
        {"first.words.N", "[\"Zoe\"]", "first.words.N is \"Zoe\""},
        {"first.words.N", "[]", "first.words.N is missing"},
        {"first.words.F", "[\"7\"]", "first.words.F is \"7\""},
        {"first.words.L", "[\"7\"]", "first.words.L is \"7\"; expected a number from 8 to 9"},
        {"first.words.D", "[\"three\"]", "first.words.D is \"three\""},
        {"first.words.Q", "[\"x\"]", "first.words.Q is not a field"},
        {"first.more", "[\"x\"]", "first.more is not a field"},
    }));
    const QJsonArray wrapped = QJsonDocument::fromJson(value).array();
    const QJsonValue replacement = wrapped.isEmpty() ? QJsonValue(QJsonValue::Undefined) : wrapped.first();
    const QJsonObject broken =
        withValue(smallFamily(), QString::fromLatin1(path).split(QLatin1Char('.')), replacement).toObject();
    const QString message = failureOf(broken);
    INFO(message);
    CHECK(message.contains(QString::fromUtf8(words)));
}

TEST_CASE("a broken list of families is refused with file and field")
{
    const QTemporaryDir dir;
    const auto failure = [&dir](const QByteArray& list) {
        QFile file(dir.filePath(QStringLiteral("families.json")));
        REQUIRE(file.open(QIODevice::WriteOnly));
        file.write(list);
        file.close();
        try {
            (void)PromptLibrary::load(dir.path());
        } catch (const Error& error) {
            return error.problem().summary;
        }
        return QStringLiteral("loaded");
    };
    CHECK(failure("{}").contains(QStringLiteral("families is missing")));
    CHECK(failure(R"({"families": ["../x"]})").contains(QStringLiteral("families[0] is \"../x\"")));
    CHECK(failure(R"({"families": ["facts"]})").contains(QStringLiteral("facts.json")));
    CHECK(failure(R"({"families": []})") == QStringLiteral("loaded"));
}
