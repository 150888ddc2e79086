#include "app/cli/scanbench.h"

#include "app/cli/benchtools.h"
#include "core/engine/detect/repeatablation.h"
#include "core/engine/detect/repeats.h"
#include "core/engine/detect/scan.h"
#include "core/engine/session/runner.h"

#include <QElapsedTimer>

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

constexpr int checkedPrompts = 8;

/// Heads that a scan found to do induction, or weakly so.
std::vector<HeadIndex> inductionHeads(const ScanReport& report, Finding finding)
{
    std::vector<HeadIndex> heads;
    for (const HeadReport& head : report.heads) {
        const TypeSummary* type = head.of(HeadType::Induction);
        if (type && type->finding == finding)
            heads.push_back(head.head);
    }
    return heads;
}

QJsonObject benchCheck(const Runner& runner, const ScanReport& report)
{
    int forwards = 0;
    Bench bench = Bench::of(runner.model(), TaskGround::of(runner.tokenizer(), runner.info().nCtx));
    bench.tier = Tier::Causal;
    bench.ran = [&forwards] { ++forwards; };
    const TaskSet set = repeatSets(bench.ground, checkedPrompts, bench.seed).front();
    QElapsedTimer clock;
    clock.start();
    (void)repeatWorth(bench, set);
    QJsonObject figures{
        {u"task"_s, set.key},
        {u"heads"_s, bench.headCount()},
        {u"forwards"_s, forwards},
        {u"seconds"_s, static_cast<double>(clock.elapsed()) / 1000}};
    const std::vector<HeadIndex> heads = inductionHeads(report, Finding::Yes);
    if (heads.empty())
        return figures;
    const JointLoss joint = jointLoss(bench, set, heads, inductionHeads(report, Finding::Weak));
    figures[u"logProbability"_s] = joint.second;
    figures[u"removed"_s] = static_cast<int>(heads.size());
    figures[u"without"_s] = joint.without;
    figures[u"withoutRandom"_s] = joint.withoutRandom;
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
    if (!check["without"_L1].isUndefined())
        text +=
            u"log probability of what comes again %1, without %2 induction heads %3, without random ones %4\n"_s
                .arg(check["logProbability"_L1].toDouble(), 0, 'f', 2)
                .arg(check["removed"_L1].toInt())
                .arg(check["without"_L1].toDouble(), 0, 'f', 2)
                .arg(check["withoutRandom"_L1].toDouble(), 0, 'f', 2);
    return text;
}

} // namespace headwaters
