#include "app/cli/program.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <cmath>

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

const QString tiny = testData(u"gpt2-tiny"_s);

QJsonArray headsOf(const ProgramRun& run)
{
    checkSuccess(run);
    return run.json()["heads"_L1].toArray();
}

double largestError(const QJsonArray& got, const QJsonArray& expected)
{
    REQUIRE(got.size() == expected.size());
    double largest = 0;
    for (qsizetype at = 0; at < got.size(); ++at)
        largest = std::max(largest, std::fabs(got[at].toDouble() - expected[at].toDouble()));
    return largest;
}

} // namespace

TEST_CASE("svd --json gives the singular values of every kind as NumPy finds them")
{
    QFile file(testData(u"directions.json"_s));
    REQUIRE(file.open(QIODevice::ReadOnly));
    const QJsonObject models = QJsonDocument::fromJson(file.readAll()).object();
    for (const QJsonValue& expected : models["gpt2-tiny"_L1]["values"_L1].toArray()) {
        const QJsonArray heads = headsOf(headwatersProgram(
            {u"svd"_s, u"--json"_s, u"--model"_s, tiny, u"--layer"_s,
             QString::number(expected["layer"_L1].toInt()), u"--head"_s,
             QString::number(expected["head"_L1].toInt()), u"--kind"_s, expected["kind"_L1].toString()}));
        REQUIRE(heads.size() == 1);
        CHECK(heads[0]["layer"_L1] == expected["layer"_L1]);
        CHECK(heads[0]["head"_L1] == expected["head"_L1]);
        CHECK(
            largestError(heads[0]["singularValues"_L1].toArray(), expected["singularValues"_L1].toArray())
            < 1e-10);
    }
}

TEST_CASE("svd gives all heads, those of a layer, or one, and the same as text")
{
    const QJsonArray all = headsOf(headwatersProgram({u"svd"_s, u"--json"_s}));
    REQUIRE(all.size() == 36);
    CHECK(all[35]["layer"_L1].toInt() == 5);
    CHECK(all[35]["head"_L1].toInt() == 5);
    CHECK(all[0]["singularValues"_L1].toArray().size() == 32);
    const QJsonArray layer = headsOf(headwatersProgram({u"svd"_s, u"--json"_s, u"--layer"_s, u"2"_s}));
    REQUIRE(layer.size() == 6);
    CHECK(layer[3] == all[15]);
    const ProgramRun text = headwatersProgram({u"svd"_s, u"--layer"_s, u"2"_s, u"--head"_s, u"3"_s});
    checkSuccess(text);
    CHECK(text.out.startsWith("2.3  "));
    CHECK(text.out.count('\n') == 1);
}

TEST_CASE("svd --tokens prints what each direction reads and writes")
{
    const QStringList words{u"svd"_s, u"--layer"_s, u"5"_s, u"--head"_s, u"5"_s, u"--tokens"_s, u"3"_s};
    const QJsonArray heads = headsOf(headwatersProgram(words + QStringList(u"--json"_s)));
    const QJsonArray directions = heads[0]["directions"_L1].toArray();
    REQUIRE(directions.size() == 32);
    CHECK(directions[4]["direction"_L1].toInt() == 4);
    CHECK(directions[4]["singularValue"_L1] == heads[0]["singularValues"_L1][4]);
    for (const auto side : {"query"_L1, "key"_L1, "written"_L1}) {
        const QJsonArray tokens = directions[4][side].toArray();
        REQUIRE(tokens.size() == 3);
        CHECK(tokens[0]["value"_L1].toDouble() >= tokens[1]["value"_L1].toDouble());
        CHECK_FALSE(tokens[0]["text"_L1].toString().isEmpty());
    }
    const ProgramRun text = headwatersProgram(words + QStringList{u"--embedding"_s, u"raw"_s});
    checkSuccess(text);
    CHECK(text.out.contains("head 5.5, direction 31: QK "));
    CHECK(text.out.count("\n  query reads  ") == 32);
    CHECK(text.out.count("\n  OV writes    ") == 32);
}

TEST_CASE("svd refuses what it does not have")
{
    checkRefusal(headwatersProgram({u"svd"_s, u"--head"_s, u"1"_s}), 2, {u"--head"_s, u"--layer"_s});
    checkRefusal(headwatersProgram({u"svd"_s, u"--layer"_s, u"6"_s}), 2, {u"--layer"_s, u"6"_s, u"5"_s});
    checkRefusal(headwatersProgram({u"svd"_s, u"--kind"_s, u"ko"_s}), 2, {u"--kind"_s, u"acc-dest"_s});
    checkRefusal(headwatersProgram({u"svd"_s, u"--tokens"_s, u"0"_s}), 2, {u"--tokens"_s, u"1000"_s});
    checkRefusal(
        headwatersProgram({u"svd"_s, u"--kind"_s, u"sad"_s, u"--tokens"_s, u"3"_s}), 2,
        {u"--tokens"_s, u"sad"_s});
    checkRefusal(
        headwatersProgram({u"svd"_s, u"--embedding"_s, u"raw"_s}), 2, {u"--embedding"_s, u"--tokens"_s});
    checkRefusal(
        headwatersProgram({u"svd"_s, u"--tokens"_s, u"3"_s, u"--embedding"_s, u"x"_s}), 2,
        {u"--embedding"_s, u"effective"_s});
}
