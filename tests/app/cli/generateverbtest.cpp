#include "app/cli/program.h"

#include <QJsonArray>

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

QList<int> idsOf(const QJsonObject& answer)
{
    QList<int> ids;
    for (const QJsonValue& token : answer.value("tokens"_L1).toArray())
        ids << token["id"_L1].toInt();
    return ids;
}

QStringList drawn(const QString& seed)
{
    return {u"generate"_s,      u"--json"_s, u"--prompt"_s, u"The river"_s, u"--count"_s, u"30"_s,
            u"--temperature"_s, u"1.2"_s,    u"--top-p"_s,  u"0.95"_s,      u"--seed"_s,  seed};
}

} // namespace

TEST_CASE("generate --json gives the prompt, each token with probability and rank, the text and why it ended")
{
    const ProgramRun run = headwatersProgram(
        {u"generate"_s, u"--json"_s, u"--prompt"_s, indirectObjectPrompt(), u"--count"_s, u"2"_s});
    checkSuccess(run);
    const QJsonObject answer = run.json();
    CHECK(answer.keys() == QStringList{u"prompt"_s, u"stopReason"_s, u"text"_s, u"tokens"_s});
    const QJsonArray prompt = answer.value("prompt"_L1).toArray();
    REQUIRE(prompt.size() == 15);
    CHECK(prompt[0]["text"_L1].toString() == u"<|endoftext|>"_s);
    const QJsonArray tokens = answer.value("tokens"_L1).toArray();
    REQUIRE(tokens.size() == 2);
    CHECK(tokens[0]["id"_L1].toInt() == 822);
    CHECK(tokens[0]["text"_L1].toString() == u" Mary"_s);
    CHECK(tokens[0]["probability"_L1].toDouble() == Approx(0.994848907).margin(1e-4));
    CHECK(tokens[0]["rank"_L1].toInt() == 0);
    CHECK(answer.value("text"_L1).toString().startsWith(u" Mary"_s));
    CHECK(answer.value("stopReason"_L1).toString() == u"length"_s);
}

TEST_CASE("generate writes 20 tokens unless told otherwise, the same on every run")
{
    const QStringList words{u"generate"_s, u"--json"_s, u"--ignore-end"_s, u"--prompt"_s, u"The river"_s};
    const ProgramRun run = headwatersProgram(words);
    checkSuccess(run);
    CHECK(idsOf(run.json()).size() == 20);
    CHECK(headwatersProgram(words).out == run.out);
    CHECK(headwatersProgram(drawn(u"7"_s)).out == headwatersProgram(drawn(u"7"_s)).out);
    CHECK(idsOf(headwatersProgram(drawn(u"7"_s)).json()) != idsOf(headwatersProgram(drawn(u"8"_s)).json()));
}

TEST_CASE("generate without --json prints the text and a line break")
{
    const QStringList words{u"generate"_s, u"--prompt-file"_s, u"-"_s, u"--count"_s, u"12"_s, u"--no-bos"_s};
    const ProgramRun plain = headwatersProgram(words, "The river");
    checkSuccess(plain);
    const QJsonObject answer = headwatersProgram(words + QStringList(u"--json"_s), "The river").json();
    CHECK(answer.value("prompt"_L1).toArray().size() == 2);
    CHECK(plain.out == answer.value("text"_L1).toString().toUtf8() + '\n');
}

TEST_CASE("characters that two tokens share are printed whole")
{
    // A model of random weights writes pieces of characters.
    const QStringList words{
        u"generate"_s, u"--model"_s, testData(u"gpt2-tiny"_s), u"--prompt"_s, u"é"_s,
        u"--count"_s,  u"40"_s,      u"--temperature"_s,       u"1"_s,        u"--ignore-end"_s};
    const ProgramRun plain = headwatersProgram(words);
    checkSuccess(plain);
    const QJsonObject answer = headwatersProgram(words + QStringList(u"--json"_s)).json();
    CHECK(plain.out == answer.value("text"_L1).toString().toUtf8() + '\n');
}

TEST_CASE("generate ends with a stop text, the end of a text or a full context and says so")
{
    const QStringList words{u"generate"_s, u"--json"_s, u"--prompt"_s, indirectObjectPrompt()};
    const QJsonObject stopped =
        headwatersProgram(words + QStringList{u"--stop"_s, u"never"_s, u"--stop"_s, u"Mary"_s}).json();
    CHECK(stopped.value("stopReason"_L1).toString() == u"stop"_s);
    CHECK(stopped.value("text"_L1).toString() == u" Mary"_s);
    // " Mary", ".", and the token that ends the text, which is no part of it.
    const QJsonObject ended = headwatersProgram(words).json();
    CHECK(ended.value("stopReason"_L1).toString() == u"end-of-text"_s);
    CHECK(ended.value("text"_L1).toString() == u" Mary."_s);
    CHECK(idsOf(ended).size() == 3);
    const QJsonObject full =
        headwatersProgram(words + QStringList{u"--count"_s, u"1000"_s, u"--ignore-end"_s}).json();
    CHECK(full.value("stopReason"_L1).toString() == u"context"_s);
    CHECK(full.value("tokens"_L1).toArray().size() == 256 - 15 + 1);
}

TEST_CASE("generate refuses what it cannot use in one line")
{
    const QStringList words{u"generate"_s, u"--prompt"_s, u"The"_s};
    const auto refuses = [&](const QStringList& more, const QStringList& mentions) {
        checkRefusal(headwatersProgram(words + more), 2, mentions);
    };
    refuses({u"--count"_s, u"0"_s}, {u"--count"_s, u"0"_s});
    refuses({u"--count"_s, u"2.5"_s}, {u"--count"_s, u"2.5"_s});
    refuses({u"--temperature"_s, u"-1"_s}, {u"temperature"_s, u"-1"_s});
    refuses({u"--temperature"_s, u"warm"_s}, {u"--temperature"_s, u"warm"_s});
    refuses({u"--temperature"_s, u"nan"_s}, {u"--temperature"_s, u"nan"_s});
    refuses({u"--temperature"_s, u"1e999"_s}, {u"--temperature"_s, u"1e999"_s});
    refuses({u"--top-p"_s, u"0"_s}, {u"top-p"_s});
    refuses({u"--top-p"_s, u"1.01"_s}, {u"top-p"_s, u"1.01"_s});
    refuses({u"--seed"_s, u"-1"_s}, {u"--seed"_s, u"-1"_s});
    refuses({u"--seed"_s, u"18446744073709551616"_s}, {u"--seed"_s, u"18446744073709551615"_s});
    refuses({u"--stop"_s, QString()}, {u"--stop"_s, u"empty"_s});
    refuses({u"--count"_s, u"2"_s, u"--count"_s, u"3"_s}, {u"--count"_s, u"more than once"_s});
    checkRefusal(headwatersProgram({u"generate"_s}), 2, {u"prompt"_s});
    checkRefusal(headwatersProgram({u"generate"_s, u"--prompt"_s, QString()}), 2, {u"empty"_s});
    checkRefusal(headwatersProgram({u"generate"_s, u"--prompt"_s, u"the "_s.repeated(300)}), 2, {u"256"_s});
    checkSuccess(headwatersProgram(words + QStringList{u"--seed"_s, u"18446744073709551615"_s}));
}
