#include "app/cli/scanbench.h"

#include "app/cli/benchtools.h"
#include "core/engine/detect/causalcheck.h"
#include "core/engine/detect/repeatablation.h"
#include "core/engine/detect/repeats.h"
#include "core/engine/detect/scan.h"
#include "core/engine/session/runner.h"
#include "core/heads/confirmationjson.h"

#include <QElapsedTimer>
#include <QJsonArray>

#include <algorithm>

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

constexpr int checkedPrompts = 8;

/// Heads that a scan found to do induction, weakly or not, those of the highest score first.
std::vector<HeadIndex> inductionHeads(const ScanReport& report)
{
    std::vector<std::pair<double, HeadIndex>> order;
    for (const HeadReport& head : report.heads) {
        const TypeSummary* type = head.of(HeadType::Induction);
        if (type && (type->finding == Finding::Yes || type->finding == Finding::Weak))
            order.emplace_back(-type->score, head.head);
    }
    std::sort(order.begin(), order.end());
    std::vector<HeadIndex> heads;
    for (const auto& [score, head] : order)
        heads.push_back(head);
    return heads;
}

QJsonObject benchCheck(const Runner& runner, const ScanReport& report)
{
    int forwards = 0;
    std::vector<TokenId> anyToken;
    Bench bench = Bench::of(runner.model(), TaskGround::of(runner.tokenizer(), runner.info().nCtx));
    bench.tier = Tier::Causal;
    bench.ran = [&forwards] { ++forwards; };
    // The made-up words of a random checkpoint are no words: any token will do for the time that it takes.
    for (int id = 0; bench.ground.pool.empty() && id < runner.info().dVocab; ++id)
        anyToken.push_back(id);
    if (bench.ground.pool.empty())
        bench.ground.pool = std::move(anyToken);
    const TaskSet set = repeatSets(bench.ground, checkedPrompts, bench.seed).front();
    QElapsedTimer clock;
    clock.start();
    (void)repeatWorth(bench, set);
    const auto seconds = [&clock] { return static_cast<double>(clock.elapsed()) / 1000; };
    QJsonObject figures{
        {u"task"_s, set.key},
        {u"heads"_s, bench.headCount()},
        {u"forwards"_s, forwards},
        {u"seconds"_s, seconds()}};
    forwards = 0;
    clock.restart();
    // A random model has no heads to remove: the first ones then, for the time that it takes.
    std::vector<HeadIndex> heads = inductionHeads(report);
    if (heads.empty())
        heads = {bench.head(0), bench.head(1)};
    const auto confirmation = confirmHeads(bench, repeatTask(set), HeadType::Induction, heads, heads);
    if (confirmation) {
        QJsonObject together = confirmationJson(*confirmation);
        together[u"forwards"_s] = forwards;
        together[u"seconds"_s] = seconds();
        figures[u"together"_s] = together;
    }
    return figures;
}

} // namespace

QJsonObject benchScan(const Runner& runner)
{
    ScanSettings settings;
    settings.seeds = 1;
    Scan scan(runner.model(), runner.tokenizer(), settings);
    const ScanEstimate estimate = scan.estimate(CancelToken());
    const ScanReport report = scan.run({}, CancelToken());
    return {
        {u"tier"_s, tierKey(settings.tier)},
        {u"estimatedForwards"_s, estimate.forwards},
        {u"estimatedSeconds"_s, estimate.seconds},
        {u"forwards"_s, report.forwards},
        {u"seconds"_s, report.seconds},
        {u"causalCheck"_s, benchCheck(runner, report)}};
}

QString scanBenchText(const QJsonObject& scan)
{
    const QJsonValue check = scan["causalCheck"_L1];
    QString text = u"scan of all types, one draw: %1 forwards in %2 (estimated %3 in %4)\n"_s.arg(
        QString::number(scan["forwards"_L1].toInt()), milliseconds(scan["seconds"_L1]),
        QString::number(scan["estimatedForwards"_L1].toDouble(), 'f', 0),
        milliseconds(scan["estimatedSeconds"_L1]));
    text += u"without each of %1 heads, %2: %3 forwards in %4\n"_s.arg(
        QString::number(check["heads"_L1].toInt()), check["task"_L1].toString(),
        QString::number(check["forwards"_L1].toInt()), milliseconds(check["seconds"_L1]));
    const QJsonValue together = check["together"_L1];
    if (!together.isUndefined())
        text += u"%1: %2, without %3 heads together %4, without random ones %5: %6 forwards in %7\n"_s
                    .arg(together["measure"_L1].toString())
                    .arg(together["clean"_L1].toDouble(), 0, 'f', 2)
                    .arg(together["heads"_L1].toArray().size())
                    .arg(together["without"_L1].toDouble(), 0, 'f', 2)
                    .arg(together["randomMean"_L1].toDouble(), 0, 'f', 2)
                    .arg(together["forwards"_L1].toInt())
                    .arg(milliseconds(together["seconds"_L1]));
    return text;
}

} // namespace headwaters
