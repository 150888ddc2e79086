#include "app/cli/commonoptions.h"
#include "app/cli/output.h"
#include "core/base/error.h"
#include "core/engine/causal/probe.h"
#include "core/engine/session/runner.h"
#include "core/files/writing.h"

#include <algorithm>
#include <functional>

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

constexpr int largestCount = 100'000;

ProbeRule chosenRule(const Arguments& arguments)
{
    ProbeRule rule;
    if (arguments.isSet("folds"_L1))
        rule.folds = arguments.integer("folds"_L1, 2, 100);
    if (arguments.isSet("draws"_L1))
        rule.draws = arguments.integer("draws"_L1, 20, largestCount);
    if (arguments.isSet("penalty"_L1))
        rule.penalty = arguments.number("penalty"_L1);
    if (!(rule.penalty > 0))
        throw badInput(u"--penalty is %1; expected a number above 0."_s.arg(arguments.value("penalty"_L1)));
    if (arguments.isSet("seed"_L1))
        rule.seed = arguments.natural("seed"_L1);
    return rule;
}

/// The heads that --steer names.
std::vector<HeadIndex> steeredHeads(const Arguments& arguments, const ModelInfo& info)
{
    std::vector<HeadIndex> heads;
    if (!arguments.isSet("steer"_L1))
        return heads;
    for (const QString& typed : arguments.required("steer"_L1).split(u',')) {
        const QStringList parts = typed.split(u'.');
        bool isLayer = false, isHead = false;
        const HeadIndex head{parts.value(0).toInt(&isLayer), parts.value(1).toInt(&isHead)};
        if (parts.size() != 2 || !isLayer || !isHead)
            throw badInput(u"--steer is “%1”; expected LAYER.HEAD, as in 5.1."_s.arg(forMessage(typed)));
        if (head.layer < 0 || head.layer >= info.nLayers || head.head < 0 || head.head >= info.nHeads)
            throw badInput(u"--steer is %1; %2 has the heads 0.0 to %3."_s.arg(
                forMessage(typed), info.name, HeadIndex{info.nLayers - 1, info.nHeads - 1}.text()));
        heads.push_back(head);
    }
    return heads;
}

SteeringRule chosenSteering(const Arguments& arguments, const ProbeRule& probe)
{
    SteeringRule rule;
    rule.seed = probe.seed;
    for (const auto option : {"alpha"_L1, "directions"_L1}) {
        if (arguments.isSet(option) && !arguments.isSet("steer"_L1))
            throw badInput(u"--%1 says how a head is steered; name it with --steer L.H."_s.arg(option));
    }
    if (arguments.isSet("alpha"_L1))
        rule.alpha = arguments.number("alpha"_L1);
    if (rule.alpha == 0)
        throw badInput(u"--alpha is 0, which would move nothing."_s);
    if (arguments.isSet("directions"_L1))
        rule.directions = arguments.integer("directions"_L1, 20, largestCount);
    return rule;
}

ProbeSet chosenSet(const Arguments& arguments, const Runner& runner)
{
    const QString path = arguments.required("prompts"_L1);
    return probeSetOf(
        readProbeList(readInput(path), path), path, *runner.tokenizer(), runner.info().dVocab,
        runner.info().nCtx, !arguments.isSet("no-bos"_L1));
}

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

QJsonObject reportJson(const ProbeReport& report)
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
        {u"heads"_s, heads},
        {u"steering"_s, steering},
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

QByteArray csvOf(const ProbeReport& report)
{
    CsvTable table;
    table.header = QStringList{u"layer"_s, u"head"_s} + columns();
    for (const HeadProbe& probe : report.heads)
        table.rows.push_back(
            QStringList{QString::number(probe.head.layer), QString::number(probe.head.head)}
            + cells(probe, [](double value) { return numberText(value); }));
    return toCsv(table);
}

QString textOf(const ProbeReport& report)
{
    QString text =
        u"%1: %2 items in %3 groups, %4 of label 1; embeddings alone reach an AUC of %5, the head that is "
        "best on the items learnt from %6 on those held out\n\n"_s.arg(report.set)
            .arg(report.items)
            .arg(report.groups)
            .arg(report.ones)
            .arg(number(report.baseline.auc), number(report.selectedAuc));
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

void perform(const Arguments& arguments)
{
    const ProbeRule rule = chosenRule(arguments);
    const SteeringRule steering = chosenSteering(arguments, rule);
    if (arguments.isSet("json"_L1) && arguments.isSet("csv"_L1))
        throw badInput(u"Both --json and --csv were given; give one of them."_s);
    (void)arguments.required("prompts"_L1);
    Runner runner;
    runner.open(modelPath(arguments), CancelToken());
    const std::vector<HeadIndex> steered = steeredHeads(arguments, runner.info());
    const ProbeSet set = chosenSet(arguments, runner);
    if (!steered.empty() && set.contrasts.isEmpty())
        throw badInput(
            u"%1: no prompt has a target and a rival, so steering cannot be measured."_s.arg(set.key));
    const ProbeFeatures features = probeFeatures(*runner.model(), set, CancelToken());
    ProbeReport report = probeReport(probeSamples(features, set, rule, CancelToken()), features, set, rule);
    report.model = runner.info();
    for (const HeadIndex head : steered)
        report.steering.push_back(steerHead(*runner.model(), set, features, head, steering, CancelToken()));
    if (arguments.isSet("json"_L1))
        printJson(reportJson(report));
    else if (arguments.isSet("csv"_L1))
        print(csvOf(report));
    else
        print(textOf(report));
}

} // namespace

Verb probeVerb()
{
    return {
        .name = u"probe"_s,
        .summary = u"what a linear probe reads from each head"_s,
        .description =
            u"Learns a logistic regression from what each head holds at one token of labelled prompts and "
            "tests it on groups of prompts that it did not learn from: area under the ROC curve and "
            "accuracy, beside permuted labels and a probe of the embeddings alone. With --steer it moves a "
            "head along what its probe found and measures target minus rival, beside random directions."_s,
        .options = modelOptions()
            + QList<QCommandLineOption>{
                {u"prompts"_s,
                 u"Labelled prompts, one JSON object a line: {\"text\", \"label\": 0 or 1, \"group\", and where "
                 "wanted \"position\", \"target\", \"rival\"}; - is standard input."_s,
                 u"FILE.jsonl"_s},
                {u"no-bos"_s, u"No beginning-of-text token first."_s},
                {u"folds"_s, u"Folds of the cross-validation, 2 to 100 (default: 5)."_s, u"N"_s},
                {u"draws"_s, u"Permutations of the labels, at least 20 (default: 200)."_s, u"N"_s},
                {u"penalty"_s, u"Penalty on squared weights (default: 10)."_s, u"NUMBER"_s},
                {u"seed"_s, u"Of folds, permutations and random directions (default: 1)."_s, u"SEED"_s},
                {u"steer"_s, u"Moves heads along their probes, one by one: 5.1 or a list as in 5.1,4.0."_s, u"L.H"_s},
                {u"alpha"_s, u"By how many standard deviations (default: 5)."_s, u"NUMBER"_s},
                {u"directions"_s, u"Random directions beside it, at least 20 (default: 50)."_s, u"N"_s},
                jsonOption(u"Print one JSON document."_s),
                {u"csv"_s, u"Print one line a head, as CSV."_s},
            },
        .perform = perform,
    };
}

} // namespace headwaters
