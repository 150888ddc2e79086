#include "app/cli/commonoptions.h"
#include "app/cli/figureoutput.h"
#include "app/cli/output.h"
#include "app/cli/probeoutput.h"
#include "core/base/error.h"
#include "core/engine/causal/probe.h"
#include "core/engine/detect/namedprobes.h"
#include "core/engine/session/runner.h"
#include "widgets/probes/probefigure.h"

#include <QFileInfo>

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

/// A set of the program's own, as far as the model does its task.
ProbeSet builtInSet(const QString& name, const Arguments& arguments, const Runner& runner, quint64 seed)
{
    if (arguments.isSet("no-bos"_L1))
        throw badInput(u"--no-bos is for a list of one's own; %1 begins as the model does."_s.arg(name));
    Bench bench = Bench::of(runner.model(), TaskGround::of(runner.tokenizer(), runner.info().nCtx));
    bench.seed = seed;
    const int count = arguments.isSet("count"_L1) ? arguments.integer("count"_L1, 12, largestCount) : 64;
    AskedProbes asked = namedProbes(bench, name, count);
    const QString& reason = asked.set.reason.isEmpty() ? asked.competence.reason : asked.set.reason;
    if (!asked.set.reason.isEmpty() || !asked.competence.passed)
        throw failure(u"%1 is not measurable on %2: %3."_s.arg(name, runner.info().name, reason));
    return std::move(asked.set);
}

ProbeSet listedSet(const QString& path, const Arguments& arguments, const Runner& runner)
{
    if (arguments.isSet("count"_L1))
        throw badInput(u"--count is for a set of the program's own; a list is taken whole."_s);
    return probeSetOf(
        readProbeList(readInput(path), path), path, *runner.tokenizer(), runner.info().dVocab,
        runner.info().nCtx, !arguments.isSet("no-bos"_L1));
}

/// What --set or --prompts names: a set of the program's own or a file. \throws Error where it is neither.
QString chosenName(const Arguments& arguments)
{
    if (arguments.isSet("set"_L1) && arguments.isSet("prompts"_L1))
        throw badInput(u"Both --set and --prompts were given; give one of them."_s);
    if (arguments.isSet("prompts"_L1))
        return arguments.required("prompts"_L1);
    const QString name = arguments.required("set"_L1);
    if (name != "-"_L1 && !probeSetNames().contains(name) && !QFileInfo::exists(name))
        throw badInput(u"--set is “%1”, which is no file and none of the sets %2."_s.arg(
            forMessage(name), probeSetNames().join(u", "_s)));
    return name;
}

ProbeSet chosenSet(const Arguments& arguments, const Runner& runner, quint64 seed)
{
    const QString name = chosenName(arguments);
    return arguments.isSet("set"_L1) && probeSetNames().contains(name)
        ? builtInSet(name, arguments, runner, seed)
        : listedSet(name, arguments, runner);
}

void perform(const Arguments& arguments)
{
    const ProbeRule rule = chosenRule(arguments);
    const SteeringRule steering = chosenSteering(arguments, rule);
    if (arguments.isSet("json"_L1) && arguments.isSet("csv"_L1))
        throw badInput(u"Both --json and --csv were given; give one of them."_s);
    (void)chosenName(arguments);
    if (arguments.isSet("out"_L1))
        checkFigureOptions(arguments);
    Runner runner;
    runner.open(modelPath(arguments), CancelToken());
    const std::vector<HeadIndex> steered = steeredHeads(arguments, runner.info());
    const ProbeSet set = chosenSet(arguments, runner, rule.seed);
    if (!steered.empty() && set.contrasts.isEmpty())
        throw badInput(
            u"%1: no prompt has a target and a rival, so steering cannot be measured."_s.arg(set.key));
    const ProbeFeatures features = probeFeatures(*runner.model(), set, CancelToken());
    ProbeReport report = probeReport(probeSamples(features, set, rule, CancelToken()), features, set, rule);
    report.model = arguments.isSet("out"_L1) ? hashedInfo(runner) : runner.info();
    for (const HeadIndex head : steered)
        report.steering.push_back(steerHead(*runner.model(), set, features, head, steering, CancelToken()));
    if (arguments.isSet("out"_L1))
        writeFigureTo(arguments, probeFigure(report));
    if (arguments.isSet("json"_L1))
        printJson(probeJson(report));
    else if (arguments.isSet("csv"_L1))
        print(probeCsv(report));
    else if (!arguments.isSet("out"_L1))
        print(probeText(report));
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
            "accuracy, beside permuted labels and a probe of the embeddings alone. --set takes a list of "
            "one's own, one JSON object a line, or a set of the program's: truthfulness (true statements "
            "from false ones), accuracy (the model's right answers from its wrong ones), consistency "
            "(answers that most forms of a question get), coherence (the language to answer in). --out draws "
            "the accuracies as a map of layers and heads, with the bound that the best head stays below "
            "in 95 % of the permutations. With --steer it moves a head along what its probe found and "
            "measures target minus rival, beside random directions."_s,
        .options = modelOptions()
            + QList<QCommandLineOption>{
                {u"set"_s,
                 u"truthfulness, accuracy, consistency, coherence, or a file of labelled prompts: {\"prompt\" "
                 "or \"text\", \"label\": 0 or 1, \"group\": text or number, and where wanted \"position\", "
                 "\"target\", \"rival\"}; - is standard input."_s,
                 u"NAME|FILE.jsonl"_s},
                {u"prompts"_s, u"The same as --set with a file."_s, u"FILE.jsonl"_s},
                {u"count"_s, u"About how many questions of the program's own set (default: 64)."_s, u"N"_s},
                {u"no-bos"_s, u"No beginning-of-text token first."_s},
                {u"folds"_s, u"Folds of the cross-validation, 2 to 100 (default: 5)."_s, u"N"_s},
                {u"draws"_s, u"Permutations of the labels, at least 20 (default: 200)."_s, u"N"_s},
                {u"penalty"_s, u"Penalty on squared weights (default: 10)."_s, u"NUMBER"_s},
                {u"seed"_s, u"Of folds, permutations, random directions and the program's own sets (default: 1)."_s, u"SEED"_s},
                {u"steer"_s, u"Moves heads along their probes, one by one: 5.1 or a list as in 5.1,4.0."_s, u"L.H"_s},
                {u"alpha"_s, u"By how many standard deviations (default: 5)."_s, u"NUMBER"_s},
                {u"directions"_s, u"Random directions beside it, at least 20 (default: 50)."_s, u"N"_s},
                {u"csv"_s, u"Print one line a head, as CSV."_s},
            }
            + figureOptions(u"Print one JSON document."_s),
        .draws = true,
        .perform = perform,
    };
}

} // namespace headwaters
