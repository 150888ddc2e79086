#include "app/cli/probeoutput.h"

#include "app/cli/output.h"
#include "core/files/writing.h"

#include <algorithm>
#include <functional>

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

QJsonObject headJson(const HeadProbe& probe)
{
    return {
        {u"layer"_s, probe.head.layer},
        {u"head"_s, probe.head.head},
        {u"auc"_s, probe.auc},
        {u"accuracy"_s, probe.accuracy},
        {u"low"_s, probe.low},
        {u"high"_s, probe.high},
        {u"null"_s, probe.null},
        {u"nullHigh"_s, probe.nullHigh},
        {u"nullAccuracyHigh"_s, probe.nullAccuracyHigh},
        {u"randomHead"_s, probe.randomHead},
        {u"z"_s, probe.z},
        {u"p"_s, probe.p},
        {u"q"_s, probe.q},
        {u"passes"_s, probe.passes},
    };
}

QJsonObject steeringJson(const SteeringResult& steering)
{
    QJsonArray random;
    for (const double effect : steering.random)
        random.append(effect);
    return {
        {u"layer"_s, steering.head.layer},
        {u"head"_s, steering.head.head},
        {u"alpha"_s, steering.alpha},
        {u"sigma"_s, steering.sigma},
        {u"prompts"_s, steering.prompts},
        {u"clean"_s, steering.clean},
        {u"up"_s, steering.up},
        {u"down"_s, steering.down},
        {u"effect"_s, steering.effect},
        {u"random"_s, random},
        {u"randomHigh"_s, steering.randomHigh},
        {u"p"_s, steering.p},
        {u"confirmed"_s, steering.isConfirmed()},
    };
}

QString number(double value)
{
    return QString::number(value, 'f', 3);
}

/// The numbers of one head as the table and the CSV show them.
QStringList cells(const HeadProbe& probe, const std::function<QString(double)>& written)
{
    return {written(probe.auc),      written(probe.low),  written(probe.high),
            written(probe.accuracy), written(probe.null), written(probe.randomHead),
            written(probe.z),        written(probe.q),    probe.passes ? u"yes"_s : u"no"_s};
}

const QStringList& columns()
{
    static const QStringList names{u"auc"_s,    u"low"_s, u"high"_s, u"accuracy"_s, u"null"_s,
                                   u"random"_s, u"z"_s,   u"q"_s,    u"passes"_s};
    return names;
}

} // namespace

QJsonObject probeJson(const ProbeReport& report)
{
    QJsonArray heads, steering;
    for (const HeadProbe& probe : report.heads)
        heads.append(headJson(probe));
    for (const SteeringResult& result : report.steering)
        steering.append(steeringJson(result));
    return {
        {u"set"_s, report.set},
        {u"sentence"_s, report.sentence},
        {u"items"_s, report.items},
        {u"ones"_s, report.ones},
        {u"groups"_s, report.groups},
        {u"folds"_s, report.rule.folds},
        {u"penalty"_s, report.rule.penalty},
        {u"draws"_s, report.rule.draws},
        {u"seed"_s, static_cast<qint64>(report.rule.seed)},
        {u"baseline"_s,
         QJsonObject{{u"auc"_s, report.baseline.auc}, {u"accuracy"_s, report.baseline.accuracy}}},
        {u"selectedAuc"_s, report.selectedAuc},
        {u"accuracyBound"_s, report.accuracyBound},
        {u"heads"_s, heads},
        {u"steering"_s, steering},
    };
}

QByteArray probeCsv(const ProbeReport& report)
{
    CsvTable table;
    table.header = QStringList{u"layer"_s, u"head"_s} + columns();
    for (const HeadProbe& probe : report.heads)
        table.rows.push_back(
            QStringList{QString::number(probe.head.layer), QString::number(probe.head.head)}
            + cells(probe, [](double value) { return numberText(value); }));
    return toCsv(table);
}

QString probeText(const ProbeReport& report)
{
    QString text =
        u"%1: %2 items in %3 groups, %4 of label 1; embeddings alone reach an AUC of %5, the head that is "
        "best on the items learnt from %6 on those held out; with permuted labels the best head's accuracy "
        "is "
        "at most %7 in 95 %\n\n"_s.arg(report.set)
            .arg(report.items)
            .arg(report.groups)
            .arg(report.ones)
            .arg(number(report.baseline.auc), number(report.selectedAuc), number(report.accuracyBound));
    std::vector<HeadProbe> heads = report.heads;
    std::stable_sort(heads.begin(), heads.end(), [](const HeadProbe& left, const HeadProbe& right) {
        return left.auc > right.auc;
    });
    std::vector<QStringList> rows{QStringList(u"head"_s) + columns()};
    for (const HeadProbe& probe : heads)
        rows.push_back(QStringList(probe.head.text()) + cells(probe, number));
    text += alignedTable(rows);
    for (const SteeringResult& steering : report.steering)
        text +=
            u"\nhead %1 moved by %2 standard deviations (%3): target minus rival %4 on %5 prompts, %6 up, "
            "%7 down; effect %8, random directions at most %9 in 95 %\n"_s
                .arg(
                    steering.head.text(), QString::number(steering.alpha),
                    number(steering.alpha * steering.sigma), number(steering.clean))
                .arg(steering.prompts)
                .arg(
                    number(steering.up), number(steering.down), number(steering.effect),
                    number(steering.randomHigh));
    return text;
}

} // namespace headwaters
