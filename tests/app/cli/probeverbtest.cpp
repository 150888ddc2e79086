#include "app/cli/program.h"
#include "core/files/writing.h"

#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

/// True and false capitals, a pair a country, with the words to steer by.
QByteArray capitals()
{
    const std::vector<std::pair<QString, QString>> rows{
        {u"France"_s, u"Paris"_s},   {u"Italy"_s, u"Rome"_s},       {u"Spain"_s, u"Madrid"_s},
        {u"Germany"_s, u"Berlin"_s}, {u"Poland"_s, u"Warsaw"_s},    {u"Greece"_s, u"Athens"_s},
        {u"Egypt"_s, u"Cairo"_s},    {u"Japan"_s, u"Tokyo"_s},      {u"China"_s, u"Beijing"_s},
        {u"India"_s, u"Delhi"_s},    {u"Russia"_s, u"Moscow"_s},    {u"Norway"_s, u"Oslo"_s},
        {u"Austria"_s, u"Vienna"_s}, {u"Hungary"_s, u"Budapest"_s}, {u"Portugal"_s, u"Lisbon"_s},
        {u"Ireland"_s, u"Dublin"_s}, {u"Turkey"_s, u"Ankara"_s},    {u"Cuba"_s, u"Havana"_s},
        {u"Peru"_s, u"Lima"_s},      {u"Kenya"_s, u"Nairobi"_s},    {u"Iran"_s, u"Tehran"_s},
        {u"Iraq"_s, u"Baghdad"_s},   {u"Canada"_s, u"Ottawa"_s},    {u"Vietnam"_s, u"Hanoi"_s}};
    QString text;
    for (std::size_t at = 0; at < rows.size(); ++at) {
        const auto& [country, city] = rows[at];
        const QString& other = rows[(at + 1) % rows.size()].second;
        for (const bool isTrue : {true, false})
            text += u"{\"text\": \"The capital of %1 is %2\", \"label\": %3, \"group\": \"%1\"}\n"_s.arg(
                country, isTrue ? city : other, isTrue ? u"1"_s : u"0"_s);
    }
    return text.toUtf8();
}

QByteArray readAll(const QString& path)
{
    QFile file(path);
    REQUIRE(file.open(QIODevice::ReadOnly));
    return file.readAll();
}

QStringList words(const QStringList& more)
{
    return QStringList{u"probe"_s, u"--prompts"_s, u"-"_s} + more;
}

} // namespace

TEST_CASE("probe --json gives every head its scores, beside the null and the embeddings alone")
{
    const ProgramRun run = headwatersProgram(words({u"--draws"_s, u"40"_s, u"--json"_s}), capitals());
    checkSuccess(run);
    const QJsonObject answer = run.json();
    CHECK(answer["items"_L1].toInt() == 48);
    CHECK(answer["ones"_L1].toInt() == 24);
    CHECK(answer["groups"_L1].toInt() == 24);
    CHECK(answer["draws"_L1].toInt() == 40);
    // Every word stands in as many true statements as false ones.
    CHECK(answer["baseline"_L1]["auc"_L1].toDouble() < 0.6);
    const QJsonArray heads = answer["heads"_L1].toArray();
    REQUIRE(heads.size() == 36);
    double best = 0;
    for (const QJsonValue& head : heads) {
        for (const auto field : {"auc"_L1, "accuracy"_L1, "low"_L1, "high"_L1, "null"_L1, "p"_L1, "q"_L1}) {
            CHECK(head[field].toDouble() >= 0);
            CHECK(head[field].toDouble() <= 1);
        }
        best = std::max(best, head["auc"_L1].toDouble());
    }
    CHECK(heads[35]["layer"_L1].toInt() == 5);
    CHECK(heads[35]["head"_L1].toInt() == 5);
    // Head 2.5 reads whether the city is the country's.
    CHECK(heads[2 * 6 + 5]["auc"_L1].toDouble() == best);
    CHECK(best > 0.8);
    CHECK(headwatersProgram(words({u"--draws"_s, u"40"_s, u"--json"_s}), capitals()).out == run.out);
}

