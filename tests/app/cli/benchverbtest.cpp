#include "app/cli/program.h"

#include <QJsonArray>

using namespace headwaters;
using namespace Qt::StringLiterals;

TEST_CASE("bench measures the window and runs of every length that the context allows")
{
    const ProgramRun run = headwatersProgram({u"bench"_s, u"--json"_s});
    checkSuccess(run);
    const QJsonObject figures = run.json();
    for (const QString& name :
         {u"firstMapSeconds"_s, u"atlasPaintSeconds"_s, u"selectionChangeSeconds"_s,
          u"headSwitchSeconds"_s}) {
        INFO(name.toStdString());
        CHECK(figures.value(name).toDouble() > 0);
    }
    const QJsonArray runs = figures.value("runs"_L1).toArray();
    REQUIRE(runs.size() == 4);
    const int lengths[] = {15, 16, 64, 256};
    for (int i = 0; i < 4; ++i) {
        CHECK(runs[i]["tokens"_L1].toInt() == lengths[i]);
        CHECK(runs[i]["runSeconds"_L1].toDouble() > 0);
        CHECK(runs[i]["cacheSeconds"_L1].toDouble() > 0);
        CHECK(runs[i]["runPeakMemoryBytes"_L1].toDouble() > 1e7);
        CHECK(runs[i]["peakMemoryBytes"_L1].toDouble() > 1e7);
    }
    const QJsonObject svd = figures.value("svd"_L1).toObject();
    CHECK(svd["heads"_L1].toInt() == 36);
    CHECK(svd["seconds"_L1].toDouble() > 0);
    CHECK(svd["cachedSeconds"_L1].toDouble() > 0);
    const QJsonArray partial = figures.value("partialScores"_L1).toArray();
    REQUIRE(partial.size() == 2);
    CHECK(partial[0]["tokens"_L1].toInt() == 15);
    CHECK(partial[1]["tokens"_L1].toInt() == 64);
    for (const QJsonValue& figure : partial) {
        CHECK(figure["seconds"_L1].toDouble() > 0);
        CHECK(figure["rowSeconds"_L1].toDouble() > 0);
    }
    CHECK(figures.value("tokensPerSecond"_L1).toDouble() > 0);
    const QJsonValue scan = figures.value("scan"_L1);
    CHECK(scan["forwards"_L1].toInt() > 500);
    CHECK(scan["estimatedForwards"_L1].toDouble() > 500);
    CHECK(scan["seconds"_L1].toDouble() > 0);
    const QJsonValue check = scan["causalCheck"_L1];
    CHECK(check["heads"_L1].toInt() == 36);
    CHECK(check["forwards"_L1].toInt() > 36);
    const QJsonValue together = check["together"_L1];
    CHECK(together["forwards"_L1].toInt() == 8 * (1 + 1 + 20));
    CHECK(together["confirmed"_L1].toBool());
}

TEST_CASE("bench --scan measures the scan alone")
{
    const ProgramRun run = headwatersProgram({u"bench"_s, u"--scan"_s, u"--json"_s});
    checkSuccess(run);
    const QJsonObject figures = run.json();
    CHECK(figures.keys() == QStringList{u"model"_s, u"scan"_s});
    CHECK(figures["scan"_L1]["forwards"_L1].toInt() > 500);
}
