#include "app/cli/program.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>

#include <cmath>

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

QJsonArray causalCases()
{
    QFile file(testData(u"demo/causal.json"_s));
    REQUIRE(file.open(QIODevice::ReadOnly));
    return QJsonDocument::fromJson(file.readAll())["cases"_L1].toArray();
}

QStringList words(const QString& verb, const QJsonObject& ofCase)
{
    return {
        verb,
        u"--prompt"_s,
        ofCase["clean"_L1].toString(),
        u"--target"_s,
        ofCase["target"_L1].toString(),
        u"--rival"_s,
        ofCase["rival"_L1].toString(),
        u"--json"_s};
}

/// The largest |got - expected| / (1 + |expected|) of two documents of the same shape; fails where they
/// differ in it.
double error(const QJsonValue& got, const QJsonValue& expected)
{
    if (expected.isArray()) {
        const QJsonArray left = got.toArray();
        const QJsonArray right = expected.toArray();
        REQUIRE(left.size() == right.size());
        double largest = 0;
        for (qsizetype at = 0; at < right.size(); ++at)
            largest = std::max(largest, error(left[at], right[at]));
        return largest;
    }
    REQUIRE(got.isDouble());
    return std::abs(got.toDouble() - expected.toDouble()) / (1 + std::abs(expected.toDouble()));
}

double sum(const QJsonValue& value)
{
    if (!value.isArray())
        return value.toDouble();
    double total = 0;
    for (const QJsonValue& part : value.toArray())
        total += sum(part);
    return total;
}

} // namespace

TEST_CASE("attribute --json gives the reference values, which add up to the logit difference")
{
    for (const QJsonValue& value : causalCases()) {
        const QJsonObject expected = value.toObject();
        const ProgramRun run = headwatersProgram(words(u"attribute"_s, expected));
        checkSuccess(run);
        const QJsonObject got = run.json();
        const QJsonObject parts = expected["attribution"_L1].toObject();
        double total = 0;
        for (const QString& key : parts.keys()) {
            CAPTURE(key);
            CHECK(error(got[key], parts[key]) < 1e-4);
            total += sum(got[key]);
        }
        CHECK(got["total"_L1].toDouble() == Approx(total));
        CHECK(error(got["total"_L1], expected["cleanDifference"_L1]) < 1e-4);
        CHECK(error(got["headsBySource"_L1], expected["attributionBySource"_L1]) < 1e-4);
        CHECK(got.keys().size() == 8);
    }
}

TEST_CASE("lens --json gives the reference values, and a rival's where one is named")
{
    for (const QJsonValue& value : causalCases()) {
        const QJsonObject expected = value.toObject();
        const ProgramRun run = headwatersProgram(words(u"lens"_s, expected));
        checkSuccess(run);
        const QJsonArray rows = run.json()["rows"_L1].toArray();
        const QJsonArray wanted = expected["logitLens"_L1].toArray();
        REQUIRE(rows.size() == wanted.size());
        for (qsizetype row = 0; row < rows.size(); ++row) {
            CAPTURE(row);
            const QJsonObject got = rows[row].toObject();
            CHECK(got["hook"_L1] == wanted[row]["hook"_L1]);
            CHECK(got["topId"_L1] == wanted[row]["topId"_L1]);
            CHECK(got["targetRank"_L1] == wanted[row]["targetRank"_L1]);
            CHECK(error(got["topLogProbability"_L1], wanted[row]["topLogProbability"_L1]) < 1e-4);
            CHECK(error(got["targetLogProbability"_L1], wanted[row]["targetLogProbability"_L1]) < 1e-4);
            CHECK(got["rivalRank"_L1].toArray().size() == got["targetRank"_L1].toArray().size());
        }
        const QJsonObject output = rows.last().toObject();
        const double difference = output["targetLogProbability"_L1].toArray().last().toDouble()
            - output["rivalLogProbability"_L1].toArray().last().toDouble();
        CHECK(difference == Approx(expected["cleanDifference"_L1].toDouble()).epsilon(1e-4));
    }
    const ProgramRun run = headwatersProgram(
        {u"lens"_s, u"--prompt"_s, indirectObjectPrompt(), u"--target"_s, u" Mary"_s, u"--json"_s});
    checkSuccess(run);
    CHECK(run.json()["rows"_L1][0].toObject().keys().size() == 5);
}