TEST_CASE("probe prints a table, best head first, and CSV layer by layer")
{
    const ProgramRun table = headwatersProgram(words({u"--draws"_s, u"20"_s}), capitals());
    checkSuccess(table);
    CHECK(table.out.startsWith("-: 48 items in 24 groups, 24 of label 1"));
    CHECK(table.out.contains("\n2.5 "));
    const ProgramRun csv = headwatersProgram(words({u"--draws"_s, u"20"_s, u"--csv"_s}), capitals());
    checkSuccess(csv);
    CHECK(csv.out.startsWith("layer,head,auc,low,high,accuracy,null,random,z,q,passes\n0,0,"));
    CHECK(csv.out.count('\n') == 37);
}

TEST_CASE("probe --steer moves heads along their probes beside random directions")
{
    QByteArray text = capitals();
    text +=
        R"({"text": "The capital of France is", "label": 1, "group": "France", "target": " Paris", "rival": " Rome"})";
    const ProgramRun run = headwatersProgram(
        words(
            {u"--draws"_s, u"20"_s, u"--steer"_s, u"2.5,5.5"_s, u"--alpha"_s, u"4"_s, u"--directions"_s,
             u"20"_s, u"--json"_s}),
        text);
    checkSuccess(run);
    const QJsonArray steering = run.json()["steering"_L1].toArray();
    REQUIRE(steering.size() == 2);
    CHECK(steering[1]["layer"_L1].toInt() == 5);
    for (const QJsonValue& head : steering) {
        CHECK(head["alpha"_L1].toDouble() == 4);
        CHECK(head["prompts"_L1].toInt() == 1);
        CHECK(head["random"_L1].toArray().size() == 20);
        CHECK(
            head["effect"_L1].toDouble()
            == Approx((head["up"_L1].toDouble() - head["down"_L1].toDouble()) / 2));
    }
}

TEST_CASE("probe refuses what it cannot use, naming line and field")
{
    checkRefusal(headwatersProgram({u"probe"_s}), 2, {u"--set"_s});
    checkRefusal(headwatersProgram(words({}), "{\"text\": \"a\"}"), 2, {u"line 1.label"_s});
    checkRefusal(
        headwatersProgram(words({}), R"({"text": "a", "label": 1, "group": 1, "position": 5})"), 2,
        {u"line 1.position is 5"_s});
    checkRefusal(headwatersProgram(words({}), "\n"), 2, {u"no prompt"_s});
    checkRefusal(
        headwatersProgram(words({}), R"({"text": "a", "label": 1, "group": 1})"), 2,
        {u"0 groups"_s, u"label 0"_s});
    checkRefusal(headwatersProgram(words({u"--steer"_s, u"5"_s}), capitals()), 2, {u"--steer"_s, u"5.1"_s});
    checkRefusal(headwatersProgram(words({u"--steer"_s, u"6.0"_s}), capitals()), 2, {u"6.0"_s, u"5.5"_s});
    checkRefusal(headwatersProgram(words({u"--steer"_s, u"5.0"_s}), capitals()), 2, {u"target"_s});
    checkRefusal(
        headwatersProgram(words({u"--alpha"_s, u"3"_s}), capitals()), 2, {u"--alpha"_s, u"--steer"_s});
    checkRefusal(headwatersProgram(words({u"--folds"_s, u"1"_s}), capitals()), 2, {u"--folds"_s, u"2"_s});
    checkRefusal(headwatersProgram(words({u"--penalty"_s, u"0"_s}), capitals()), 2, {u"--penalty"_s});
    checkRefusal(
        headwatersProgram(words({u"--json"_s, u"--csv"_s}), capitals()), 2, {u"--json"_s, u"--csv"_s});
    checkRefusal(
        headwatersProgram({u"probe"_s, u"--prompts"_s, u"/nowhere.jsonl"_s}), 2, {u"/nowhere.jsonl"_s});
}

