#include "app/cli/program.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>

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

QStringList textsOf(const QJsonObject& answer)
{
    QStringList texts;
    for (const QJsonValue& token : answer.value("tokens"_L1).toArray())
        texts << token["text"_L1].toString();
    return texts;
}

QList<int> idsOf(const QJsonArray& array)
{
    QList<int> ids;
    for (const QJsonValue& id : array)
        ids << id.toInt();
    return ids;
}

} // namespace

TEST_CASE("tokens --json gives id and text, the beginning-of-text token first")
{
    const ProgramRun run = headwatersProgram({u"tokens"_s, u"--json"_s, u"--prompt"_s, u"When Mary"_s});
    checkSuccess(run);
    CHECK(idsOf(run.json()) == QList<int>{1535, 951, 822});
    CHECK(textsOf(run.json()) == QStringList{u"<|endoftext|>"_s, u"When"_s, u" Mary"_s});
}

TEST_CASE("a typed beginning-of-text token is not doubled, and --no-bos leaves it out")
{
    CHECK(
        idsOf(headwatersProgram({u"tokens"_s, u"--json"_s, u"--prompt"_s, u"<|endoftext|>When"_s}).json())
        == QList<int>{1535, 951});
    CHECK(
        idsOf(headwatersProgram({u"tokens"_s, u"--json"_s, u"--no-bos"_s, u"--prompt"_s, u"When"_s}).json())
        == QList<int>{951});
}

TEST_CASE("a prompt file is taken byte for byte: the last line break and a byte order mark stay")
{
    QTemporaryDir folder;
    const QString path = folder.filePath(u"prompt.txt"_s);
    QFile file(path);
    REQUIRE(file.open(QIODevice::WriteOnly));
    file.write("\xEF\xBB\xBFWhen\r\n");
    file.close();
    const QStringList words{u"tokens"_s, u"--json"_s, u"--no-bos"_s, u"--prompt-file"_s};
    const ProgramRun run = headwatersProgram(words + QStringList(path));
    checkSuccess(run);
    CHECK(textsOf(run.json()).join(QString()) == u"\\xEF\\xBB\\xBFWhen\r\n"_s);
    CHECK(headwatersProgram(words + QStringList(u"-"_s), "\xEF\xBB\xBFWhen\r\n").out == run.out);
}

TEST_CASE("tokens --batch answers every string of the reference in one process")
{
    for (const QString& model : {u"demo"_s, u"gpt2-tiny"_s}) {
        QFile file(testData(model + u"/tokens.json"_s));
        REQUIRE(file.open(QIODevice::ReadOnly));
        const QJsonArray strings = QJsonDocument::fromJson(file.readAll())["strings"_L1].toArray();
        REQUIRE(strings.size() > 20);
        QByteArray lines;
        for (const QJsonValue& string : strings)
            lines += QJsonDocument(QJsonObject{{u"text"_s, string["text"_L1]}}).toJson(QJsonDocument::Compact)
                + '\n';
        const QString folder = model == "demo"_L1 ? demoModel() : testData(model);
        const ProgramRun run = headwatersProgram(
            {u"tokens"_s, u"--no-bos"_s, u"--batch"_s, u"-"_s, u"--model"_s, folder}, lines);
        checkSuccess(run);
        const QList<QByteArray> answers = run.out.trimmed().split('\n');
        REQUIRE(answers.size() == strings.size());
        for (qsizetype i = 0; i < answers.size(); ++i) {
            INFO(model.toStdString() << ": " << strings[i]["text"_L1].toString().toStdString());
            CHECK(
                idsOf(QJsonDocument::fromJson(answers[i]).object()) == idsOf(strings[i]["ids"_L1].toArray()));
        }
    }
}

TEST_CASE("a bad line of a batch leaves no half answer behind")
{
    const QStringList words{u"tokens"_s, u"--batch"_s, u"-"_s};
    checkRefusal(
        headwatersProgram(words, "{\"text\": \"a\"}\n{\"text\": 3}\n"), 2,
        {u"line 2: expected"_s, u"text"_s});
    checkRefusal(headwatersProgram(words, "{\"text\": \"a\"}\n\n{\"text\": \n"), 2, {u"line 3"_s});
    checkRefusal(headwatersProgram(words, "{\"text\": \"a\xFF\"}\n"), 2, {u"line 1"_s, u"UTF-8"_s, u"11"_s});
}

TEST_CASE("tokens without --json draws spaces")
{
    const ProgramRun run = headwatersProgram({u"tokens"_s, u"--prompt"_s, u"When Mary"_s});
    checkSuccess(run);
    CHECK(QString::fromUtf8(run.out).contains(u"·Mary"_s));
}

TEST_CASE("tokens reads the tokenizer of a GGUF file")
{
    const ProgramRun run = headwatersProgram(
        {u"tokens"_s, u"--json"_s, u"--prompt"_s, u"When Mary"_s, u"--model"_s,
         testData(u"llama-tiny-gguf"_s)});
    checkSuccess(run);
    CHECK(textsOf(run.json()).join(QString()).endsWith(u"When Mary"_s));
}