TEST_CASE("attribute and lens print tables")
{
    const QStringList pair{u"--target"_s, u" Mary"_s,    u"--rival"_s,
                           u" John"_s,    u"--prompt"_s, indirectObjectPrompt()};
    const ProgramRun attributed = headwatersProgram(QStringList{u"attribute"_s} + pair);
    checkSuccess(attributed);
    CHECK(attributed.out.startsWith("what writes ·Mary − ·John, in logits\n\n"));
    CHECK(attributed.out.contains("head 5.5"));
    CHECK(attributed.out.contains("\nsum "));
    CHECK(attributed.out.contains("\nlogit difference "));
    const ProgramRun read = headwatersProgram(QStringList{u"lens"_s} + pair);
    checkSuccess(read);
    CHECK(read.out.startsWith("after position 14 ·to\n\n"));
    CHECK(read.out.contains("blocks.5.hook_resid_post"));
    CHECK(read.out.contains("rank of ·John"));
}

TEST_CASE("On canonical weights the difference is the same and no part is a bias of values or a norm's shift")
{
    const QStringList pair{u"--target"_s,          u" Mary"_s,  u"--rival"_s, u" John"_s, u"--prompt"_s,
                           indirectObjectPrompt(), u"--json"_s, u"--no-bos"_s};
    const ProgramRun stored = headwatersProgram(QStringList{u"attribute"_s} + pair);
    const ProgramRun folded = headwatersProgram(QStringList{u"attribute"_s, u"--fold"_s} + pair);
    checkSuccess(stored);
    checkSuccess(folded);
    CHECK(folded.json()["total"_L1].toDouble() == Approx(stored.json()["total"_L1].toDouble()).epsilon(1e-4));
    CHECK(stored.json()["headsBySource"_L1][0][0].toArray().size() == 14);
}

TEST_CASE("attribute and lens refuse what is no prompt and no token")
{
    for (const QString& verb : {u"attribute"_s, u"lens"_s}) {
        checkRefusal(headwatersProgram({verb}), 2, {u"--prompt"_s});
        checkRefusal(headwatersProgram({verb, u"--prompt"_s, u""_s}), 2, {u"empty"_s});
        checkRefusal(
            headwatersProgram({verb, u"--prompt"_s, u"a"_s, u"--target"_s, u"two words"_s}), 2,
            {u"--target"_s});
        checkRefusal(
            headwatersProgram(
                {verb, u"--prompt"_s, u"a"_s, u"--target"_s, u" Mary"_s, u"--rival"_s, u" Mary"_s}),
            2, {u"same token"_s});
    }
}

TEST_CASE("attribute and lens write figures and data, the same bytes each time")
{
    const QTemporaryDir folder;
    for (const QString& verb : {u"attribute"_s, u"lens"_s}) {
        const QStringList words{
            verb, u"--prompt"_s, indirectObjectPrompt(), u"--target"_s, u" Mary"_s, u"--rival"_s, u" John"_s};
        for (const QString& ending : {u"pdf"_s, u"svg"_s, u"png"_s, u"csv"_s, u"npz"_s, u"json"_s}) {
            CAPTURE(verb, ending);
            const QString path = folder.filePath(verb + u'.' + ending);
            const auto bytes = [&] {
                checkSuccess(headwatersProgram(words + QStringList{u"--out"_s, path}));
                QFile file(path);
                REQUIRE(file.open(QIODevice::ReadOnly));
                return file.readAll();
            };
            const QByteArray first = bytes();
            CHECK(first.size() > 500);
            if (ending == u"csv"_s) {
                CHECK(first == bytes());
                CHECK(first.contains(verb == u"lens"_s ? "blocks.5.hook_resid_post" : "head 5.5"));
            }
        }
        checkRefusal(
            headwatersProgram(words + QStringList{u"--out"_s, folder.filePath(u"a.txt"_s)}), 2, {u".txt"_s});
    }
}