TEST_CASE("probe --out maps the accuracies held out with the bound of permuted labels")
{
    QTemporaryDir folder;
    QFile list(folder.filePath(u"capitals.jsonl"_s));
    REQUIRE(list.open(QIODevice::WriteOnly));
    list.write(capitals().replace("\"text\"", "\"prompt\"")); // a text may be called a prompt
    list.close();
    const QStringList asked{u"probe"_s, u"--set"_s, list.fileName(), u"--draws"_s, u"40"_s, u"--json"_s};
    const QString path = folder.filePath(u"map.csv"_s);
    const ProgramRun run = headwatersProgram(asked + QStringList{u"--out"_s, path});
    checkSuccess(run);
    const QJsonObject answer = run.json();
    const double bound = answer["accuracyBound"_L1].toDouble();
    CHECK(bound > 0.5);
    CHECK(bound < 1);
    const CsvTable table = fromCsv(readAll(path));
    const qsizetype accuracy = table.header.indexOf(u"accuracy"_s);
    const qsizetype nullHigh = table.header.indexOf(u"null_accuracy_high"_s);
    REQUIRE(table.rows.size() == 36);
    for (int head = 0; head < 36; ++head) {
        const QStringList& row = table.rows[static_cast<std::size_t>(head)];
        const QJsonValue said = answer["heads"_L1][head];
        CHECK(row[accuracy].toDouble() == said["accuracy"_L1].toDouble());
        CHECK(row[nullHigh].toDouble() == said["nullAccuracyHigh"_L1].toDouble());
        // One head's bound is no larger than that of the best of all.
        CHECK(row[nullHigh].toDouble() <= bound);
    }
    // The head that reads whether the city is the country's is above it, the last layer's first is not.
    CHECK(table.rows[2 * 6 + 5][accuracy].toDouble() > bound);
    for (const QString& ending : {u"pdf"_s, u"svg"_s, u"json"_s}) {
        const QString file = folder.filePath(u"map."_s + ending);
        checkSuccess(headwatersProgram(asked.mid(0, 5) + QStringList{u"--out"_s, file}));
        CHECK(readAll(file).size() > 2000);
    }
    CHECK(readAll(folder.filePath(u"map.svg"_s)).contains("above the bound"));
}

TEST_CASE("probe --set takes a set of the program's own, or says why it cannot be asked")
{
    const ProgramRun run = headwatersProgram(
        {u"probe"_s, u"--set"_s, u"truthfulness"_s, u"--count"_s, u"24"_s, u"--draws"_s, u"20"_s,
         u"--json"_s});
    checkSuccess(run);
    CHECK(run.json()["set"_L1].toString() == u"truthfulness"_s);
    CHECK(run.json()["heads"_L1].toArray().size() == 36);
    checkRefusal(
        headwatersProgram({u"probe"_s, u"--set"_s, u"thruthfulness"_s}), 2,
        {u"thruthfulness"_s, u"no file"_s, u"consistency"_s});
    checkRefusal(
        headwatersProgram({u"probe"_s, u"--set"_s, u"-"_s, u"--prompts"_s, u"-"_s}), 2,
        {u"--set"_s, u"--prompts"_s});
    checkRefusal(headwatersProgram(words({u"--count"_s, u"20"_s}), capitals()), 2, {u"--count"_s});
    checkRefusal(
        headwatersProgram({u"probe"_s, u"--set"_s, u"truthfulness"_s, u"--out"_s, u"a.txt"_s}), 2,
        {u"--out"_s, u".pdf"_s});
    checkRefusal(
        headwatersProgram(words({}), R"({"text": "a", "prompt": "a", "label": 1, "group": 1})"), 2,
        {u"line 1"_s, u"prompt"_s});
}
